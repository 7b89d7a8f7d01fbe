"""What the timeline page shows: the activities and submissions of one unit group in time, against the deadlines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import agenda, findings, headings, schedule, store
from dashboard.figures.activity_bars import bars
from dashboard.figures.cumulative import cumulative
from dashboard.figures.matrix import Heading
from dashboard.figures.time_axis import Deadline, Span
from dashboard.figures.timeline import Names, strips
from dashboard.rows import taken
from dashboard.view import View

ROWS: Final = ("lines", "units", "activities")
FEW: Final = 3
"""Up to so many chosen cities have room for a bar per activity."""


@dataclass(frozen=True)
class Timeline:
    """The frames of the page for one unit group."""

    group: str
    facts: pd.DataFrame
    obligations: pd.DataFrame
    deadlines: list[Deadline]
    progress: pd.DataFrame
    complete: bool
    """False: there are more activities than a page takes; the first ones are shown."""


def read(view: View, group: str) -> Timeline:
    """The timeline of a unit group; facts without rows when nothing is planned, held or handed in."""
    obligations = agenda.of_group(store.obligations(view), group)
    activities = store.timeline(view)
    return Timeline(
        group=group,
        facts=schedule.facts(view, agenda.of_group(activities, group), obligations),
        obligations=obligations,
        deadlines=schedule.deadlines(view, obligations),
        progress=schedule.progress(view, store.progress(view), group),
        complete=bool(activities.attrs.get("complete", True)),
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
        dues = schedule.dues(view, found.obligations, "line_code")
        facts = schedule.bars(view, found.facts)
        return bars(facts, _lines(view, found), dues, span, found.deadlines, names, view.dark)
    by = "line_code" if rows == "lines" else "unit_code"
    one = rows == "lines" or _one_line(found)
    dues = schedule.dues(view, found.obligations if one else found.obligations.iloc[:0], by)
    return strips(
        schedule.cells(view, found.facts, by, bins),
        _lines(view, found) if rows == "lines" else headings.units(view, found.obligations),
        dues,
        span,
        found.deadlines,
        _names(view),
        view.dark,
        bins.days,
    )


def course(view: View, found: Timeline, span: Span) -> go.Figure:
    """Done against due over time."""
    names = (view.t("timeline.done"), view.t("timeline.due"))
    days = found.progress["day"].tolist()
    inside = taken(found.progress, [place for place, day in enumerate(days) if day >= span.start])
    return cumulative(inside, span, found.deadlines, names, view.dark)


def finding(view: View, found: Timeline) -> str:
    """How much took place, how much came late, and what should have taken place and is not reported."""
    columns = ("activity", "code", "kind", "end", "unit")
    facts = list(zip(*(found.facts[name].tolist() for name in columns), strict=True))
    units = {unit for *_, unit in facts}
    who = next(iter(units)) if len(units) == 1 else view.t(f"group.{found.group}")
    once: dict[tuple[bool, str], tuple[str, datetime]] = {}
    for activity, code, kind, end, _ in facts:
        once.setdefault((activity, code), (kind, end))
    if not once:
        return view.t("timeline.finding.none", who=who)
    now = schedule.local(view, view.q.as_of)
    held = sum(activity and kind in ("held", "late") for (activity, _), (kind, _) in once.items())
    sent = sum(not activity for activity, _ in once)
    late = found.obligations["state"].tolist().count("done_late")
    silent = sum(kind == "planned" and end < now for kind, end in once.values())
    key = "timeline.finding.silent" if silent else "timeline.finding"
    return view.t(key, who=who, held=f"{held:,}", sent=f"{sent:,}", late=f"{late:,}", silent=f"{silent:,}")


def course_title(view: View, found: Timeline) -> str:
    """Where done and due stand at T."""
    if found.progress.empty:
        return view.t("timeline.course.none")
    done, due = found.progress["done"].tolist()[-1], found.progress["due"].tolist()[-1]
    return view.t("timeline.course", done=f"{done:,}", due=f"{due:,}")


def title(view: View, rows: str, bins: schedule.Bins) -> str:
    """What to see, and whether a cell is a day or a week."""
    return view.t(f"timeline.title.{rows}", step=view.t(f"timeline.step.{bins.unit}"))


def alt(view: View, found: Timeline, rows: str, bins: schedule.Bins) -> str:
    """The picture in words."""
    listed = findings.join(view, [deadline.name for deadline in found.deadlines])
    return view.t("timeline.alt", title=title(view, rows, bins), said=finding(view, found), deadlines=listed)


def _lines(view: View, found: Timeline) -> list[Heading]:
    own = [Heading("", view.t("timeline.own"))] if "" in found.facts["line_code"].tolist() else []
    return [*headings.lines(view, found.obligations), *own]


def _one_line(found: Timeline) -> bool:
    return len(set(found.obligations["line_code"].tolist())) == 1


def _names(view: View) -> Names:
    return Names(*(view.t(f"timeline.kind.{kind}") for kind in ("held", "late", "planned", "cancelled", "due")))
