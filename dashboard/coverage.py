"""Have all counties done it? Per city how many of its county leagues have, and whether its own league has too."""

from dataclasses import dataclass

from dashboard import store
from dashboard.figures.ramp import Scale
from dashboard.figures.ranking_bars import Bar
from dashboard.narrowing import everywhere
from dashboard.view import View
from data_access.completion import Counts, added, per_cell

SCALE = Scale(0.0, 1.0, ".0%")


@dataclass(frozen=True)
class Coverage:
    """The county leagues of a city; `full` (全覆盖): all of them and its own have done what counties owe."""

    city: str
    name: str
    counts: Counts
    own_done: bool

    @property
    def full(self) -> bool:
        """Question 10."""
        return self.counts.done == self.counts.active and self.own_done


def read(view: View) -> list[Coverage]:
    """One per city whose counties owe something, in official order: how many counties a city has is no merit."""
    owed = store.obligations(everywhere(view))
    lines = {one.line.code for one in owed if one.unit.group == "county"}
    cells = per_cell(one for one in owed if one.active and one.line.code in lines)
    counties: dict[str, list[Counts]] = {}
    own_missing = set()
    for cell in cells:
        if cell.unit.group == "county":
            counties.setdefault(cell.unit.city, []).append(cell.counts)
        elif cell.unit.group == "city" and cell.counts.done < cell.counts.active:
            own_missing.add(cell.unit.city)
    names = {city.adcode: view.pick(city.short_zh, city.name_en) for city in store.cities(view)}
    return [
        Coverage(city, names.get(city, city), added(counties[city]), city not in own_missing)
        for city in sorted(counties)
    ]


def bars(view: View, found: list[Coverage]) -> list[Bar]:
    """The coverage as bars; own leagues are told in the text."""
    return [_bar(view, one) for one in found]


def title(view: View, found: list[Coverage]) -> str:
    """How many county leagues and how many whole cities."""
    whole = added([one.counts for one in found])
    full = sum(one.full for one in found)
    return view.t("coverage.title", done=whole.done, active=whole.active, full=full, cities=len(found))


def _bar(view: View, one: Coverage) -> Bar:
    done, active = one.counts.done, one.counts.active
    key = "coverage.full" if one.full else "coverage.own" if one.own_done else "coverage.own.missing"
    text = view.t(key, done=done, n=active)
    return Bar(one.city, one.name, done / active, text, "", None, f"<b>{one.name}</b><br>{text}")
