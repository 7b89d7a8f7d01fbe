"""The small timeline of one city: what was done when, what was missed when, what is to come."""

from dataclasses import replace
from datetime import datetime, timedelta

import pandas as pd

from dashboard import schedule
from dashboard.figures.time_axis import Deadline, Span
from dashboard.rows import records
from dashboard.view import View

AHEAD = timedelta(days=14)
"""How far beyond T the picture reaches: the year's last deadline half a year off would press June into a corner."""
NAMES = 6
SEVERAL = 3
"""A deadline of ours is named from so many lines on: a week's is not."""


def marks(view: View, obligations: pd.DataFrame, span: Span) -> pd.DataFrame:
    """One row per part of the notice, day and state: row, at, state, n, hover; the day done, else the day due.

    What has no date at all (no deadline, not done) and what lies outside `span` has no mark.
    """
    found: dict[tuple[str, datetime, str], list[str]] = {}
    for row in records(obligations):
        instant = row["due_at"] if pd.isna(row["fulfilled_at"]) else row["fulfilled_at"]
        if pd.isna(instant) or row["state"] == "waived":
            continue
        at = schedule.local(view, instant).replace(hour=12, minute=0, second=0, microsecond=0)
        if span.start <= at <= span.end:
            state = "due_soon" if row["due_soon"] else str(row["state"])
            name = " ".join(part for part in (view.short(row, "line"), row["period"]) if part)
            found.setdefault((row["line_group"], at, state), []).append(name)
    rows = [
        (group, at, state, len(names), _hover(view, at, state, names)) for (group, at, state), names in found.items()
    ]
    frame = pd.DataFrame(rows, columns=["row", "at", "state", "n", "hover"])
    return frame.astype({"at": "datetime64[us]", "n": "int64"})


def deadlines(view: View, obligations: pd.DataFrame) -> list[Deadline]:
    """The deadlines as lines; those that the notice states or that close several lines with their day, as on a phone
    there is no room for more: `note` names them."""
    return [replace(due, name=f"{due.at:%m-%d}" if is_main else "") for due, is_main in _deadlines(view, obligations)]


def span(view: View, obligations: pd.DataFrame) -> Span:
    """From a week before the campaign, or the first thing done if that is earlier, to two weeks after T."""
    t = schedule.local(view, view.q.as_of)
    first = datetime.combine(view.choices.first, datetime.min.time())
    done = [instant for instant in obligations["fulfilled_at"].tolist() if not pd.isna(instant)]
    earliest = schedule.local(view, min(done)) if done else first
    start = min(first, earliest, t) - timedelta(days=4)
    return Span(start, t + AHEAD, t, view.t("city.dates.as_of", day=view.day(view.q.as_of)))


def note(view: View, obligations: pd.DataFrame, shown: Span) -> str:
    """What the lines of the picture are, and what has no mark in it: due later than it reaches, without a deadline."""
    names = [due.name for due, is_main in _deadlines(view, obligations) if is_main and due.at <= shown.end]
    columns = zip(*(obligations[name].tolist() for name in ("due_at", "fulfilled_at", "state")), strict=True)
    left = [due for due, fulfilled, state in columns if pd.isna(fulfilled) and state != "waived"]
    dated = [due for due in left if not pd.isna(due)]
    later = sum(schedule.local(view, due) > shown.end for due in dated)
    open_ = len(left) - len(dated)
    missing = [
        view.t("city.dates.later", n=later) if later else "",
        view.t("city.dates.open", n=open_) if open_ else "",
    ]
    what = view.t("list.and").join(part for part in missing if part)
    return " ".join(
        [
            *([view.t("city.dates.lines", names=view.t("list.and").join(names))] if names else []),
            *([view.t("city.dates.outside", what=what)] if what else []),
        ]
    )


def _deadlines(view: View, obligations: pd.DataFrame) -> list[tuple[Deadline, bool]]:
    """All deadlines in time order, each with whether it is a main one: stated in the notice or of several lines."""
    lines: dict[pd.Timestamp, set[str]] = {}
    for due, code in zip(obligations["due_original"].tolist(), obligations["line_code"].tolist(), strict=True):
        if not pd.isna(due):
            lines.setdefault(due, set()).add(code)
    every = zip(schedule.deadlines(view, obligations), sorted(lines), strict=True)
    return [(due, due.stated or len(lines[at]) >= SEVERAL) for due, at in every]


def _hover(view: View, at: datetime, state: str, names: list[str]) -> str:
    more = [view.t("city.dates.more", n=len(names) - NAMES)] if len(names) > NAMES else []
    return "<br>".join([f"<b>{at:%Y-%m-%d} {view.t(f'state.{state}')}</b>", *names[:NAMES], *more])
