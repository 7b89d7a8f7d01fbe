"""Have all counties done it? Per city how many of its county leagues have, and whether its own league has too."""

from collections.abc import Iterable
from dataclasses import dataclass

from htpy import Element

from dashboard.charts.ramp import Scale, tone
from dashboard.data import store
from dashboard.view import View
from data_access.drawing.ranking import Bar, ranking
from data_access.notice.places import list_cities
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts, added, per_cell
from data_access.reach.volunteers import covered

SCALE = Scale(0.0, 1.0, ".0%")


@dataclass(frozen=True)
class Coverage:
    """The county leagues of a city, and whether its own league has done what counties owe."""

    city: str
    name: str
    counts: Counts
    own_done: bool
    full: bool | None
    """Covered (question 10), as data_access.reach.volunteers.covered defines it; None where it cannot be told."""


def read(view: View) -> list[Coverage]:
    """One per city whose counties owe something, in official order: how many counties a city has is no merit."""
    owed = of_leagues(store.obligations(view.asking(view.question.everywhere())))
    counties: dict[str, list[Counts]] = {}
    own_missing = set()
    for cell in per_cell(one for one in owed if one.active):
        if cell.unit.group == "county":
            counties.setdefault(cell.unit.city, []).append(cell.counts)
        elif cell.counts.done < cell.counts.active:
            own_missing.add(cell.unit.city)
    names = {city.adcode: view.pick(city.short_zh, city.name_en) for city in store.of_notice(view, list_cities)}
    full = covered(owed)
    return [
        Coverage(city, names.get(city, city), added(counties[city]), city not in own_missing, full.get(city))
        for city in sorted(counties)
    ]


def of_leagues(owed: Iterable[Obligation]) -> list[Obligation]:
    """What county leagues owe, theirs and their cities' own."""
    every = [one for one in owed if one.unit.group in ("city", "county")]
    lines = {one.line.code for one in every if one.unit.group == "county"}
    return [one for one in every if one.line.code in lines]


def drawn(view: View, found: list[Coverage]) -> Element:
    """The coverage as bars; own leagues are told in the text."""
    return ranking(title(view, found), bars(view, found))


def bars(view: View, found: list[Coverage]) -> list[Bar]:
    """A bar a city."""
    return [_bar(view, one) for one in found]


def title(view: View, found: list[Coverage]) -> str:
    """How many county leagues and how many whole cities."""
    whole = added([one.counts for one in found])
    if all(one.full is None for one in found):
        return view.t("coverage.title.counties", done=whole.done, active=whole.active)
    full = sum(one.full is True for one in found)
    return view.t("coverage.title", done=whole.done, active=whole.active, full=full, cities=len(found))


def _bar(view: View, one: Coverage) -> Bar:
    done, active = one.counts.done, one.counts.active
    key = "coverage.full" if one.full else "coverage.own" if one.own_done else "coverage.own.missing"
    text = view.t(key, done=done, n=active)
    chosen = one.city in view.filters.cities
    return Bar(
        one.city, one.name, done / active, text, f"{one.name}\n{text}", tone(done / active, SCALE), chosen=chosen
    )
