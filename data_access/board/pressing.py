"""What to settle first: overdue tasks and hazards mixed, the longest overdue first, each with who is responsible."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple

from data_access.board.rows import PLACED
from data_access.database.snapshot import Snapshot
from data_access.hazards.overdue import OverdueHazard, list_overdue_hazards
from data_access.i18n import t
from data_access.notice.industries import NO_INDUSTRY, Industry
from data_access.notice.places import NOWHERE, PROVINCE
from data_access.notice.units import NO_LINE, Line, Place
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.question import Question

FIRST: Final = 8
Kind = Literal["task", "general", "major"]
HEAVY: Final[dict[Kind, int]] = {"major": 0, "general": 1, "task": 2}
"""What goes first of what is overdue for as many days."""


class Owner(NamedTuple):
    """Who has to act; never without a name."""

    role: Literal["unit", "regulator", "listing", "place"]
    """unit: it owes the task; regulator: the department in charge of the industry (主管部门); listing: the level that
    supervises the rectification; place: the government of the place, where neither is on record."""
    zh: str
    en: str


class Pressing(NamedTuple):
    """Something overdue at T."""

    kind: Kind
    """A task, or a hazard of a grade."""
    city: str
    """adcode; '' of what belongs to no city."""
    where: Place
    """The unit that owes it, or the city where the hazard lies."""
    county: Place
    """Of a hazard that lies in one; else NOWHERE."""
    line: Line
    """NO_LINE of a hazard."""
    period: str
    code: str
    """The number of a hazard; '' of a task."""
    industry: Industry
    """NO_INDUSTRY of a task."""
    due_at: datetime
    due_basis: str
    """'' of a hazard."""
    days_overdue: int
    owner: Owner


def pressing_of(obligations: Iterable[Obligation], hazards: Iterable[OverdueHazard]) -> list[Pressing]:
    """All that is overdue of both: by days; of as many the major hazards, the general ones, the tasks with a stated
    deadline, the others; ties in the order given.
    """
    late = [_task(one, one.due_at) for one in obligations if one.state == "overdue" and one.due_at is not None]
    found = [*map(_hazard, hazards), *late]
    return sorted(found, key=lambda one: (-one.days_overdue, HEAVY[one.kind], one.due_basis != "stated"))


def first_of(pressing: Sequence[Pressing], n: int = FIRST) -> list[Pressing]:
    """The first n to settle: the longest overdue; and the longest overdue major hazard last, where it is not among
    them.
    """
    first, rest = list(pressing[:n]), pressing[n:]
    if any(one.kind == "major" for one in first):
        return first
    major = next((one for one in rest if one.kind == "major"), None)
    return first if major is None else [*first[: n - 1], major]


def list_pressing(s: Snapshot, q: Question) -> list[Pressing]:
    """All that is overdue at T of the chosen units, and in the chosen cities where no line or other group is chosen."""
    asked = not q.filters.lines and (not q.filters.groups or PLACED in q.filters.groups)
    return pressing_of(list_obligations(s, q), list_overdue_hazards(s, q.placed()) if asked else ())


def _task(one: Obligation, due_at: datetime) -> Pressing:
    unit = one.unit
    return Pressing(
        kind="task",
        city=unit.city,
        where=Place(unit.code, unit.zh, unit.en, unit.short),
        county=NOWHERE,
        line=one.line,
        period=one.period,
        code="",
        industry=NO_INDUSTRY,
        due_at=due_at,
        due_basis=one.due_basis,
        days_overdue=one.days_overdue or 0,
        owner=Owner("unit", unit.zh, unit.en),
    )


def _hazard(one: OverdueHazard) -> Pressing:
    city = one.city if one.city.code else PROVINCE
    return Pressing(
        kind="major" if one.grade == "major" else "general",
        city=one.city.code,
        where=city,
        county=one.place if one.place.code not in (city.code, "") and one.city.code else NOWHERE,
        line=NO_LINE,
        period="",
        code=one.code,
        industry=one.industry,
        due_at=one.due_at,
        due_basis="",
        days_overdue=one.days_overdue,
        owner=owner_of(one.industry, one.listing, one.place if one.city.code else PROVINCE),
    )


def owner_of(industry: Industry, listing: str, place: Place) -> Owner:
    """Who has to act on a hazard: the department in charge, else the level that listed it, else its place."""
    if industry.regulator.code:
        return Owner("regulator", industry.regulator.zh, industry.regulator.en)
    if listing:
        zh, en = (t(lang, "board.listing", level=t(lang, f"listing.{listing}")) for lang in ("zh", "en"))
        return Owner("listing", zh, en)
    return Owner("place", place.zh, place.en)
