"""Everything of one city, read in one go: its obligations, its county leagues, its activities, what it sent in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.completion import coverage
from dashboard.data import reader, store
from dashboard.data.memory import remembered
from dashboard.overview import page as overview
from dashboard.parts import axis_names, findings, headlines
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.activities.ledger import Activity, list_activities
from data_access.obligations import agenda
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import CountyCounts, added, counts_of
from data_access.obligations.rates import RANKED_BY
from data_access.reach.volunteers import covered
from data_access.returns.submissions import Submission, list_submissions

GROUP = "city"
LEAGUE_ORDER = ("overdue", "not_due", "open", "done_late", "done_off_date", "done_on_time", "waived")


class Part(NamedTuple):
    """A part of the notice and what is owed in it, the overdue first."""

    name: str
    obligations: list[Obligation]


class LeagueState(NamedTuple):
    """The counties whose leagues are in one state."""

    state: str
    counties: list[str]


@dataclass(frozen=True, eq=False)
class City:
    """What the page shows of one city and all its units, whatever the group filter says."""

    name: str
    obligations: list[Obligation]
    parts: list[Part]
    late: list[Obligation]
    leagues: list[CountyCounts]
    """The counties that owe their league's event."""
    covered: bool | None
    """Covered (question 10): all of them and the city's own league have held it; None where it cannot be told."""
    activities: Sequence[Activity]
    submissions: Sequence[Submission]
    finding: Finding
    figures: list[Figure]


def chosen(view: View) -> str:
    """The adcode of the city in the shared filter, '' when that names none or several."""
    return view.filters.cities[0] if len(view.filters.cities) == 1 else ""


def of_city(view: View, adcode: str) -> View:
    """The view with the city `adcode` as its only city and all unit groups."""
    return view.asking(view.question.of_cities(adcode).of_groups())


@remembered
def read(view: View, adcode: str) -> City | None:
    """Everything of the city `adcode`, which `view` is narrowed to; None when it owes nothing in what was asked for."""
    own = next((one for one in store.completion(view) if (one.unit.group, one.unit.adcode) == (GROUP, adcode)), None)
    if own is None:
        return None
    places = store.standings(view, own.unit)
    obligations = store.with_evidence(view, agenda.of_group(store.obligations(view), GROUP))
    return City(
        name=view.city(adcode),
        obligations=obligations,
        parts=parts(view, obligations),
        late=agenda.overdue(obligations),
        leagues=[one for one in store.county_completion(view, adcode) if one.has_obligation],
        covered=covered(coverage.of_leagues(store.obligations(view))).get(adcode),
        activities=reader.read(list_activities, view),
        submissions=reader.read(list_submissions, view),
        finding=findings.unit(view, own, obligations, places.get(RANKED_BY), overview.hazards_late(view, GROUP)),
        figures=headlines.figures(
            view,
            GROUP,
            [own.counts],
            obligations,
            overview.before(view, GROUP),
            places,
        ),
    )


def parts(view: View, obligations: Iterable[Obligation]) -> list[Part]:
    """The obligations by part of the notice, in its order; within a part those overdue first."""
    found: dict[str, list[Obligation]] = {}
    for one in obligations:
        found.setdefault(axis_names.group(view, one.line.code), []).append(one)
    return [Part(name, sorted(owed, key=lambda one: one.state != "overdue")) for name, owed in found.items()]


def part_title(view: View, part: Part) -> str:
    """A part of the notice with how much of it is done: M2 排查整治进行时 5/7."""
    counts = counts_of(part.obligations)
    said = view.t("city.part", name=part.name, done=counts.done, n=counts.active)
    return said + (view.t("city.part.late", n=counts.overdue) if counts.overdue else "")


def league_title(view: View, leagues: Sequence[CountyCounts], covered: bool | None) -> str:
    """How many of the city's county leagues have held their event, and whether all have and its own too (全覆盖)."""
    whole = added([one.counts for one in leagues])
    key = "city.leagues"
    if covered:
        key = "city.leagues.all"
    elif covered is False and whole.done == whole.active:
        key = "city.leagues.own_missing"
    return view.t(key, n=whole.active, done=whole.done)


def league_states(view: View, leagues: Sequence[CountyCounts]) -> list[LeagueState]:
    """The county leagues by state, those that have not held their event first."""
    found = []
    for state in LEAGUE_ORDER:
        here = [view.pick(one.county.short_zh, one.county.name_en) for one in leagues if getattr(one.counts, state)]
        if here:
            found.append(LeagueState(state, here))
    return found
