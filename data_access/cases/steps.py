"""The dated steps of a case, in order."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from data_access.cases.case import Step
from data_access.cases.telling import Telling

Dated: TypeAlias = tuple[datetime, Step]


def step(told: Telling, at: datetime, what: str, source: str) -> Dated:
    """What happened at an instant, told by `source` (case.source.…)."""
    return at, Step(told.moment(at), what, told.t(f"case.source.{source}"), at > told.q.as_of)


def in_order(steps: Iterable[Dated]) -> tuple[Step, ...]:
    """The steps as they came; those of one instant in the order given."""
    return tuple(one for _, one in sorted(steps, key=lambda dated: dated[0]))
