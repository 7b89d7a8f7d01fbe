"""Hazards at T: state, grade, deadline in force, round, and one class each (C12, C13; domain.md §4.2, §4.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.columns.codes import CodeNumbers, wanted
from data_access.columns.instants import NEVER, Instants, Mask, Numbers, days_of, microseconds_of
from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema.hazard import CLASSES, GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.register import OUTSIDE, STATES, Known, Register, Standing, load_register
from data_access.hazards.register.rows import SOURCES, Rows
from data_access.notice.industries import load_industries
from data_access.notice.places import list_territory
from data_access.question import Question

MATURED: Final = CLASSES[:5]
CLOSED: Final = ("A", "C", "A0")


@dataclass(frozen=True, eq=False)
class HazardsAt:
    """The chosen hazards in F at T (C13) as columns of equal length, in the order of the register."""

    q: Question
    register: Register
    known: Known
    standing: Standing
    chosen: NDArray[np.int64]
    """Their rows in the register."""

    def __len__(self) -> int:
        return len(self.chosen)

    @property
    def rows(self) -> Rows:
        """All hazards on record."""
        return self.register.rows

    def where(self, mask: Mask | NDArray[np.int64] | slice) -> "HazardsAt":
        """Those of the mask, or those with these places, in their order."""
        return HazardsAt(self.q, self.register, self.known, self.standing, self.chosen[mask])

    def at_rows(self, rows: NDArray[np.int32]) -> "HazardsAt":
        """The hazards in these rows of the register, chosen or not, at the same instant."""
        return HazardsAt(self.q, self.register, self.known, self.standing, rows.astype(np.int64))

    def of_classes(self, *classes: str) -> "HazardsAt":
        """Those of these classes."""
        return self.where(np.isin(self.class_, [CLASSES.index(one) for one in classes]))

    def of_grade(self, grade: str) -> "HazardsAt":
        """Those of this grade at T."""
        return self.where(self.grade == GRADES.index(grade))

    @cached_property
    def class_(self) -> NDArray[np.uint8]:
        """Place in CLASSES."""
        return self.standing.class_[self.chosen]

    @cached_property
    def grade(self) -> NDArray[np.int8]:
        """Place in GRADES."""
        return self.standing.grade[self.chosen]

    @cached_property
    def open(self) -> Mask:
        """Not closed."""
        mask: Mask = self.state != STATES.index("closed")
        return mask

    @cached_property
    def pending(self) -> Mask:
        """Rectified and not closed, accepted or not."""
        mask: Mask = self.state == STATES.index("rectified")
        return mask

    @cached_property
    def state(self) -> NDArray[np.int8]:
        """Place in STATES."""
        return self.standing.state[self.chosen]

    @cached_property
    def adcode(self) -> CodeNumbers:
        """Number in rows.adcodes of the place where it lies."""
        return self.rows.adcode[self.chosen]

    @cached_property
    def span(self) -> NDArray[np.int32]:
        """Place of the span of facts that holds."""
        return self.standing.span[self.chosen]

    @cached_property
    def as_of(self) -> int:
        """T in microseconds."""
        return microseconds_of(self.q.as_of)

    def instants(self, of: str) -> Instants:
        """When by T it was `confirmed`, `ordered`, `rectified`, `accepted`, `closed`; NEVER for not. What was closed
        without a completion date counts as rectified on the day it was closed. `due`: the deadline in force, NEVER for
        none.
        """
        spans = self.known.spans
        if of == "due":
            return np.where(spans.due_set[self.span] <= self.as_of, spans.due[self.span], NEVER)
        column: Instants = getattr(spans, of)[self.span]
        found = np.where(column <= self.as_of, column, NEVER)
        return np.where(found == NEVER, self.instants("closed"), found) if of == "rectified" else found

    def days(self, of: str) -> NDArray[np.int32]:
        """The local days of `instants`, NO_DAY for NEVER."""
        return days_of(self.instants(of), self.q)

    def numbers(self, of: str) -> Numbers:
        """`rounds_ended` (0 in round 1), `reopened`, `extensions`: how many by T."""
        column: Numbers = getattr(self.known.spans, of)[self.span]
        return column

    def groups(self, of: Mapping[str, str]) -> tuple[CodeNumbers, tuple[str, ...]]:
        """What `of` makes of the place of each, adcode -> code: a number each, and the codes of the numbers."""
        numbers, codes = numbered(self.rows, of)
        return numbers[self.chosen], codes


def numbered(rows: Rows, of: Mapping[str, str]) -> tuple[CodeNumbers, tuple[str, ...]]:
    """For each row of the register a number for what `of` makes of its place (-1 for nothing), and the codes of the
    numbers, which are in the order of their codes.
    """
    codes = sorted(set(of.values()))
    number = {code: place for place, code in enumerate(codes)}
    table = np.array([number.get(of.get(adcode, ""), -1) for adcode in rows.adcodes], np.int32)
    return table[rows.adcode], tuple(codes)


def hazards_at(s: Snapshot, q: Question) -> HazardsAt:
    """The chosen hazards that were confirmed by T and not void by T, as known at K: those of the campaign in the chosen
    places, industries and sources, of the chosen grades and classes at T. Filters of lines and unit groups do not
    matter.
    """
    asked = q.without_lines().of_groups()
    return s.once((hazards_at, asked), lambda: _hazards_at(s, asked))


def _hazards_at(s: Snapshot, q: Question) -> HazardsAt:
    register = load_register(s)
    known = register.known(None if q.known_at is None else microseconds_of(q.known_at))
    standing = known.at(microseconds_of(q.as_of))
    mask = standing.class_ != OUTSIDE
    for of_hazard in _conditions(s, q, register.rows):
        mask &= of_hazard
    if q.hazards.grades:
        mask &= np.isin(standing.grade, [GRADES.index(one) for one in q.hazards.grades])
    if q.hazards.classes:
        mask &= np.isin(standing.class_, [CLASSES.index(one) for one in q.hazards.classes])
    return HazardsAt(q, register, known, standing, np.flatnonzero(mask))


def chosen_rows(s: Snapshot, q: Question) -> Mask:
    """For each row of the register whether it is of the campaign, in the chosen places, industries and sources,
    whether in F or not.
    """
    rows = load_register(s).rows
    mask = np.ones(len(rows), np.bool_)
    for condition in _conditions(s, q, rows):
        mask &= condition
    return mask


def _conditions(s: Snapshot, q: Question, rows: Rows) -> Iterator[Mask]:
    yield np.isin(rows.campaign, load_campaign_ids(s, q))
    yield wanted(rows.adcodes, (one.place.code for one in list_territory(s, q)))[rows.adcode]
    if q.hazards.industries:
        chosen = set(q.hazards.industries)
        known = load_industries(s, q).values()
        yield wanted(rows.industries, (one.code for one in known if {one.code, one.parent} & chosen))[rows.industry]
    if q.hazards.sources:
        yield wanted(SOURCES, q.hazards.sources)[rows.source]


def load_campaign_ids(s: Snapshot, q: Question) -> tuple[int, ...]:
    """The ids of the campaigns that the question is about."""
    code = q.filters.campaign
    return s.lasting((load_campaign_ids, code), lambda: tuple(s.execute(campaign_ids(code)).scalars()))
