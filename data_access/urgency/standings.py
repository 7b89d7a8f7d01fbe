"""The place of a unit among all of its group (G12): the only rows of others that a reader of some cities gets, and only
as far as his scope says (ADR 0047). Nothing else in the house asks a question of a wider scope than it was given.
"""

from dataclasses import replace
from typing import NamedTuple

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Unit
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.counts import UnitCounts, per_unit
from data_access.obligations.rates import RANKED_BY, RATES, Ranked, ranked
from data_access.question import EVERYWHERE, Peers, Question

CITIES = "city"
"""The group of which a reader may see some units only."""


class Standing(NamedTuple):
    """The place of a unit by one rate."""

    unit: Unit
    rate: str
    rank: int | None
    """None: too little was due for a rank."""
    among: int
    """How many of its group have a rank."""
    shared: bool
    """Whether another one has the same."""


def list_ranked(s: Snapshot, q: Question, rate: str = RANKED_BY) -> list[Ranked]:
    """The units that may be seen, group by group in official order, each ranked within its whole group by `rate`;
    without a rank where the reader is told nothing of the others.
    """
    own, every = _seen(s, q), _among(s, q)
    places = {one.unit.code: one for one in _by_group(every, rate)}
    return [places.get(one.unit.code) or one._replace(rank=None, among=0) for one in _by_group(own, rate)]


def list_standings(s: Snapshot, q: Question) -> tuple[Standing, ...]:
    """The place of each unit that may be seen by each rate; () where the reader is told nothing of the others."""
    own, every = {one.unit.code for one in _seen(s, q)}, _among(s, q)
    found = []
    for rate in RATES if every else ():
        among = _by_group(every, rate)
        ranks = [(one.unit.group, one.rank) for one in among]
        found += [
            Standing(one.unit, rate, one.rank, one.among, ranks.count((one.unit.group, one.rank)) > 1)
            for one in among
            if one.unit.code in own
        ]
    return tuple(found)


def list_peers(s: Snapshot, q: Question) -> tuple[Ranked, ...]:
    """All cities with their counts and ranks, the best first, for a reader of some who is told all; else ()."""
    if not told(q, "all"):
        return ()
    cities = [one for one in _by_group(_among(s, q), RANKED_BY) if one.unit.group == CITIES]
    return tuple(sorted(cities, key=lambda one: (one.rank is None, one.rank or 0)))


def told(q: Question, *what: Peers) -> bool:
    """Whether a reader of some cities only is told this of the others."""
    return q.scope.cities is not None and q.scope.peers in what


def _seen(s: Snapshot, q: Question) -> list[UnitCounts]:
    return per_unit(list_obligations(s, q.everywhere()))


def _among(s: Snapshot, q: Question) -> list[UnitCounts]:
    """All units of all groups, for a reader who sees them; all cities for one who is told their ranks; else none."""
    if q.scope.cities is None:
        return _seen(s, q)
    if not told(q, "rank", "all"):
        return []
    return [one for one in _seen(s, replace(q, scope=EVERYWHERE)) if one.unit.group == CITIES]


def _by_group(units: list[UnitCounts], rate: str) -> list[Ranked]:
    groups = [ranked([one for one in units if one.unit.group == group], rate) for group in UNIT_GROUPS]
    return [one for group in groups for one in group]
