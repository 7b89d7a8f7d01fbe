"""When things were done: activities and submissions as dated facts, counted per day or week for the timeline."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from dashboard.charts.activity_bars import KINDS, Bar
from dashboard.charts.cumulative import Point
from dashboard.charts.time_axis import Deadline, Due
from dashboard.charts.timeline import Strip
from dashboard.parts import axis_names
from dashboard.view import View
from data_access.activities.ledger import Hosting
from data_access.cases.items import item
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation
from data_access.obligations.progress import Course
from data_access.wording import period

NAMED: Final = 2
"""A deadline of more lines than these is named by their number."""
TITLES: Final = 4
"""Titles in a hover; the case has all."""


class Fact(NamedTuple):
    """An activity of a unit, or a submission that stands; local time without zone."""

    line: Line
    unit: Unit
    code: str
    kind: str
    """One of KINDS."""
    start: datetime
    end: datetime
    title: str
    activity: bool
    """False for a submission, and for attendance (C7), which is no activity of the unit."""


@dataclass(frozen=True)
class Bins:
    """How the time axis is cut: into days, or into weeks that begin on Mondays."""

    days: int

    @property
    def unit(self) -> str:
        """day or week."""
        return "day" if self.days == 1 else "week"

    def item(self, start: datetime, code: str = "") -> str:
        """The case of the bin that begins then, of a line or unit, or of all."""
        return item(self.unit, start.date().isoformat(), code)

    def start(self, at: datetime) -> datetime:
        """The first instant of the bin that holds `at`."""
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return day if self.days == 1 else day - timedelta(days=day.weekday())


def facts(view: View, timeline: Iterable[Hosting], obligations: Iterable[Obligation]) -> list[Fact]:
    """One per activity and unit, and per submission that stands.

    Late is what made an obligation late: an activity that ended after the deadline of an obligation that was then done
    late, a submission received late. Activities without any date are left out.
    """
    owed = list(obligations)
    made_late = {(one.unit, one.line): one.due_at for one in owed if one.state == "done_late" and one.due_at}
    held = (_activity(view, one, made_late.get((one.unit, one.line))) for one in timeline)
    return [*(fact for fact in held if fact), *_received(view, owed)]


def strips(view: View, found: Iterable[Fact], by: Literal["line", "unit"], bins: Bins) -> list[Strip]:
    """The facts counted per row and bin; a joint activity counts once on a row (C11).

    What was held counts on the day it ended, what is planned on the day it is to begin.
    """
    counts: dict[tuple[str, datetime], Counter[str]] = {}
    titles: dict[tuple[str, datetime], list[str]] = {}
    names: dict[str, str] = {}
    seen = set()
    for fact in _late_first(found):
        row = fact.line.code if by == "line" else fact.unit.code
        names.setdefault(row, _line(view, fact.line) if by == "line" else view.short(fact.unit))
        cell = row, bins.start(fact.end if fact.kind in ("held", "late") else fact.start)
        if (cell, fact.code) not in seen:
            seen.add((cell, fact.code))
            counts.setdefault(cell, Counter())[fact.kind] += 1
            titles.setdefault(cell, []).append(fact.title)
    return [_strip(view, names[cell[0]], cell, counts[cell], titles[cell], bins) for cell in sorted(counts)]


def bars(view: View, found: Iterable[Fact]) -> list[Bar]:
    """One per activity or submission and line."""
    once: dict[tuple[str, str], Fact] = {}
    for fact in _late_first(found):
        once.setdefault((fact.line.code, fact.code), fact)
    return [
        Bar(fact.line.code, fact.kind, fact.start, fact.end, _bar_hover(view, fact), _item(fact))
        for fact in once.values()
    ]


def _item(fact: Fact) -> str:
    return item("activity", fact.code) if fact.activity else item("task", *fact.code.split(" "))


def dues(view: View, obligations: Iterable[Obligation], by: Literal["line", "unit"]) -> list[Due]:
    """The deadlines of each row as the notice or we set them, without extensions."""
    once = dict.fromkeys(
        (one.line.code if by == "line" else one.unit.code, one.due_original) for one in obligations if one.due_original
    )
    return [Due(row, view.clock(at)) for row, at in once]


def deadlines(view: View, obligations: Iterable[Obligation]) -> list[Deadline]:
    """The deadlines of the obligations asked for, in time order, each named by its lines or their number.

    What comes again, as a weekly return does, is named the first time only.
    """
    lines: dict[datetime, dict[Line, None]] = {}
    from_notice = set()
    for one in obligations:
        if one.due_original:
            lines.setdefault(one.due_original, {})[one.line] = None
            if one.due_basis == "stated":
                from_notice.add(one.due_original)
    found: list[Deadline] = []
    seen: list[str] = []
    for due in sorted(lines):
        at, stated = view.clock(due), due in from_notice
        groups = {axis_names.group(view, line.code) for line in lines[due]}
        some = next(iter(groups)) if len(groups) == 1 else view.t("timeline.lines", n=len(lines[due]))
        names = [view.short(line) for line in lines[due]]
        said = view.t("list.and").join(names) if len(names) <= NAMED else some
        key = "timeline.deadline" if stated else "timeline.deadline.inferred"
        again = said in seen
        seen.append(said)
        found.append(Deadline(at, f"{at:%m-%d}" if again else view.t(key, day=f"{at:%m-%d}", name=said), stated))
    return found


def points(view: View, course: Course) -> list[Point]:
    """A course as a picture has it."""
    found = zip(course.days, course.done_due, course.due, strict=True)
    return [_point(view, day, done, due) for day, done, due in found]


def _point(view: View, day: date, done: int, due: int) -> Point:
    hover = view.t("timeline.hover.progress", day=day.isoformat(), done=done, due=due, late=due - done)
    return Point(datetime.combine(day, datetime.min.time()), done, due, hover)


def _late_first(found: Iterable[Fact]) -> list[Fact]:
    """In an order in which an activity of several hosts comes first where it made one of them late."""
    return sorted(found, key=lambda fact: fact.kind != "late")


def _activity(view: View, one: Hosting, due: datetime | None) -> Fact | None:
    """The fact of an activity; None for one without any date."""
    held = one.status == "held"
    dates = (one.held_start, one.held_end) if held else (one.planned_start, one.planned_end)
    known = [at for at in dates if at]
    if not known:
        return None
    late = held and due is not None and known[-1] > due
    kind = "late" if late else "held" if held else "cancelled" if one.status == "cancelled" else "planned"
    start, end = view.clock(known[0]), view.clock(known[-1])
    return Fact(one.line, one.unit, one.code, kind, start, end, one.title, activity=True)


def _received(view: View, obligations: Iterable[Obligation]) -> Iterator[Fact]:
    for one in obligations:
        if one.role in ("submit", "attend") and one.fulfilled_at:
            kind = "late" if one.state == "done_late" else "held"
            at, title = view.clock(one.fulfilled_at), f"{view.name(one.line)} {period(one.period, view.lang)}".strip()
            code = f"{one.unit.code} {one.line.code} {one.period}"
            yield Fact(one.line, one.unit, code, kind, at, at, title, activity=False)


def _line(view: View, line: Line) -> str:
    return f"{line.code} {view.short(line)}" if line.code else view.t("timeline.own")


def _strip(
    view: View, name: str, cell: tuple[str, datetime], counts: Mapping[str, int], titles: Sequence[str], bins: Bins
) -> Strip:
    row, start = cell
    n = {kind: counts[kind] for kind in KINDS}
    n["held"] += n["late"]
    hover = _hover(view, name, start, n, titles, bins)
    return Strip(row, start, n["held"], n["late"], n["planned"], n["cancelled"], hover, bins.item(start, row))


def _hover(
    view: View, name: str, start: datetime, numbers: Mapping[str, int], titles: Sequence[str], bins: Bins
) -> str:
    last = start + timedelta(days=bins.days - 1)
    when = f"{start:%Y-%m-%d}" if bins.days == 1 else f"{start:%Y-%m-%d} – {last:%m-%d}"
    said = [view.t(f"timeline.hover.{kind}", n=number) for kind, number in numbers.items() if number]
    more = [view.t("timeline.hover.more", n=len(titles) - TITLES)] if len(titles) > TITLES else []
    return "<br>".join([f"<b>{name}</b>", when, *said, *titles[:TITLES], *more])


def _bar_hover(view: View, fact: Fact) -> str:
    same = fact.start.date() == fact.end.date()
    when = f"{fact.start:%Y-%m-%d}" if same else f"{fact.start:%Y-%m-%d} – {fact.end:%m-%d}"
    kind = view.t(f"timeline.kind.{fact.kind}")
    return f"<b>{fact.title}</b><br>{view.short(fact.unit)} · {_line(view, fact.line)}<br>{when} · {kind}"
