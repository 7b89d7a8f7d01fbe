"""Words that several sheets of a brief use: names, days, rates."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from data_access.database.days import local_date
from data_access.notice.units import Line, Place, Unit
from data_access.obligations.agenda import Deadline
from data_access.papers.documents.paper import Col, Table
from data_access.papers.documents.text import Speaker
from data_access.wording import brief, rate_text

NAMES: Final = 4
"""So many names stand in a sentence; of more, the first are named and all are counted."""


def short(say: Speaker, thing: Unit | Place) -> str:
    """The short name of a unit or place, which exists in Chinese only."""
    return thing.short if say.lang == "zh" else brief(thing.en)


def pick(say: Speaker, zh: str, en: str) -> str:
    """The name in the language of the paper."""
    return zh if say.lang == "zh" else brief(en)


def line(say: Speaker, one: Line) -> str:
    """A line by its short name. Its periods are told apart by their deadlines, which readers know better than weeks."""
    return pick(say, one.short_zh, one.short_en)


def due_line(say: Speaker, one: Deadline) -> str:
    """What falls due at a deadline: its line, or how many."""
    return line(say, one.line) if one.line else say("brief.lines", n=one.lines)


def some(say: Speaker, names: Sequence[str], most: int = NAMES) -> str:
    """The names; of more than `most` the first, and how many there are."""
    shown = (say("brief.and") if len(names) == 2 else say("list.and")).join(names[:most])
    return shown if len(names) <= most else say("brief.some", names=shown, n=len(names))


def counted(say: Speaker, parts: Iterable[tuple[str, int]]) -> str:
    """Names with a number each, 七台河 9、鸡西 6; those of zero are left out."""
    return say.join(f"{name} {n}" for name, n in parts if n)


def day(instant: datetime | None, zone: str) -> str:
    """The local day of an instant as 2020-07-04; “/” for none."""
    return "/" if instant is None else local_date(instant, zone).isoformat()


def share(counts: Any, numerator: str, denominator: str) -> str:
    """A rate of counts with its parts, “/” for an empty denominator (C16)."""
    return rate_text(getattr(counts, numerator), getattr(counts, denominator))


def table(columns: list[Col], rows: list[list[str]]) -> Table:
    """A table without sums."""
    return Table(tuple(columns), tuple(map(tuple, rows)), frozenset(), noted=False)
