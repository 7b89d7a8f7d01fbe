"""Who may open what: pages in menu, address and search, an open page, files by link; and who may no more."""

import inspect
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import URL
from starlette.applications import Starlette

from dashboard import access, registry
from dashboard.data import memory, reader
from dashboard.parts import links
from dashboard.search import box
from dashboard.search.offers import things
from dashboard.server import live, routes
from dashboard.settings import settings
from dashboard.view import View
from data_access import i18n
from data_access.access.viewer import LOCAL, Viewer
from data_access.extracts.catalogue import EXTRACTS
from data_access.obligations.at_instant import list_obligations
from data_access.papers.catalogue import PAPERS
from data_access.question import Question
from tests.conftest import Databases
from tests.dashboard.asgi import Answer, ask
from tests.dashboard.marked import drawn
from tests.dashboard.test_shell import opened, said
from tests.dashboard.viewers import (
    HARBIN,
    OF_HARBIN,
    OF_TWO,
    OFFICE,
    PROVINCE,
    SEES_NOTHING,
    SHUANGYASHAN,
    leader_of,
    look,
    next_session,
)

pytestmark = pytest.mark.slow

APP = Starlette(routes=routes.ROUTES)
CLOSED = {"quality": {OF_HARBIN}}
"""Page -> for whom it is closed, of those who see anything."""
EVERYBODY = (PROVINCE, OFFICE, OF_HARBIN)


@pytest.fixture(autouse=True)
def _campaign(campaign_url: URL) -> None:
    """Each test reads the sample campaign."""


def of(viewer: Viewer, view: View) -> View:
    """`view` as it is drawn for this person."""
    return replace(view, question=replace(view.question, scope=access.scope(viewer)))


def fetch(address: str) -> Answer:
    return ask(APP, address)


@pytest.mark.parametrize("viewer", SEES_NOTHING, ids=lambda one: one.name)
def test_who_sees_nothing_gets_a_sentence_in_both_languages(viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    look(viewer, monkeypatch)
    for page in ("overview", "quality", "majors"):
        app = opened(page, "zh", city=SHUANGYASHAN, present="1", item="city:230500")
        assert not app.exception
        assert [one.value for one in app.markdown if one.value.startswith("#")] == [
            f"# {i18n.t(lang, 'closed.all.title')}" for lang in i18n.LANGUAGES
        ]
        record = ["marks_record-zh", "marks_record-en"] if "auditor" in viewer.roles else []
        assert [one.key for one in app.get("bidi_component")] == ["marks_closed", *record]  # the way out, and the audit
        assert "shell.view" not in app.session_state


@pytest.mark.parametrize("viewer", EVERYBODY, ids=lambda one: one.name)
@pytest.mark.parametrize("page", sorted(registry.IDS))
def test_a_page_is_closed_in_address_menu_and_search_alike(
    page: str, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(viewer, monkeypatch)
    app, entry = opened(page, "zh"), registry.of(page)
    closed = viewer in CLOSED.get(page, set())
    assert not app.exception
    assert ("shell.view" not in app.session_state) is closed
    assert ("未对您开放" in said(app)) is closed
    if not closed:
        assert page in {
            urlsplit(str(href)).path.strip("/") or "overview" for href in drawn(app, "views").xpath("//@href")
        }
        found = {thing.code for thing in things(app.session_state["shell.view"]) if thing.kind == "view"}
        assert found & set(CLOSED) == {one for one in CLOSED if viewer not in CLOSED[one]}
    of_header = {urlsplit(str(href)).path.strip("/") for href in drawn(app, "views").xpath("//nav/a/@href")}
    assert not of_header & {one for one in CLOSED if viewer in CLOSED[one]}
    assert entry.open_to(viewer) is not closed


def test_an_open_page_is_drawn_anew_once_somebody_else_looks_or_rights_change(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own look for new data, and any read of a view that was made before, in a fragment or in the page."""

    def interrupt() -> None:
        raise InterruptedError

    monkeypatch.setattr("streamlit.rerun", interrupt)
    stamp = reader.newest()
    assert stamp is not None
    own, watch = replace(of(OF_TWO, view), stamp=stamp), inspect.unwrap(live.watch)
    look(OF_TWO, monkeypatch)
    watch(replace(own, made_at=datetime.now(UTC)), OF_TWO)
    worked_out, typed = memory.remembered(lambda view: view.page), inspect.unwrap(box.draw)
    assert {one.unit.city for one in reader.read(list_obligations, own)} == {HARBIN}
    assert worked_out(own) == "overview"
    for now in (next_session(OF_TWO), replace(OF_TWO, version=2), OF_HARBIN, *SEES_NOTHING, LOCAL):
        look(now, monkeypatch)
        with pytest.raises(InterruptedError):
            watch(own, OF_TWO)
        if access.scope(now) != access.scope(OF_TWO):
            for ask_again in (lambda: reader.read(list_obligations, own), lambda: worked_out(own), lambda: typed(own)):
                with pytest.raises(InterruptedError):
                    ask_again()


def test_the_open_page_of_who_lost_a_city_shows_it_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same session, run again after the grant was taken away."""
    look(OF_TWO, monkeypatch)
    app = opened("city", "zh", city=SHUANGYASHAN)
    assert "双鸭山" in said(app)
    look(replace(OF_HARBIN, version=2), monkeypatch)
    assert "双鸭山" not in said(app.run())
    look(SEES_NOTHING[0], monkeypatch)
    assert i18n.t("zh", "closed.all.title") in said(app.run())


def urls(view: View) -> list[str]:
    """The links of all files and papers that a page of this view could have."""
    files = [links.extract_url(view, name) for name in EXTRACTS]
    papers = [links.paper_url(view, name, HARBIN if name == "city-sheet" else "") for name in PAPERS]
    return [url for url in (*files, *papers) if url]


def forced(view: View, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links as an office that may everything would have them signed, but for this person and scope."""
    with monkeypatch.context() as patch:
        patch.setattr(links, "takes_file", lambda *_: True)
        patch.setattr(links, "takes_paper", lambda *_: True)
        return urls(view)


def test_without_the_right_to_download_no_link_is_drawn_and_none_works(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = replace(OFFICE, may_download=False)
    look(viewer, monkeypatch)
    own = of(viewer, view)
    assert urls(own) == []
    tried = forced(own, monkeypatch)
    assert {fetch(url).status for url in tried} == {403}
    assert i18n.t("zh", "extract.no_right") in fetch(tried[0]).text
    for page in ("overview", "extracts", "papers", "returns", "majors"):
        app = opened(page, "zh", item="figure:overdue:group.city")
        assert not app.exception
        assert not [href for href in drawn(app).xpath("//@href") if "?t=" in str(href)]
        assert "?t=" not in said(app)
        assert not [one for one in app.get("link_button") if "?t=" in one.proto.url]
    assert len(tried) > 100


@pytest.mark.parametrize("viewer", EVERYBODY, ids=lambda one: one.name)
def test_files_and_papers_of_the_office_are_the_offices(
    viewer: Viewer, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(viewer, monkeypatch)
    own = of(viewer, view)
    allowed, tried = set(urls(own)), forced(own, monkeypatch)
    asked = {url.split("?")[0] for url in tried}
    of_office = {one for one in asked if "quality" in one or one.startswith("/extract/bulletin")}
    drafts = {one for one in of_office if "quality" not in one} | {"/paper/bulletin.docx"}
    closed = {OFFICE: set[str](), PROVINCE: drafts, OF_HARBIN: of_office | drafts}[viewer]
    assert asked - {url.split("?")[0] for url in allowed} == closed
    assert len(of_office) == 9
    for url in tried:
        if url.split("?")[0] in closed:
            assert fetch(url).status == 403, url


def test_a_link_works_in_its_own_session_and_with_the_rights_of_the_moment_only(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(OF_HARBIN, monkeypatch)
    link = links.extract_url(of(OF_HARBIN, view), "obligations")
    assert fetch(link).status == 200
    for now, words in (
        (next_session(OF_HARBIN), "extract.of_another"),
        (LOCAL, "extract.of_another"),
        (replace(OF_HARBIN, id="other"), "extract.of_another"),
        (SEES_NOTHING[0], "extract.of_another"),
        (replace(OF_HARBIN, may_download=False), "extract.no_right"),
        (replace(OF_HARBIN, roles=frozenset()), "extract.no_right"),
        (replace(OF_HARBIN, cities=(SHUANGYASHAN,)), "extract.other_scope"),
        (replace(OF_HARBIN, cities=(HARBIN, SHUANGYASHAN)), "extract.other_scope"),
        (replace(OF_HARBIN, roles=frozenset({"office"})), "extract.other_scope"),
    ):
        look(now, monkeypatch)
        refused = fetch(link)
        assert (refused.status, refused.text) == (403, i18n.t("zh", words) + "\n"), now
    look(replace(OF_HARBIN, version=9), monkeypatch)  # a grant of somebody else
    assert fetch(link).status == 200


def test_an_outage_shows_each_person_a_copy_of_his_own_scope(
    monkeypatch: pytest.MonkeyPatch, databases: Databases, use: Callable[[URL | str], None]
) -> None:
    """The last good copy is that of whoever has the same cities; its links are those of who looks now."""
    url = databases.copy("sqlite", "campaign")
    use(url)
    look(OF_HARBIN, monkeypatch)
    opened("overview", "zh", asof="2020-08-15")
    other = replace(OF_HARBIN, id="other", session="9")
    place = Path(str(url.database))
    shutil.move(place, place.with_suffix(".gone"))
    look(other, monkeypatch)
    app = opened("overview", "zh", asof="2020-08-15")
    view = app.session_state["shell.view"]
    assert (view.question.scope, view.away_since is not None) == (access.scope(other), True)
    tokens = {str(href).split("?t=")[1] for href in drawn(app).xpath("//@href") if "/extract/pressing.csv?t=" in href}
    assert {(one.viewer, one.session) for one in (links.read(token, "pressing") for token in tokens)} == {
        ("other", "9")
    }
    look(leader_of(SHUANGYASHAN), monkeypatch)
    assert "shell.view" not in opened("overview", "zh", asof="2020-08-15").session_state


def test_questions_get_their_scope_in_one_place() -> None:
    """The office sees all; what a leader of cities sees of the others is a setting, so part of each key."""
    assert access.scope(LOCAL) == access.scope(OFFICE) == access.scope(PROVINCE)
    assert access.scope(OF_HARBIN).cities == (HARBIN,)
    assert all(access.scope(one).cities == () for one in SEES_NOTHING)
    assert Question.__dataclass_fields__["scope"]


@pytest.mark.parametrize(("peers", "places", "cities"), [("none", 0, 0), ("rank", 1, 0), ("all", 1, 13)])
def test_the_board_tells_of_the_others_what_the_office_has_set(
    peers: str, places: int, cities: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No cell of the ledger of all leads anywhere; who sees all has the board itself."""
    monkeypatch.setenv("DASHBOARD_PEERS", peers)
    settings.cache_clear()
    look(OF_HARBIN, monkeypatch)
    board = drawn(opened("overview", "zh", asof="2020-12-31"), "board")
    assert len(board.xpath("//div[@class='peers']/p")) == places
    assert len(board.xpath("//div[@class='peers']//tbody/tr")) == cities
    assert not board.xpath("//div[@class='peers']//a")
    look(OFFICE, monkeypatch)
    assert not drawn(opened("overview", "zh", asof="2020-12-31"), "board").xpath("//div[@class='peers']")
