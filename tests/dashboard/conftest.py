"""A process that has read nothing yet, over a database of the test's choosing."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL
from streamlit.components.v2 import manifest_scanner

from dashboard import errors, page_load, settings
from dashboard.data import reader
from dashboard.parts import links
from dashboard.server.files import making
from dashboard.view import Choices, Deadline, Option, View
from data_access.database.stamp import Stamp
from data_access.question import Filters, Question
from tests.conftest import Databases

# Each AppTest looks for components in all installed packages, which takes longer than to draw a page: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def forget() -> None:
    reader.forget()
    page_load.forget()
    errors.forget()
    for part in (settings.settings, links.serializer, making.slots):
        part.cache_clear()


@pytest.fixture(autouse=True)
def fresh_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process keeps (engine, frames, settings, link secret) starts anew for each test. Each page load looks at
    the database, and not one of them a second.
    """
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(reader, "PULSE_SECONDS", 0.0)
    forget()
    yield
    forget()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[URL | str], None]:
    """Point the dashboard at a database."""

    def point(url: URL | str) -> None:
        monkeypatch.setenv("DATABASE_URL", url if isinstance(url, str) else url.render_as_string(hide_password=False))
        forget()

    return point


@pytest.fixture
def notice_url(databases: Databases, use: Callable[[URL | str], None]) -> URL:
    """The notice without any return, on SQLite, to be read only; the dashboard reads it."""
    url = databases.template("sqlite", "seeded")
    use(url)
    return url


@pytest.fixture
def campaign_url(databases: Databases, use: Callable[[URL | str], None]) -> URL:
    """The sample campaign on SQLite, to be read only; the dashboard reads it."""
    url = databases.template("sqlite", "campaign")
    use(url)
    return url


@pytest.fixture
def view() -> View:
    """A view over no database at all."""
    lines = (Option("M1", "学习", "Study"), Option("M1.1", "中心组学习", "Study session", 1, "M1"))
    offered = Choices(
        campaigns=(Option("HLJ-2020-43", "安全生产月", "Safety Month"),),
        cities=(Option("230100", "哈尔滨市", "Harbin"), Option("230200", "齐齐哈尔市", "Qiqihar")),
        lines=lines,
        deadlines=(Deadline(date(2020, 6, 30), lines[1:], stated=False),),
        groups=("city", "member"),
        first=date(2020, 6, 1),
        last=date(2020, 12, 31),
        zone=ZoneInfo("Asia/Shanghai"),
    )
    question = Question(Filters("HLJ-2020-43", cities=("230100",)), datetime(2020, 7, 3, 16, tzinfo=UTC))
    stamp = Stamp("abc123", datetime(2020, 7, 3, 10, tzinfo=UTC), "sample")
    return View(question, stamp, offered, "zh", "overview", made_at=datetime(2020, 7, 3, 16, tzinfo=UTC))
