"""The auditor's page: the lines of a day, what is wrong with the record, and nothing for anybody else."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dashboard import access
from dashboard.registry import RECORD
from dashboard.server import record_page
from data_access.access.audit.chain import Chain
from data_access.access.audit.line import EVENTS, Event, written
from data_access.access.audit.record import forget, open_chain
from data_access.access.viewer import LOCAL, Viewer
from data_access.i18n import LANGUAGES, t
from tests.dashboard.asgi import Answer, ask
from tests.data_access.access.conftest import configure_audit

APP = Starlette(routes=record_page.ROUTES)
AUDITOR = Viewer("a1", "周", "省审计组", frozenset({"auditor"}), session="s1")
LEADER = Viewer("u1", "王<b>", "市局", frozenset({"city"}), ("230500",))
DAY = date(2026, 11, 30)
Look = Callable[..., Answer]


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    """A record with lines of two days of China in one of UTC, the last of them refused."""
    configure_audit(tmp_path, monkeypatch)
    made = open_chain()
    assert made
    acts: list[tuple[Event, Viewer | None, bool, int]] = [
        ("signin", LEADER, True, 1),
        ("page", LEADER, True, 2),
        ("signin", None, False, 3),
        ("page", LEADER, True, 17),
    ]
    for event, viewer, ok, hour in acts:
        at = datetime(2026, 11, 30, hour, tzinfo=UTC)
        made.append(written(event, viewer, ok, "10.0.0.7", {"page": f"at {hour}"}, at, made.host), at, False)
    yield made
    monkeypatch.undo()
    forget()


@pytest.fixture
def look(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> Look:
    """The answer to the auditor, or to another viewer."""

    def asked(query: str = f"day={DAY}", viewer: Viewer = AUDITOR, lang: str = "zh") -> Answer:
        monkeypatch.setattr(access, "current", lambda: viewer)
        return ask(APP, f"{RECORD}?lang={lang}&{query}")

    return asked


@pytest.mark.parametrize("viewer", [LEADER, LOCAL, access.NOBODY, Viewer("s", "", "", frozenset({"security"}))])
def test_only_the_auditor_reads_it(look: Look, viewer: Viewer) -> None:
    page = look(viewer=viewer)
    assert (page.status, t("zh", "record.closed") in page.text, "10.0.0.7" in page.text) == (403, True, False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_of_china_newest_first(look: Look, lang: str) -> None:
    page = look(lang=lang)
    assert page.status == 200
    assert [f"page: at {hour}" in page.text for hour in (1, 2, 3, 17)] == [True, True, True, False]
    assert page.text.index("page: at 3") < page.text.index("page: at 1")
    assert "王&lt;b&gt; · 市局 · u1" in page.text
    assert t(lang, "record.shown", shown=3, all=3) in page.text
    assert "<script" not in page.text
    assert "page: at 17" in look("day=2026-12-01", lang=lang).text


NARROWED = [
    ("event=signin", {"at 1", "at 3"}),
    ("person=u1", {"at 1", "at 2"}),
    ("failed=on", {"at 3"}),
    ("event=signin&person=u1", {"at 1"}),
    ("event=no'thing<", set()),
    ("person=%3Cb%3E", set()),
]


@pytest.mark.parametrize(("query", "expected"), NARROWED)
def test_narrowed(look: Look, query: str, expected: set[str]) -> None:
    page = look(f"day={DAY}&{query}")
    assert {one for one in ("at 1", "at 2", "at 3") if f"page: {one}<" in page.text} == expected
    assert "<b>" not in page.text


def test_that_it_was_read_is_recorded(look: Look, chain: Chain) -> None:
    look(f"day={DAY}&event=page")
    last = json.loads(chain.files()[-1].read_bytes().splitlines()[-1])
    assert (last["event"], last["who"]["id"], last["who"]["session"]) == ("page", "a1", "s1")
    assert last["facts"]["filters"] == {"day": str(DAY), "event": "page", "person": ""}


def test_verified_on_demand(look: Look, chain: Chain) -> None:
    assert t("zh", "record.whole", lines=5, last=5) in look("verify=1").text
    path = chain.files()[0]
    path.write_bytes(path.read_bytes().replace(b"at 2", b"at 9"))
    page = look("verify=1")
    assert f"{path.name} 第 2 行" in page.text
    assert t("zh", "record.faults", count=1, lines=6) in page.text


def test_page_goes_on_where_nothing_can_be_recorded(look: Look, chain: Chain) -> None:
    (chain.anchor / "latest").unlink()
    chain.anchor.rmdir()
    chain.anchor.write_text("no folder")
    page = look()
    assert (page.status, t("zh", "record.unrecorded") in page.text, "at 1" in page.text) == (200, True, True)


def test_no_audit_is_said(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FOLDER", "KEY_FILE", "ANCHOR"):
        monkeypatch.delenv(f"AUDIT_{name}")
    forget()
    assert t("zh", "record.off") in look().text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_has_a_word(lang: str) -> None:
    assert len({t(lang, f"record.event.{name}") for name in EVENTS}) == len(EVENTS)
