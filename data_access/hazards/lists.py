"""Hazards one by one, as screens and files have them, made of the columns of the register."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, hazards_at
from data_access.hazards.ledger import FIRST, LONGEST, Hazard
from data_access.hazards.overdue import longest_overdue
from data_access.hazards.parts import parts_of
from data_access.notice.places import load_city_of
from data_access.question import Question
from data_access.tables.lines import Part


def finished(s: Snapshot, at: HazardsAt) -> Iterator[Hazard]:
    """The hazards one by one, in their order, with their places and industries by name."""
    for part in parts_of(s, at):
        yield from map(Hazard._make, zip(*(part[field].each() for field in Hazard._fields), strict=True))


def _by_place(s: Snapshot, at: HazardsAt) -> HazardsAt:
    city, _ = at.groups(load_city_of(s, at.q))
    return at.where(np.lexsort((at.rows.rank[at.chosen], city)))


def _open_first(at: HazardsAt) -> HazardsAt:
    return at.where(np.lexsort((at.rows.rank[at.chosen], at.instants("due"), ~at.open)))


def stream_hazards(s: Snapshot, q: Question) -> Iterator[Hazard]:
    """Every hazard in F that is chosen, with its state at T (C12, C13), ordered by city and code."""
    return finished(s, _by_place(s, hazards_at(s, q)))


def hazards_in_parts(s: Snapshot, q: Question) -> Iterator[Part]:
    """The rows of stream_hazards as columns."""
    return parts_of(s, _by_place(s, hazards_at(s, q)))


def majors_in_parts(s: Snapshot, q: Question) -> Iterator[Part]:
    """The rows of stream_majors as columns."""
    return parts_of(s, _open_first(hazards_at(s, q).of_grade("major")))


def stream_majors(s: Snapshot, q: Question) -> Iterator[Hazard]:
    """The major ones of list_hazards, the open ones first, the earliest deadline first."""
    return finished(s, _open_first(hazards_at(s, q).of_grade("major")))


def count_hazards(s: Snapshot, q: Question) -> int:
    """How many stream_hazards gives."""
    return len(hazards_at(s, q))


def count_majors(s: Snapshot, q: Question) -> int:
    """How many stream_majors gives."""
    return len(hazards_at(s, q).of_grade("major"))


def list_hazards(s: Snapshot, q: Question) -> tuple[Hazard, ...]:
    """All of stream_hazards."""
    return tuple(stream_hazards(s, q))


def list_first_hazards(s: Snapshot, q: Question, n: int = FIRST) -> tuple[Hazard, ...]:
    """The first n of list_hazards: what a screen shows of a ledger of any size."""
    return tuple(islice(stream_hazards(s, q), n))


def list_majors(s: Snapshot, q: Question) -> tuple[Hazard, ...]:
    """All of stream_majors."""
    return tuple(stream_majors(s, q))


def list_first_majors(s: Snapshot, q: Question, n: int = FIRST) -> tuple[Hazard, ...]:
    """The first n of list_majors."""
    return tuple(islice(stream_majors(s, q), n))


def list_longest_overdue(s: Snapshot, q: Question, n: int = LONGEST) -> tuple[Hazard, ...]:
    """The n hazards that are overdue for the longest time (class E; 超期未整改), the longest first."""
    return tuple(finished(s, longest_overdue(hazards_at(s, q), n)))
