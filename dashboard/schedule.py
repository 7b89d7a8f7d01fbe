"""When things were done: activities and submissions as dated facts, counted per day or week for the timeline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from dashboard.figures.time_axis import Deadline
from dashboard.rows import records
from dashboard.view import View

FACTS: Final = ["line_code", "unit_code", "code", "kind", "start", "end", "title", "unit"]
GONE: Final = ("cancelled", "postponed")
NAMED: Final = 2
"""A deadline of more lines than these is named by their number."""


@dataclass(frozen=True)
class Bins:
    """How the time axis is cut: into days, or into weeks that begin on Mondays."""

    days: int

    def start(self, at: pd.Timestamp) -> pd.Timestamp:
        """The first instant of the bin that holds `at`."""
        day = at.normalize()
        return day if self.days == 1 else day - timedelta(days=day.weekday())


def facts(view: View, timeline: pd.DataFrame, obligations: pd.DataFrame) -> pd.DataFrame:
    """One row per activity and unit, and per submission that stands; local time without zone.

    Columns FACTS; kind is held, late, planned or cancelled. Late is what made an obligation late: an activity that
    ended after the deadline of an obligation that was then done late, a submission received late.
    """
    late = obligations[obligations["state"] == "done_late"]
    dues = {(row["unit_code"], row["line_code"]): row["due_at"] for row in records(late)}
    rows = [
        *(_activity(view, row, dues) for row in records(timeline)),
        *(_submission(view, row) for row in records(obligations) if _submitted(row)),
    ]
    frame = pd.DataFrame([row for row in rows if row], columns=FACTS)
    return frame.astype({"start": "datetime64[us]", "end": "datetime64[us]"})


def cells(view: View, frame: pd.DataFrame, by: str, bins: Bins) -> pd.DataFrame:
    """The facts counted per row and bin; a joint activity counts once on a row (C11), `by` is line_code or unit_code.

    Columns: row, start, held, late, planned, cancelled, hover; late is part of held. What was held counts on the day
    it ended, what is planned on the day it is to begin.
    """
    when = frame["end"].where(frame["kind"].isin(["held", "late"]), frame["start"])
    dated = frame.assign(row=frame[by], bin=[bins.start(at) for at in when])
    once = dated.drop_duplicates(["row", "bin", "kind", "code"])
    found = []
    for key, here in once.groupby(["row", "bin"], sort=True):
        row, start = str(key[0]), pd.Timestamp(str(key[1]))
        counts = here["kind"].value_counts()
        late, planned, gone = (int(counts.get(kind, 0)) for kind in ("late", "planned", "cancelled"))
        held = int(counts.get("held", 0)) + late
        hover = _hover(view, row, start, bins, (held, late, planned, gone), by)
        found.append((row, start, held, late, planned, gone, hover))
    columns = ["row", "start", "held", "late", "planned", "cancelled", "hover"]
    return pd.DataFrame(found, columns=columns).astype({"start": "datetime64[us]"})


def bars(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per activity or submission and line, for bars: row, kind, start, end, hover."""
    once = frame.drop_duplicates(["line_code", "code", "kind"])
    return pd.DataFrame(
        {
            "row": once["line_code"].tolist(),
            "kind": once["kind"].tolist(),
            "start": once["start"].tolist(),
            "end": once["end"].tolist(),
            "hover": [_bar_hover(view, row) for row in records(once)],
        }
    ).astype({"start": "datetime64[us]", "end": "datetime64[us]"})


def dues(view: View, obligations: pd.DataFrame, by: str) -> pd.DataFrame:
    """The deadlines of each row as the notice or we set them, without extensions: row, at (local, naive)."""
    dated = obligations[obligations["due_original"].notna()]
    once = dated.drop_duplicates([by, "due_original"])
    at = [_local(view, value) for value in once["due_original"]]
    return pd.DataFrame({"row": once[by].tolist(), "at": at}).astype({"at": "datetime64[us]"})


def deadlines(view: View, obligations: pd.DataFrame) -> list[Deadline]:
    """The deadlines of the obligations asked for, each named by its lines or their number, in time order."""
    dated = obligations[obligations["due_original"].notna()]
    found = []
    for instant, here in dated.groupby("due_original", sort=True):
        at = _local(view, instant).to_pydatetime()
        lines = here.drop_duplicates("line_code")
        names = lines[f"line_short_{view.lang}"].tolist()
        said = view.t("list.and").join(names) if len(names) <= NAMED else view.t("timeline.lines", n=len(names))
        stated = bool((here["due_basis"] == "stated").any())
        key = "timeline.deadline" if stated else "timeline.deadline.inferred"
        found.append(Deadline(at, view.t(key, day=f"{at:%m-%d}", name=said), stated))
    return found


def progress(view: View, frame: pd.DataFrame, group: str) -> pd.DataFrame:
    """The course of one unit group out of load_progress: day (local, naive), done, due, hover."""
    mine = frame[(frame["unit_code"] == "") & (frame["unit_group"] == group)]
    hover = [
        view.t("timeline.hover.progress", day=f"{_local(view, row['day']):%Y-%m-%d}", done=row["done"], due=row["due"])
        for row in records(mine)
    ]
    day = [_local(view, value) for value in mine["day"]]
    columns = {"day": day, "done": mine["done"].tolist(), "due": mine["due"].tolist(), "hover": hover}
    return pd.DataFrame(columns).astype({"day": "datetime64[us]"})


def local(view: View, instant: datetime) -> datetime:
    """An instant as local time without zone, as figures want it."""
    return view.local(instant).replace(tzinfo=None)


def _local(view: View, instant: Any) -> pd.Timestamp:
    return pd.Timestamp(instant).tz_convert(view.choices.zone).tz_localize(None)


def _activity(view: View, row: dict[str, Any], dues: dict[tuple[str, str], pd.Timestamp]) -> tuple[Any, ...] | None:
    status = row["status"]
    names = ("held_start", "held_end") if status == "held" else ("planned_start", "planned_end")
    start = next((row[name] for name in names if not pd.isna(row[name])), None)
    end = next((row[name] for name in reversed(names) if not pd.isna(row[name])), None)
    if start is None or end is None:
        return None
    kind = "cancelled" if status == "cancelled" else status if status == "held" else "planned"
    due = dues.get((row["unit_code"], row["line_code"]))
    if kind == "held" and due is not None and end > due:
        kind = "late"
    unit = view.short(row, "unit")
    return (
        row["line_code"],
        row["unit_code"],
        row["code"],
        kind,
        _local(view, start),
        _local(view, end),
        row["title"],
        unit,
    )


def _submitted(row: dict[str, Any]) -> bool:
    return row["role"] == "submit" and not pd.isna(row["fulfilled_at"])


def _submission(view: View, row: dict[str, Any]) -> tuple[Any, ...]:
    at = _local(view, row["fulfilled_at"])
    kind = "late" if row["state"] == "done_late" else "held"
    code = f"{row['unit_code']} {row['line_code']} {row['period']}"
    title = " ".join(part for part in (view.name(row, "line"), row["period"]) if part)
    return (row["line_code"], row["unit_code"], code, kind, at, at, title, view.short(row, "unit"))


def _hover(view: View, row: str, start: pd.Timestamp, bins: Bins, counts: tuple[int, int, int, int], by: str) -> str:
    last = start + timedelta(days=bins.days - 1)
    when = f"{start:%Y-%m-%d}" if bins.days == 1 else f"{start:%Y-%m-%d} – {last:%m-%d}"
    name = f"{row} {view.line(row)}" if by == "line_code" else view.city(row)
    held, late, planned, gone = counts
    lines = [f"<b>{name}</b>", when]
    if held:
        lines.append(view.t("timeline.hover.held", n=held))
    if late:
        lines.append(view.t("timeline.hover.late", n=late))
    if planned:
        lines.append(view.t("timeline.hover.planned", n=planned))
    if gone:
        lines.append(view.t("timeline.hover.cancelled", n=gone))
    return "<br>".join(lines)


def _bar_hover(view: View, row: dict[str, Any]) -> str:
    same = row["start"].normalize() == row["end"].normalize()
    when = f"{row['start']:%Y-%m-%d}" if same else f"{row['start']:%Y-%m-%d} – {row['end']:%m-%d}"
    kind = view.t(f"timeline.kind.{row['kind']}")
    return (
        f"<b>{row['title']}</b><br>{row['unit']} · {row['line_code']} {view.line(row['line_code'])}<br>{when} · {kind}"
    )
