"""Every way out of the house, tried by persons of each role over rows that say whose they are: what comes out is own.

A process is warm: somebody of the office has drawn every page before, so that its memories hold the rows of all cities.
"""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from sqlalchemy import URL
from starlette.applications import Starlette

from dashboard import access, registry
from dashboard.data import kept, memory, reader
from dashboard.filters import sentence
from dashboard.parts import links
from dashboard.search.offers import offers, things
from dashboard.server import routes
from dashboard.view import View
from data_access.access.viewer import Viewer
from data_access.activities.ledger import list_activities
from data_access.cases.finding import find
from data_access.cases.items import item
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.hazards.lists import list_hazards
from data_access.obligations.at_instant import list_obligations
from data_access.papers.catalogue import PAPERS
from tests.conftest import Databases
from tests.dashboard.asgi import Answer, ask
from tests.dashboard.attacks.canaries import Planted, plant
from tests.dashboard.conftest import forget
from tests.dashboard.test_scope import leaves, shown
from tests.dashboard.test_shell import opened
from tests.dashboard.viewers import HARBIN, HEGANG, OF_HARBIN, OF_TWO, OFFICE, SEES_NOTHING, leader_of, look
from tests.tally import Tally

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]

APP = Starlette(routes=routes.ROUTES)
PAGES: Final = [entry.id for entry in registry.PAGES]
ASOF: Final = "2020-12-31"
OTHER: Final = HEGANG
"""The city that nobody here may see but the office."""
LEADERS: Final = (OF_HARBIN, OF_TWO)
FOREIGN: Final = {
    "campaign": "HLJ-2020-43",
    "city": OTHER,
    "county": "230422",
    "item": f"city:{OTHER}",
    "unit": OTHER,
    "paper": "annex3",
    "extract": "majors",
    "published": "1",
    "shown": "all",
    "first": "all",
}
"""An address that asks for what is not its reader's."""


@dataclass
class House:
    """A warm process over a marked campaign."""

    planted: Planted
    monkeypatch: pytest.MonkeyPatch
    view: View | None = None
    """Of the page that was drawn last; None where it had none."""

    def drawn(self, viewer: Viewer, page: str, **asked: str) -> str:
        """All that a page sends to this person; every parameter that the address gets beside the instant is `asked`."""
        look(viewer, self.monkeypatch)
        app = opened(page, "zh", asof=ASOF, **asked)
        assert not app.exception, page
        try:
            self.view = app.session_state["shell.view"]
        except KeyError:
            self.view = None
        return "\n".join(shown(node.proto) for node in leaves(app._tree))

    def leaks(self, viewer: Viewer, text: str) -> set[str]:
        """The marks in `text` that are not this person's to see."""
        return self.planted.foreign(text, viewer.cities or ())

    def of(self, viewer: Viewer) -> View:
        """The view of the overview for this person."""
        self.drawn(viewer, "overview")
        assert self.view is not None
        return self.view


@pytest.fixture(scope="module")
def planted(databases: Databases) -> Iterator[Planted]:
    url = databases.copy("sqlite", "campaign")
    yield plant(url)
    databases.drop(url)


@pytest.fixture
def house(planted: Planted, use: Callable[[URL | str], None], monkeypatch: pytest.MonkeyPatch) -> House:
    use(planted.url)
    return House(planted, monkeypatch)


def test_every_page_by_name_and_by_address(house: House, tally: Tally) -> None:
    """Warm: the office draws each page first; and its own answer shows that the marks would be found."""
    memory.worked_out.clear()
    for page in PAGES:
        seen = house.drawn(OFFICE, page)
        assert house.leaks(OF_HARBIN, seen) or page in ("extracts", "annex3"), page
        for viewer in LEADERS:
            for way, asked in (("name", {}), ("address", FOREIGN)):
                text = house.drawn(viewer, page, **asked)
                tally.add(f"{viewer.name} {page} by {way}", not house.leaks(viewer, text))
    for viewer in SEES_NOTHING:
        for page in ("overview", "majors"):
            text = house.drawn(viewer, page, **FOREIGN)
            tally.add(f"{viewer.name} {page}", not house.leaks(viewer, text) and house.view is None)


def test_the_wall_and_its_print(house: House, tally: Tally) -> None:
    for viewer in (OFFICE, *LEADERS, SEES_NOTHING[0]):
        for more in ({}, {"print": "1"}, {"city": OTHER}):
            text = house.drawn(viewer, "overview", present="1", **more)
            if viewer is OFFICE:
                assert house.leaks(OF_HARBIN, text)
            else:
                tally.add(f"{viewer.name} wall {more}", not house.leaks(viewer, text))


def test_the_slider_through_all_deadlines(house: House, tally: Tally) -> None:
    for stop in house.of(OFFICE).choices.deadlines:
        look(OF_HARBIN, house.monkeypatch)
        app = opened("overview", "zh", asof=f"{stop.day}", play="1")
        text = "\n".join(shown(node.proto) for node in leaves(app._tree))
        tally.add(f"{stop.day}", not house.leaks(OF_HARBIN, text))


class Rows(NamedTuple):
    """What is asked of whom."""

    own: list[str]
    others: list[str]


def items(view: View, cities: tuple[str, ...]) -> Rows:
    """The drawers of the rows of these cities, and of those of others; read as the office reads them."""
    whole = view.question
    named: list[tuple[str, bool]] = []
    with reader.page_load(at_once=True) as opening:
        assert not isinstance(opening, str)
        s = opening.snapshot
        named += [
            (item("hazard", one.code), f"ROW{c}" in one.code) for one in list_hazards(s, whole)[::9] for c in cities
        ]
        for held in list_activities(s, whole)[::25]:
            named.append((item("activity", held.code), any(city in held.code for city in cities)))
        for owed in list_obligations(s, whole)[::25]:
            named.append((item("task", owed.unit.code, owed.line.code, owed.period), owed.unit.city in cities))
    own = [one for one, is_own in named if is_own]
    for city in {OTHER, *cities}:
        for kind in (f"city:{city}", f"unit:{city}", f"day:2020-06-16:{city}", f"week:2020-06-15:{city}"):
            named.append((kind, city in cities))
        named += [(f"figure:{key}:city.{city}", city in cities) for key in DEFINITIONS]
    own = [one for one, is_own in named if is_own] + [f"figure:{key}" for key in DEFINITIONS] + ["day:2020-06-16"]
    return Rows(own, list(dict.fromkeys(one for one, _ in named if one not in own)))


def test_every_drawer(house: House, tally: Tally) -> None:
    """Of what is another's nothing is told, not even that it is there; in what is own no other one is named."""
    office, view = house.of(OFFICE), house.of(OF_HARBIN)
    look(OFFICE, house.monkeypatch)
    rows = items(office, (HARBIN,))
    assert min(map(len, rows)) > 60
    look(OF_HARBIN, house.monkeypatch)
    for asked in rows.others:
        tally.add(f"other {asked}", reader.read(find, view, asked, "zh") is None)
    for asked in rows.own:
        case = reader.read(find, view, asked, "zh")
        tally.add(f"own {asked}", not house.leaks(OF_HARBIN, str(case)))


def test_search_box_and_lists(house: House, tally: Tally) -> None:
    office, view = house.of(OFFICE), house.of(OF_HARBIN)
    look(OF_HARBIN, house.monkeypatch)
    for one in (*office.choices.cities, *office.choices.counties):
        is_own = HARBIN in (one.code, one.parent)
        for word in (one.code, one.zh, one.en.split("NAM")[0].strip()):
            found = str(offers(view, word))
            tally.add(f"search {word}", is_own or (one.code not in found and not house.leaks(OF_HARBIN, found)))
    tally.add("things", not house.leaks(OF_HARBIN, str(things(view))))
    tally.add("options", not house.leaks(OF_HARBIN, str(view.choices)))
    for page in PAGES:
        line = str(sentence.line(replace(view, page=page), registry.of(page)))
        tally.add(f"lists of {page}", not house.leaks(OF_HARBIN, line) and OTHER not in line)


def fetch(address: str) -> Answer:
    return ask(APP, address)


def content(body: bytes) -> str:
    """What a file says; the parts of a workbook or a Word file."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_every_file_by_link(house: House, tally: Tally) -> None:
    """By one's own link; by that of somebody of the office; by a link of one's own name for what is not one's own."""
    view, office = house.of(OF_HARBIN), house.of(OFFICE)
    for name in EXTRACTS:
        look(OFFICE, house.monkeypatch)
        theirs = links.extract_url(office, name)
        assert theirs
        look(OF_HARBIN, house.monkeypatch)
        tally.add(f"link of the office {name}", fetch(theirs).status == 403)
        wider = links.Order(name, office.question, "zh", viewer=OF_HARBIN.id, session=OF_HARBIN.session)
        tally.add(f"order of all {name}", fetch(f"/extract/{name}.csv?t={links.sign(wider)}").status == 403)
        if own := links.extract_url(view, name, "xlsx" if name == "activities" else "csv"):
            answer = fetch(own)
            tally.add(f"file {name}", answer.status == 200 and not house.leaks(OF_HARBIN, content(answer.body)))
            tally.add(
                f"manifest {name}",
                not house.leaks(OF_HARBIN, fetch(links.extract_url(view, name, "manifest.json")).text),
            )
    files = fetch(office_link(house, office, "majors"))
    assert house.leaks(OF_HARBIN, content(files.body))


def office_link(house: House, view: View, name: str) -> str:
    look(OFFICE, house.monkeypatch)
    return links.extract_url(view, name)


def test_every_paper_by_link(house: House, tally: Tally) -> None:
    view = house.of(OF_HARBIN)
    for kind in PAPERS.values():
        for of in ("", HARBIN, OTHER, "city", "D-XF", "1"):
            for ext in kind.forms:
                order = links.Order(
                    f"{links.PAPER}{kind.name}",
                    kind.question_of(view.question),
                    "zh",
                    viewer=OF_HARBIN.id,
                    session=OF_HARBIN.session,
                    of=of,
                )
                answer = fetch(f"/paper/{kind.name}.{ext}?t={links.sign(order)}")
                is_own = (kind.name, of) in {("brief", ""), ("city-sheet", HARBIN), ("annex3", HARBIN)}
                held = not house.leaks(OF_HARBIN, content(answer.body)) and (answer.status == 200) is is_own
                tally.add(f"paper {kind.name} of {of!r} as {ext}: {answer.status}", held)


def test_what_is_kept_for_an_outage_and_in_memory(house: House, tally: Tally, databases: Databases) -> None:
    """The process holds the rows of all cities; without its database it gives each reader what his own scope drew."""
    url = databases.like(house.planted.url)
    house.monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    forget()
    pages = ("overview", "completion", "timeline", "majors", "city", "returns", "tour", "annex3", "changes")
    for page in pages:
        house.drawn(OFFICE, page)
        house.drawn(OF_HARBIN, page)
    held = "".join(map(str, (vars(kept.facts()), vars(kept.answers()))))
    assert house.leaks(OF_HARBIN, held)
    view = house.view
    assert view is not None
    for load in (list_obligations, list_hazards, list_activities):
        rows = str(reader.read(load, view))
        tally.add(f"facts by {load.__name__}", "230100" in rows and not house.leaks(OF_HARBIN, rows))
    file = Path(str(url.database))
    shutil.move(file, file.with_suffix(".gone"))
    never = leader_of("230500")
    for page in pages:
        tally.add(
            f"copy of {page}", not house.leaks(OF_HARBIN, house.drawn(OF_HARBIN, page)) and house.view is not None
        )
        tally.add(f"no copy of {page}", not house.leaks(never, house.drawn(never, page)) and house.view is None)


def test_scopes_of_persons(tally: Tally) -> None:
    """What everything above rests on: the scope of each role."""
    for viewer in SEES_NOTHING:
        tally.add(viewer.name, access.scope(viewer).cities == ())
    for viewer in LEADERS:
        tally.add(viewer.name, access.scope(viewer).cities == viewer.cities)
