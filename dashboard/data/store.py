"""What several pages read of a view, and what they work out of it.

All of it is remembered (reader.read), and what is read alike for many views once for all of them. NoAnswerError when
the database fails and nothing is remembered.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from dashboard.data.reader import read
from dashboard.view import View
from data_access.activities.held import list_held
from data_access.database.snapshot import Snapshot
from data_access.notice.campaigns import Campaign, list_campaigns
from data_access.notice.places import County, list_counties
from data_access.notice.units import Unit
from data_access.obligations.at_instant import Obligation, at, list_obligations
from data_access.obligations.choice import narrowed
from data_access.obligations.counts import CountyCounts, UnitCounts, per_county, per_unit
from data_access.obligations.evidence import load_evidence
from data_access.obligations.history import History, list_histories
from data_access.obligations.rates import Ranked
from data_access.obligations.states import decided_by
from data_access.question import Question
from data_access.urgency import order
from data_access.urgency.standings import Standing, list_peers, list_standings, told

Rows = TypeVar("Rows")


class OfUnit(Protocol):
    """A row about a unit."""

    @property
    def unit(self) -> Unit:
        """Whose it is."""


Row = TypeVar("Row", bound=OfUnit)


def of_notice(view: View, load: Callable[..., Rows], *arguments: str) -> Rows:
    """The rows of `load` that follow from the notice alone, whatever is filtered and at whichever instant."""
    return read(load, view.asking(view.question.unfiltered().timeless()), *arguments)


def hazards(view: View, load: Callable[..., Rows]) -> Rows:
    """The rows of `load` about hazards, tips or exposures, which unit groups and lines do not narrow."""
    return read(load, view.asking(view.question.placed()))


def obligations(view: View) -> list[Obligation]:
    """The obligations of the view's question at T, in order."""
    owed = read(list_obligations, view.asking(view.question.unfiltered()))
    return narrowed(owed, view.filters, view.lines)


def stood(view: View, as_of: datetime) -> list[Obligation]:
    """The chosen obligations as they stood at another instant, without their pace: a fraction of `obligations` where
    few are chosen.
    """
    by = decided_by(view.question.at(as_of))
    known = view.question.unfiltered().timeless().known(view.question.known_at)
    chosen = narrowed(read(list_histories, view.asking(known)), view.filters, view.lines)
    return [at(history, as_of, by) for history in chosen]


def histories(view: View) -> list[History]:
    """The chosen obligations with their history: the same at every T."""
    return narrowed(of_notice(view, list_histories), view.filters, view.lines)


def with_evidence(view: View, owed: Iterable[Obligation]) -> list[Obligation]:
    """Obligations of the view, each with how many activities held or versions handed in there are for it."""
    number_of = dict(read(_evidence, view))
    return [one._replace(evidence=number_of[one.key]) for one in owed]


def completion(view: View) -> list[UnitCounts]:
    """The obligations of the view counted per unit."""
    return per_unit(obligations(view))


def urgency(view: View) -> tuple[order.Urgency, ...]:
    """What is late in each unit, most pressing first, whichever cities are chosen: the order of every list."""
    return read(order.list_urgency, view.asking(view.question.everywhere().of_groups().without_hazards()))


def standings(view: View, unit: Unit) -> dict[str, Standing]:
    """Rate -> the place of a unit in its group by it; {} where who looks is told nothing of the others."""
    found = read(list_standings, view.asking(view.question.everywhere()))
    return {one.rate: one for one in found if one.unit == unit}


def own_standings(view: View) -> dict[Unit, list[Standing]]:
    """Each of the chosen cities with its place by each rate, for a reader of some cities who is told it; {} for any
    other.
    """
    q, found = view.question, dict[Unit, list[Standing]]()
    if told(q, "rank", "all"):
        for one in read(list_standings, view.asking(q.everywhere())):
            if one.unit.city in q.filters.cities:
                found.setdefault(one.unit, []).append(one)
    return found


def peers(view: View) -> tuple[Ranked, ...]:
    """All cities, the best first, for a reader of some who is told the ledger of all; () for any other."""
    return read(list_peers, view.asking(view.question.everywhere()))


def in_order(view: View, rows: Iterable[Row]) -> list[Row]:
    """Rows about units, most pressing first."""
    return order.in_order(rows, urgency(view), lambda row: row.unit.code)


def county_completion(view: View, city_adcode: str) -> list[CountyCounts]:
    """Those of the counties of a city counted per county; filters of cities and groups are set aside."""
    owed = obligations(view.asking(view.question.of_cities(city_adcode).of_groups("county")))
    return per_county(of_notice(view, _counties, city_adcode), owed)


def held(view: View) -> dict[str, int]:
    """Code of a place -> how many activities were held there."""
    return {one.place.code: one.held for one in read(list_held, view)}


def campaigns(view: View) -> tuple[Campaign, ...]:
    """The campaigns of all notices."""
    return of_notice(view, _campaigns)


def _evidence(s: Snapshot, question: Question) -> tuple[tuple[int, int], ...]:
    return tuple(load_evidence(s, question).items())


def _campaigns(s: Snapshot, question: Question) -> tuple[Campaign, ...]:
    del question
    return list_campaigns(s)


def _counties(s: Snapshot, question: Question, city_adcode: str) -> tuple[County, ...]:
    del question
    return list_counties(s, city_adcode)
