"""Data that is older than what was shown before is said to be older, until it has caught up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL, update

from dashboard.data import high_water
from data_access import i18n
from data_access.database.engine import disposing, write_engine
from data_access.database.schema import load_log
from data_access.database.stamp import Stamp
from tests.conftest import Databases
from tests.dashboard.test_shell import opened

JULY = datetime(2020, 7, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("shown", "above"),
    [
        ([("real", JULY), ("real", JULY)], None),
        ([("real", JULY), ("real", JULY + DAY)], None),
        ([("real", JULY), ("real", JULY - DAY)], JULY),
        ([("real", JULY), ("real", JULY - DAY), ("real", JULY)], None),
        ([("real", JULY), ("empty", None)], JULY),
        ([("real", JULY), ("sample", JULY - DAY)], JULY),
        ([("sample", JULY), ("sample", JULY - DAY)], JULY),
        ([("sample", JULY), ("empty", None)], JULY),
        ([("sample", JULY), ("real", JULY - DAY)], None),  # the first real return replaces what was invented
        ([("sample", JULY), ("real", JULY - DAY), ("real", JULY - 2 * DAY)], JULY - DAY),
        ([("empty", None), ("real", JULY)], None),
    ],
)
def test_the_mark_is_the_newest_that_was_shown(
    shown: list[tuple[str, datetime | None]], above: datetime | None
) -> None:
    mark = high_water.HighWater()
    found = [mark.above("HLJ-2020-43", Stamp("v", until, label)) for label, until in shown]  # type: ignore[arg-type]
    assert found[-1] == above
    assert mark.above("HLJ-2021-43", Stamp("v", JULY - 9 * DAY, "real")) is None


@pytest.mark.slow
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_page_warns_until_the_data_has_caught_up(
    lang: str, databases: Databases, use: Callable[[URL | str], None]
) -> None:
    url = databases.copy("sqlite", "campaign")
    use(url)
    said = i18n.t(lang, "shell.older", until="@", before="@").split("@")[0]
    app = opened("overview", lang)
    newest = app.session_state["shell.view"].stamp.data_until
    assert not app.warning
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        log = load_log.c
        connection.execute(update(load_log).where(log.data_until.is_not(None)).values(data_until=newest - 2 * DAY))
    for page in ("completion", "hazards", "overview"):
        (warning,) = opened(page, lang).warning
        assert warning.value.replace("\\", "").startswith(said)
        assert app.session_state["shell.view"].iso(newest) in warning.value.replace("\\", "")
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        connection.execute(update(load_log).where(load_log.c.data_until.is_not(None)).values(data_until=newest))
    assert not opened("overview", lang).warning
