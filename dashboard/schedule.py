"""When things were done: activities and submissions as dated facts, counted per day or week for the timeline."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from dashboard import headings
from dashboard.figures.time_axis import Deadline
from dashboard.rows import frame_of, records, taken
from dashboard.view import View

KINDS: Final = ("held", "late", "planned", "cancelled")
LOCAL: Final = "datetime64[us]"
FACTS: Final = {
    "line_code": "str",
    "unit_code": "str",
    "code": "str",
    "kind": "str",
    "start": "datetime64[us, UTC]",
    "end": "datetime64[us, UTC]",
    "title": "str",
    "unit": "str",
    "activity": "bool",
}
CELLS: Final = {"row": "str", "start": LOCAL, **dict.fromkeys(KINDS, "int64"), "hover": "str"}
BARS: Final = {"kind": "str", "start": LOCAL, "end": LOCAL, "row": "str", "hover": "str"}
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
    made_late = {
        (unit, line): due
        for unit, line, due, state in _columns(obligations, "unit_code", "line_code", "due_at", "state")
        if state == "done_late"
    }
    rows = [row for row in (_activity(view, one, made_late) for one in records(timeline)) if row]
    return _dated(view, [*rows, *_received(view, obligations)])


def cells(view: View, frame: pd.DataFrame, by: str, bins: Bins) -> pd.DataFrame:
    """The facts counted per row and bin; a joint activity counts once on a row (C11), `by` is line_code or unit_code.

    Columns: row, start, held, late, planned, cancelled, hover; late is part of held. What was held counts on the day
    it ended, what is planned on the day it is to begin.
    """
    counts: dict[tuple[str, datetime], Counter[str]] = {}
    seen = set()
    rows = records(frame.assign(first_bin=bins.starts(frame["start"]), last_bin=bins.starts(frame["end"])))
    for row in _late_first(rows):
        cell = row[by], row["last_bin" if row["kind"] in ("held", "late") else "first_bin"]
        if (cell, row["code"]) not in seen:
            seen.add((cell, row["code"]))
            counts.setdefault(cell, Counter())[row["kind"]] += 1
    lines = {row["line_code"]: _line(view, row["line_code"]) for row in rows}
    names = lines if by == "line_code" else {row["unit_code"]: row["unit"] for row in rows}
    return frame_of([_cell(view, names[cell[0]], cell, counts[cell], bins) for cell in sorted(counts)], CELLS)


def bars(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per activity or submission and line, for bars: row, kind, start, end, hover."""
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for row in _late_first(records(frame)):
        once.setdefault((row["line_code"], row["code"]), row)
    return frame_of(
        [(row["kind"], row["start"], row["end"], row["line_code"], _bar_hover(view, row)) for row in once.values()],
        BARS,
    )


def dues(view: View, obligations: pd.DataFrame, by: str) -> pd.DataFrame:
    """The deadlines of each row as the notice or we set them, without extensions: row, at (local, naive)."""
    once = dict.fromkeys(row for row in _columns(obligations, by, "due_original") if row[1] is not pd.NaT)
    return pd.DataFrame(
        {"row": pd.array([row for row, _ in once], dtype="str"), "at": _local(view, [at for _, at in once])}
    )


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
    codes = zip(frame["unit_code"].tolist(), frame["unit_group"].tolist(), strict=True)
    mine = taken(frame[["day", "done", "due"]], [place for place, found in enumerate(codes) if found == ("", group)])
    days = _local(view, mine["day"])
    hover = [
        view.t("timeline.hover.progress", day=f"{day:%Y-%m-%d}", done=done, due=due)
        for day, done, due in zip(days, mine["done"].tolist(), mine["due"].tolist(), strict=True)
    ]
    return mine.assign(day=days, hover=pd.array(hover, dtype="str"))


def local(view: View, instant: datetime) -> datetime:
    """An instant as local time without zone, as figures want it."""
    return view.local(instant).replace(tzinfo=None)


def _local(view: View, instants: Any) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(instants, dtype="datetime64[us, UTC]").tz_convert(view.choices.zone).tz_localize(None)


def _columns(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _late_first(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In an order in which an activity of several hosts comes first where it made one of them late."""
    return sorted(facts, key=lambda row: row["kind"] != "late")


def _dated(view: View, rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """The rows of FACTS in UTC as a frame in local time."""
    frame = frame_of(rows, FACTS)
    return frame.assign(start=_local(view, frame["start"]), end=_local(view, frame["end"]))


def _activity(view: View, row: dict[str, Any], made_late: Mapping[tuple[str, str], datetime]) -> list[object]:
    """A row of FACTS, or nothing for an activity without any date."""
    held = row["status"] == "held"
    dates = [row["held_start" if held else "planned_start"], row["held_end" if held else "planned_end"]]
    known = [at for at in dates if at is not pd.NaT]
    if not known:
        return []
    start, end = known[0], known[-1]
    due = made_late.get((row["unit_code"], row["line_code"]))
    late = held and due is not None and end > due
    kind = "late" if late else "held" if held else "cancelled" if row["status"] == "cancelled" else "planned"
    return [row["line_code"], row["unit_code"], row["code"], kind, start, end, row["title"], _short(view, row), True]


def _short(view: View, row: dict[str, Any]) -> str:
    return str(row["unit_short" if view.lang == "zh" else "unit_en"])


def _received(view: View, obligations: pd.DataFrame) -> Iterator[list[object]]:
    for row in records(obligations):
        at, line, unit, period = row["fulfilled_at"], row["line_code"], row["unit_code"], row["period"]
        if row["role"] in ("submit", "attend") and at is not pd.NaT:
            kind = "late" if row["state"] == "done_late" else "held"
            title = f"{row[view.column('line')]} {period}".strip()
            yield [line, unit, f"{unit} {line} {period}", kind, at, at, title, _short(view, row), False]


def _line(view: View, code: str) -> str:
    return f"{code} {view.line(code)}" if code else view.t("timeline.own")


def _cell(
    view: View, name: str, cell: tuple[str, datetime], counts: Mapping[str, int], bins: Bins
) -> tuple[object, ...]:
    """A row of CELLS."""
    row, start = cell
    numbers = {kind: counts[kind] for kind in KINDS}
    numbers["held"] += numbers["late"]
    return row, start, *numbers.values(), _hover(view, name, start, numbers, bins)


def _hover(view: View, name: str, start: datetime, numbers: Mapping[str, int], bins: Bins) -> str:
    last = start + timedelta(days=bins.days - 1)
    when = f"{start:%Y-%m-%d}" if bins.days == 1 else f"{start:%Y-%m-%d} – {last:%m-%d}"
    said = [view.t(f"timeline.hover.{kind}", n=number) for kind, number in numbers.items() if number]
    return "<br>".join([f"<b>{name}</b>", when, *said])


def _bar_hover(view: View, row: dict[str, Any]) -> str:
    same = row["start"].date() == row["end"].date()
    when = f"{row['start']:%Y-%m-%d}" if same else f"{row['start']:%Y-%m-%d} – {row['end']:%m-%d}"
    kind = view.t(f"timeline.kind.{row['kind']}")
    return f"<b>{row['title']}</b><br>{row['unit']} · {_line(view, row['line_code'])}<br>{when} · {kind}"
