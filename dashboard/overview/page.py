"""What the overview shows, read in one go: the cities (or what was asked for instead), and the other groups apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

import plotly.graph_objects as go

from dashboard.charts import state_bars
from dashboard.charts.state_bars import UnitBar, parts
from dashboard.completion import coverage
from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.hazards import page as hazards
from dashboard.parts import findings, headlines, legend
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.database.days import end_of_day
from data_access.obligations import agenda
from data_access.obligations.agenda import Task
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts, UnitCounts, added
from data_access.obligations.progress import course
from data_access.obligations.rates import Ranked, ranked
from data_access.reach.volunteers import covered
from data_access.wording import rate, rate_text

NOTES = ("overview.note.groups", "overview.note.small", "overview.note.waived", "overview.note.inferred")
GROUPS = ("city", "member", "office", "county")
POINTS = 60
"""A sparkline is about 100 pixels wide: more points than these cannot be seen."""


Counted = TypeVar("Counted", UnitCounts, Ranked)


class League(NamedTuple):
    """The county leagues of a city together; `city` is its adcode."""

    city: str
    counts: Counts
    full: bool | None
    """Covered (question 10): they and the city's own (reach.volunteers.covered); None where it cannot be told."""


@dataclass(frozen=True, eq=False)
class Overview:
    """The rows of the page. `group`: the unit group of the headline, the first of GROUPS that was asked for."""

    group: str
    whole: list[UnitCounts]
    """All units of the group in their order, whichever cities are chosen: bars show all."""
    main: list[Ranked]
    """The chosen ones, ranked among all."""
    others: dict[str, list[Ranked]]
    """The other groups of ranked units, each on its own: departments and places are never added (G9)."""
    courses: Mapping[str, Sequence[float]]
    """Unit code -> the percentage of its obligations that was done by each day, thinned for a sparkline."""
    counties: list[League]
    """What is theirs is not in their city's figures (C9)."""
    late: list[Obligation]
    soon: list[Task]
    due_soon: Figure
    """How many obligations `soon` is about."""
    finding: Finding
    figures: list[Figure]

    @property
    def counts(self) -> list[Counts]:
        """Of the chosen units of the group."""
        return [one.counts for one in self.main]


@remembered
def read(view: View) -> Overview | None:
    """The overview for `view`; None when nothing that was asked for owes anything."""
    owed = store.obligations(view)
    there = {one.unit.group for one in owed}
    if not there:
        return None
    group = next(name for name in GROUPS if name in there)
    everyone = store.completion(view.asking(view.question.everywhere()))
    obligations = agenda.of_group(owed, group)
    seen = of_cities(view, everyone)
    main = of_cities(view, ranked_of(view, everyone, group))
    counts = [one.counts for one in main]
    return Overview(
        group=group,
        whole=store.in_order(view, (one for one in everyone if one.unit.group == group)),
        main=main,
        others={name: ranked_of(view, seen, name) for name in ("member", "office") if name in there - {group}},
        courses=sparklines(view, owed),
        counties=leagues(seen, covered(coverage.of_leagues(owed))),
        late=agenda.overdue(obligations),
        soon=agenda.due_soon(obligations),
        due_soon=headlines.due_soon(view, group, obligations),
        finding=findings.overview(view, counts, obligations, group, hazards_late(view, group)),
        figures=headlines.figures(view, group, counts, obligations, before(view, group)),
    )


def hazards_late(view: View, group: str) -> str:
    """The overdue hazards in words, "" for none: they lie in cities, and lines are not about them."""
    if group != "city" or view.filters.lines:
        return ""
    found = hazards.read(view.asking(view.question.placed()))
    return hazards.overdue(view, found.cities, found.whole) if found else ""


def ranked_of(view: View, units: Iterable[UnitCounts], group: str) -> list[Ranked]:
    """The units of one group in their order, most pressing first, with their ranks (G12)."""
    return store.in_order(view, ranked([one for one in units if one.unit.group == group]))


def of_cities(view: View, units: Iterable[Counted]) -> list[Counted]:
    """The units of the chosen cities out of those of all."""
    return [one for one in units if not view.filters.cities or one.unit.city in view.filters.cities]


def before(view: View, group: str) -> headlines.Before | None:
    """What `view` asks for, counted at the end of the deadline before; None when there was none."""
    day = deadline_before(view)
    if day is None:
        return None
    then = view.asking(view.question.at(end_of_day(day, view.question.zone)))
    return headlines.Before(day, [one.counts for one in store.completion(then) if one.unit.group == group])


def deadline_before(view: View) -> date | None:
    """The last deadline a day or more before T: what was due at T itself has not had time to change since."""
    today = view.local(view.question.as_of + timedelta(seconds=1)).date()
    return max((d.day for d in view.choices.deadlines if d.day + timedelta(days=1) < today), default=None)


def sparklines(view: View, obligations: Iterable[Obligation]) -> dict[str, list[float]]:
    """Unit code -> the percentage of its obligations that was done by the end of each day of the campaign."""
    owed: dict[str, list[Obligation]] = {}
    for one in obligations:
        if one.unit.group != "county":
            owed.setdefault(one.unit.code, []).append(one)
    courses = {code: course(own, view.choices.first, view.question) for code, own in owed.items()}
    return {
        code: thinned([round(100 * done / one.active, 1) for done in one.done]) if one.active else []
        for code, one in courses.items()
    }


def thinned(values: list[float]) -> list[float]:
    """Every so-many-th value, so that at most POINTS stay, the last one among them."""
    step = max(1, -(-len(values) // POINTS))
    return values[::-1][::step][::-1]


@dataclass(frozen=True)
class Pictures:
    """The sum of all obligations and the bars of the units, each with the words for those who cannot see it."""

    total: go.Figure
    total_alt: str
    key: str
    bars: go.Figure
    bars_alt: str


@remembered
def pictures(view: View, found: Overview) -> Pictures:
    """The pictures of the page; nobody may change them."""
    counts, names, units = added(found.counts), legend.state_names(view), found.whole
    states = parts(counts)
    return Pictures(
        state_bars.total_bar(states, names, view.dark),
        view.t("overview.total.alt", states=legend.words(view, states)),
        legend.html(view, states, counts.behind),
        state_bars.unit_bars([_bar(view, one) for one in units], names, view.dark, view.filters.cities),
        bars_alt(view, units),
    )


def _bar(view: View, one: UnitCounts) -> UnitBar:
    n, d = one.counts.on_time, one.counts.due
    note = f"<b>{rate(n, d)}</b> {n}/{d}" if d else rate(n, d)
    return UnitBar(one.unit.adcode, view.short(one.unit), note, parts(one.counts))


def bars_alt(view: View, units: Iterable[UnitCounts]) -> str:
    """The bars in words: unit, overdue, on time."""
    said = [
        view.t(
            "overview.bars.alt.unit",
            n=one.counts.overdue,
            name=view.short(one.unit),
            rate=rate_text(one.counts.on_time, one.counts.due),
        )
        for one in units
    ]
    return view.t("overview.bars.alt", units=view.t("list.clauses").join(said))


def leagues(units: Iterable[UnitCounts], full: Mapping[str, bool]) -> list[League]:
    """The county leagues per city, in the order of the units; `full`: city -> whether it is covered."""
    sums: dict[str, list[Counts]] = {}
    for one in units:
        if one.unit.group == "county":
            sums.setdefault(one.unit.city, []).append(one.counts)
    return [League(city, added(counts), full.get(city)) for city, counts in sums.items()]


def obligations(found: Overview) -> int:
    """How many obligations the chosen units have, the waived ones among them."""
    return sum(counts.active + counts.waived for counts in found.counts)
