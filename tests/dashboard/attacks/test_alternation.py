"""Two cities and the office in turn on warm memories, hundreds of times, by several threads and in two processes."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextvars import ContextVar
from datetime import UTC, datetime
from types import ModuleType
from typing import Final

import pytest
from sqlalchemy import URL

from dashboard import access, page_load
from dashboard.annex3 import page as annex3
from dashboard.city import page as city
from dashboard.comparison import page as comparison
from dashboard.completion import page as completion
from dashboard.hazards import majors, page as hazards
from dashboard.overview import page as overview
from dashboard.reach import page as reach
from dashboard.returns import page as returns
from dashboard.tips import page as tips
from dashboard.tour import page as tour
from dashboard.view import View
from data_access.access.viewer import Viewer
from data_access.question import Filters
from tests.conftest import Databases
from tests.dashboard.attacks.canaries import Planted, plant
from tests.dashboard.viewers import HARBIN, OF_HARBIN, OF_SHUANGYASHAN, OFFICE, SHUANGYASHAN
from tests.tally import Tally

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]

TIMES: Final = 500
PAGES: Final = {
    "overview": overview.read,
    "completion": lambda view: completion.read(view, "city", "completion"),
    "hazards": hazards.read,
    "majors": majors.read,
    "tips": tips.read,
    "returns": returns.read,
    "reach": reach.read,
    "tour": tour.read,
    "annex3": annex3.read,
    "changes": comparison.read,
    "city": lambda view: [city.read(city.of_city(view, code), code) for code in (HARBIN, SHUANGYASHAN)],
}
ORDER: Final = (OFFICE, OF_HARBIN, OF_SHUANGYASHAN, OF_HARBIN, OF_SHUANGYASHAN)
NOW: Final = datetime(2020, 8, 15, 4, tzinfo=UTC)
who: ContextVar[Viewer] = ContextVar("who")


def given(viewer: Viewer, page: str) -> tuple[View, str]:
    """What a page is made of for this person."""
    who.set(viewer)
    with page_load.entered(access.scope(access.current()), "zh", Filters("HLJ-2020-43", as_of=NOW), NOW) as entered:
        view = entered.load(page).view
        assert view is not None
        return view, str((PAGES[page](view), view.choices))


def alternate(planted: Planted, times: int) -> list[str]:
    """What leaked in so many turns, one page after the other, each for the next person."""
    leaked, pages = [], list(PAGES)
    for n in range(times):
        viewer, page = ORDER[n % len(ORDER)], pages[n // len(ORDER) % len(pages)]
        view, text = given(viewer, page)
        if viewer is OFFICE:
            assert planted.foreign(text, (HARBIN,)), page
        elif view.question.scope.cities != viewer.cities or planted.foreign(text, viewer.cities or ()):
            leaked.append(f"{n}: {viewer.name} {page}")
    return leaked


def in_a_process(planted: Planted, times: int) -> list[str]:
    """The same in a process of its own."""
    os.environ["DATABASE_URL"] = planted.url.render_as_string(hide_password=False)
    access.current = who.get
    return alternate(planted, times)


def test_two_cities_in_turn(databases: Databases, monkeypatch: pytest.MonkeyPatch, tally: Tally) -> None:
    """Half of them by four threads at once in this process, which is one for all; half in two processes."""
    url: URL = databases.copy("sqlite", "campaign")
    planted = plant(url)
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    monkeypatch.setattr(access, "current", who.get)
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))  # an AppTest leaves its page there
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as processes:
        apart = [processes.submit(in_a_process, planted, TIMES // 2) for _ in range(2)]
        with ThreadPoolExecutor(4) as threads:
            leaked = [one for found in threads.map(alternate, [planted] * 4, [TIMES // 4] * 4) for one in found]
        for one in apart:
            leaked += one.result()
    for n in range(2 * TIMES):
        tally.add("; ".join(leaked[:5]), n >= len(leaked))
    databases.drop(url)
