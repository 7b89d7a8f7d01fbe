"""What the timeline page shows: the activities and submissions of one unit group in time, against the deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.activity_bars import bars
from dashboard.charts.cumulative import Labels, Point, cumulative
from dashboard.charts.matrix import Heading
from dashboard.charts.time_axis import Deadline, Span
from dashboard.charts.timeline import Names, strips
from dashboard.data import reader, store
from dashboard.data.memory import remembered
from dashboard.parts import axis_names, findings
from dashboard.parts.figure import Figure, figure as counted
from dashboard.timeline import schedule
from dashboard.timeline.schedule import Fact
from dashboard.view import View
from data_access.activities.ledger import TIMELINE_ROWS, list_timeline
from data_access.notice.units import NO_LINE
from data_access.obligations import agenda, progress
from data_access.obligations.at_instant import Obligation

ROWS: Final = ("lines", "units", "activities")
FEW: Final = 3
"""Up to so many chosen cities have room for a bar per activity."""


@dataclass(frozen=True)
class Timeline:
    """What the page shows of one unit group."""

    group: str
    facts: list[Fact]
    obligations: list[Obligation]
    deadlines: list[Deadline]
    course: list[Point]
    complete: bool
    """False: there are more activities than a page takes; the first ones are shown."""


@remembered
def read(view: View, group: str) -> Timeline:
    """The timeline of a unit group; no facts when nothing is planned, held or handed in."""
    owed = agenda.of_group(store.obligations(view), group)
    hostings = reader.read(list_timeline, view)
    of_group = (one for one in hostings[:TIMELINE_ROWS] if one.unit.group == group)
    return Timeline(
        group=group,
        facts=schedule.facts(view, of_group, owed),
        obligations=owed,
        deadlines=schedule.deadlines(view, owed),
        course=schedule.points(view, progress.course(owed, view.choices.first, view.question)) if owed else [],
        complete=len(hostings) <= TIMELINE_ROWS,
    )


def first_rows(view: View, found: Timeline) -> str:
    """How the rows are cut when the reader has not chosen: units for one line, activities for a few cities."""
    if _one_line(found):
        return "units"
    return "activities" if 0 < len(view.filters.cities) <= FEW else "lines"


def figure(view: View, found: Timeline, rows: str, span: Span, bins: schedule.Bins) -> go.Figure:
    """The timeline: strips by line or unit, or a bar per activity."""
    if rows == "activities":
        names = {kind: view.t(f"timeline.kind.{kind}") for kind in ("held", "late", "planned", "cancelled", "due")}
        dues = schedule.dues(view, found.obligations, "line")
        drawn = schedule.bars(view, found.facts)
        return bars(drawn, _lines(view, found), dues, span, found.deadlines, names, view.dark)
    one = rows == "lines" or _one_line(found)
    return strips(
        schedule.strips(view, found.facts, "line" if rows == "lines" else "unit", bins),
        _lines(view, found) if rows == "lines" else axis_names.units(view, (one.unit for one in found.obligations)),
        schedule.dues(view, found.obligations, "line" if rows == "lines" else "unit") if one else [],
        span,
        found.deadlines,
        _names(view),
        view.dark,
        bins.days,
    )


def course(view: View, found: Timeline, span: Span) -> go.Figure:
    """What was due over time, and how much of it was done."""
    names = Labels(view.t("timeline.due"), view.t("timeline.done"), view.t("state.overdue"))
    inside = [point for point in found.course if point.day >= span.start]
    return cumulative(inside, span, found.deadlines, names, view.dark)


def finding(view: View, found: Timeline) -> str:
    """How much took place, how much came late, and what should have taken place and is not reported."""
    if not found.facts and not found.obligations:
        return findings.nothing(view, found.group)
    who = findings.cities(view) or view.t(f"groups.{found.group}")
    once: dict[tuple[bool, str], tuple[str, datetime]] = {}
    for fact in found.facts:
        once.setdefault((fact.activity, fact.code), (fact.kind, fact.end))
    if not once:
        return view.t("timeline.finding.none", who=who)
    now = view.clock(view.question.as_of)
    held = sum(activity and kind in ("held", "late") for (activity, _), (kind, _) in once.items())
    sent = sum(not activity for activity, _ in once)
    late = sum(one.state == "done_late" for one in found.obligations)
    silent = sum(kind == "planned" and end < now for kind, end in once.values())
    told = {"held": held, "sent": sent, "late": late, "silent": silent}
    clauses = [
        view.t(f"timeline.finding.{name}", n=n, count=f"{n:,}", who=who)
        for name, n in told.items()
        if n or name in ("held", "sent")
    ]
    return view.t("list.clauses").join(clauses)


def outside(view: View, found: Timeline, spans: Mapping[str, Span]) -> str:
    """How much no period shows because of its dates, in words; "" for nothing."""
    start, end = min(span.start for span in spans.values()), max(span.end for span in spans.values())
    once = {(fact.activity, fact.code) for fact in found.facts if fact.end < start or fact.start > end}
    return view.t("timeline.note.outside", n=len(once), count=f"{len(once):,}") if once else ""


def due(view: View, found: Timeline) -> Figure:
    """Done of what is due at T: the end of the course."""
    question = view.question.of_groups(found.group)
    return counted(view, "due_completion", found.obligations, view.t("rate.due_completion"), question)


def course_title(view: View, found: Timeline) -> str:
    """How much of what is due at T is done."""
    last = found.course[-1] if found.course else None
    if last is None or not last.due:
        return view.t("timeline.course.none")
    key = "timeline.course" if last.due > last.done else "timeline.course.done"
    late = last.due - last.done
    return view.t(key, n=last.due, done=f"{last.done:,}", due=f"{last.due:,}", late=f"{late:,}")


def title(view: View, rows: str, bins: schedule.Bins) -> str:
    """What to see, and whether a cell is a day or a week."""
    return view.t(f"timeline.title.{rows}", step=view.t(f"timeline.step.{bins.unit}"))


def alt(view: View, found: Timeline, rows: str, bins: schedule.Bins) -> str:
    """The picture in words."""
    listed = findings.join(view, [deadline.name for deadline in found.deadlines])
    return view.t("timeline.alt", title=title(view, rows, bins), said=finding(view, found), deadlines=listed)


def _lines(view: View, found: Timeline) -> list[Heading]:
    own = [Heading("", view.t("timeline.own"))] if any(fact.line == NO_LINE for fact in found.facts) else []
    return [*axis_names.lines(view, (one.line for one in found.obligations)), *own]


def _one_line(found: Timeline) -> bool:
    return len({one.line for one in found.obligations}) == 1


def _names(view: View) -> Names:
    return Names(*(view.t(f"timeline.kind.{kind}") for kind in ("held", "late", "planned", "cancelled", "due")))
