"""When things were done: activities and submissions as dated facts, counted per day or week for the timeline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from dashboard import headings
from dashboard.figures.time_axis import Deadline
from dashboard.rows import records
from dashboard.view import View

FACTS: Final = ["line_code", "unit_code", "code", "kind", "start", "end", "title", "unit", "activity"]
KINDS: Final = ("held", "late", "planned", "cancelled")
NAMED: Final = 2
"""A deadline of more lines than these is named by their number."""


@dataclass(frozen=True)
class Bins:
    """How the time axis is cut: into days, or into weeks that begin on Mondays."""

    days: int

    @property
    def unit(self) -> str:
        """day or week."""
        return "day" if self.days == 1 else "week"

    def starts(self, at: pd.Series) -> pd.Series:
        """The first instants of the bins that hold `at`."""
        days: pd.Series = at.dt.normalize()
        return days if self.days == 1 else days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def facts(view: View, timeline: pd.DataFrame, obligations: pd.DataFrame) -> pd.DataFrame:
    """One row per activity and unit, and per submission that stands; local time without zone.

    Columns FACTS; kind is one of KINDS, activity is False for a submission. Late is what made an obligation late: an
    activity that ended after the deadline of an obligation that was then done late, a submission received late.
    Attendance (C7) stands with the submissions: it is no activity of the unit. Activities without any date are left
    out; own initiatives have no line.
    """
    held = timeline["status"] == "held"
    start = timeline["held_start"].where(held, timeline["planned_start"])
    end = timeline["held_end"].where(held, timeline["planned_end"])
    start, end = start.fillna(end), end.fillna(start)
    made_late = obligations[obligations["state"] == "done_late"]
    due = _keys(timeline).map(dict(zip(_keys(made_late), made_late["due_at"], strict=True)))
    kind = pd.Series("planned", index=timeline.index, dtype="str")
    kind = kind.mask(timeline["status"] == "cancelled", "cancelled").mask(held, "held")
    kind = kind.mask(held & (end > pd.to_datetime(due, utc=True)), "late")
    activities = timeline.assign(
        kind=kind, start=_local(view, start), end=_local(view, end), unit=_short(view, timeline), activity=True
    )
    return pd.concat([activities.loc[start.notna(), FACTS], _received(view, obligations)], ignore_index=True)


def cells(view: View, frame: pd.DataFrame, by: str, bins: Bins) -> pd.DataFrame:
    """The facts counted per row and bin; a joint activity counts once on a row (C11), `by` is line_code or unit_code.

    Columns: row, start, held, late, planned, cancelled, hover; late is part of held. What was held counts on the day
    it ended, what is planned on the day it is to begin.
    """
    when = frame["end"].where(frame["kind"].isin(["held", "late"]), frame["start"])
    dated = frame.assign(row=frame[by], start=bins.starts(when))
    once = _once(dated, ["row", "start", "code"])
    counts = (
        once.groupby(["row", "start", "kind"]).size().unstack(fill_value=0).reindex(columns=list(KINDS), fill_value=0)
    )
    found = counts.astype("int64").reset_index()
    found = found.assign(held=found["held"] + found["late"])
    lines = {code: f"{code} {view.line(code)}" if code else view.t("timeline.own") for code in set(frame["line_code"])}
    names = lines if by == "line_code" else dict(zip(frame["unit_code"], frame["unit"], strict=True))
    return found.assign(hover=[_hover(view, names[row["row"]], row, bins) for row in records(found)])


def bars(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per activity or submission and line, for bars: row, kind, start, end, hover."""
    once = _once(frame, ["line_code", "code"])
    hover = [_bar_hover(view, row) for row in records(once)]
    return once[["kind", "start", "end"]].assign(row=once["line_code"], hover=hover).reset_index(drop=True)


def dues(view: View, obligations: pd.DataFrame, by: str) -> pd.DataFrame:
    """The deadlines of each row as the notice or we set them, without extensions: row, at (local, naive)."""
    dated = obligations[obligations["due_original"].notna()]
    once = dated.drop_duplicates([by, "due_original"])
    return pd.DataFrame({"row": once[by], "at": _local(view, once["due_original"])}).reset_index(drop=True)


def deadlines(view: View, obligations: pd.DataFrame) -> list[Deadline]:
    """The deadlines of the obligations asked for, in time order, each named by its lines or their number.

    What comes again, as a weekly return does, is named the first time only.
    """
    columns = ("due_original", "line_code", f"line_short_{view.lang}", "due_basis")
    lines: dict[pd.Timestamp, dict[str, str]] = {}
    from_notice = set()
    for due, code, name, basis in zip(*(obligations[column].tolist() for column in columns), strict=True):
        if not pd.isna(due):
            lines.setdefault(due, {}).setdefault(code, name)
            if basis == "stated":
                from_notice.add(due)
    found: list[Deadline] = []
    seen: list[str] = []
    for due, names in sorted(lines.items()):
        at, stated = local(view, due), due in from_notice
        groups = {headings.group(view, code) for code in names}
        some = next(iter(groups)) if len(groups) == 1 else view.t("timeline.lines", n=len(names))
        said = view.t("list.and").join(names.values()) if len(names) <= NAMED else some
        key = "timeline.deadline" if stated else "timeline.deadline.inferred"
        again = said in seen
        seen.append(said)
        found.append(Deadline(at, f"{at:%m-%d}" if again else view.t(key, day=f"{at:%m-%d}", name=said), stated))
    return found


def progress(view: View, frame: pd.DataFrame, group: str) -> pd.DataFrame:
    """The course of one unit group out of load_progress: day (local, naive), done, due, hover."""
    mine = frame[(frame["unit_code"] == "") & (frame["unit_group"] == group)]
    course = mine[["done", "due"]].assign(day=_local(view, mine["day"]))
    hover = [
        view.t("timeline.hover.progress", day=f"{row['day']:%Y-%m-%d}", done=row["done"], due=row["due"])
        for row in records(course)
    ]
    return course.assign(hover=hover).reset_index(drop=True)


def local(view: View, instant: datetime) -> datetime:
    """An instant as local time without zone, as figures want it."""
    return view.local(instant).replace(tzinfo=None)


def _local(view: View, instants: pd.Series) -> pd.Series:
    local: pd.Series = instants.dt.tz_convert(view.choices.zone).dt.tz_localize(None)
    return local


def _once(facts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Each activity once: as late where it made any of its hosts late."""
    return facts.sort_values("kind", key=lambda kinds: kinds != "late", kind="stable").drop_duplicates(keys)


def _keys(frame: pd.DataFrame) -> pd.Series:
    return frame["unit_code"] + " " + frame["line_code"]


def _short(view: View, frame: pd.DataFrame) -> pd.Series:
    return frame["unit_short" if view.lang == "zh" else "unit_en"]


def _received(view: View, obligations: pd.DataFrame) -> pd.DataFrame:
    sent = obligations[obligations["role"].isin(["submit", "attend"]) & obligations["fulfilled_at"].notna()]
    at = _local(view, sent["fulfilled_at"])
    kind = pd.Series("held", index=sent.index, dtype="str").mask(sent["state"] == "done_late", "late")
    title = sent[view.column("line")].str.cat(sent["period"], sep=" ").str.strip()
    code = _keys(sent) + " " + sent["period"]
    more = {"code": code, "kind": kind, "start": at, "end": at, "title": title, "unit": _short(view, sent)}
    return sent.assign(**more, activity=False)[FACTS]


def _hover(view: View, name: str, row: dict[str, Any], bins: Bins) -> str:
    start = row["start"]
    last = start + timedelta(days=bins.days - 1)
    when = f"{start:%Y-%m-%d}" if bins.days == 1 else f"{start:%Y-%m-%d} – {last:%m-%d}"
    said = [view.t(f"timeline.hover.{kind}", n=row[kind]) for kind in KINDS if row[kind]]
    return "<br>".join([f"<b>{name}</b>", when, *said])


def _bar_hover(view: View, row: dict[str, Any]) -> str:
    same = row["start"].normalize() == row["end"].normalize()
    when = f"{row['start']:%Y-%m-%d}" if same else f"{row['start']:%Y-%m-%d} – {row['end']:%m-%d}"
    kind = view.t(f"timeline.kind.{row['kind']}")
    line = f"{row['line_code']} {view.line(row['line_code'])}" if row["line_code"] else view.t("timeline.own")
    return f"<b>{row['title']}</b><br>{row['unit']} · {line}<br>{when} · {kind}"
