"""A notice without any return accuses nobody: every page says what to do, and names no unit and no rate."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL, Engine, insert, select
from streamlit.testing.v1 import AppTest

from dashboard import registry
from data_access import i18n
from data_access.database.engine import disposing, write_engine
from data_access.database.schema import activity, campaign, delivery
from data_access.database.snapshot import snapshot
from data_access.returns.received import ROSTER, anything_received
from tests.conftest import Databases
from tests.dashboard.test_shell import SHELL

NOTICE = "HLJ-2020-43"
NOW = datetime(2020, 6, 1, tzinfo=UTC)


def receive(engine: Engine, kind: str, status: str = "loaded") -> None:
    """A receipt of a file of the notice."""
    with engine.begin() as conn:
        notice = conn.scalar(select(campaign.c.id).where(campaign.c.code == NOTICE))
        row = {"campaign_id": notice, "kind": kind, "file_ref": kind, "received_at": NOW, "recorded_at": NOW}
        conn.execute(insert(delivery).values(**row, status=status, fault_count=0))


def is_received(engine: Engine, code: str = NOTICE) -> bool:
    with snapshot(engine) as conn:
        return anything_received(conn, code)


def test_a_return_counts_and_neither_a_roster_nor_a_refused_file_does(seeded: Engine) -> None:
    assert not is_received(seeded)
    receive(seeded, ROSTER)
    receive(seeded, "activities", "refused")
    assert not is_received(seeded)
    receive(seeded, "hazards")
    assert is_received(seeded)
    assert is_received(seeded, "AQY2020")
    assert not is_received(seeded, "another notice")


def test_an_activity_counts_without_any_receipt(seeded: Engine) -> None:
    with seeded.begin() as conn:
        notice = conn.scalar(select(campaign.c.id).where(campaign.c.code == NOTICE))
        row = {"code": "HD1", "campaign_id": notice, "title": "某活动", "status": "planned", "is_featured": False}
        conn.execute(insert(activity).values(**row, recorded_at=NOW, updated_at=NOW))
    assert is_received(seeded)


@pytest.fixture(params=["nothing", "roster"])
def silent_url(request: pytest.FixtureRequest, databases: Databases, use: Callable[[URL | str], None]) -> URL:
    """A database with the notice, and with nothing else or a roster."""
    url = databases.copy("sqlite", "seeded")
    if request.param == "roster":
        with disposing(write_engine(url)) as engine:
            receive(engine, ROSTER)
    use(url)
    return url


@pytest.mark.slow
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", [entry.id for entry in registry.PAGES])
def test_every_page_says_what_to_do_and_accuses_nobody(page: str, lang: str, silent_url: URL) -> None:
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.query_params["lang"], app.query_params["asof"] = lang, "2020-07-04T00:00"
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    assert not app.error
    said = "\n".join(text.value for text in (*app.markdown, *app.info, *app.caption)).replace("\\", "")
    assert f"# {i18n.t(lang, 'received.nothing')}" in said
    assert i18n.t(lang, "received.nothing.why") in said
    assert not app.metric
    assert not app.get("plotly_chart")
    deadlines = app.dataframe[0].value
    assert "2020-07-03" in deadlines["day"].tolist()
    for name in ("哈尔滨", "Harbin", "七台河", "Qitaihe", "%"):
        assert name not in said + deadlines.to_string()
