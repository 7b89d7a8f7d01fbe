"""What is late, what comes next, what came last: the lists that a leader reads, out of the frame of obligations."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from dashboard.rows import records, taken

DONE = ["done_on_time", "done_off_date", "done_late"]
TASK = ["due_at", "line_code", "period"]
LINE = ["line_zh", "line_en", "line_short_zh", "line_short_en", "due_basis", "unit_group"]


@dataclass(frozen=True)
class Deadline:
    """A deadline and what has come of it: its line (None when it closes several), done out of due."""

    due_at: datetime
    line: dict[str, Any] | None
    lines: int
    basis: str
    """stated when the notice names the day for any of its lines."""
    done: int
    due: int


def of_group(obligations: pd.DataFrame, group: str) -> pd.DataFrame:
    """The obligations of one unit group: groups are listed apart and never added (C9, G9)."""
    return _where(obligations, "unit_group", group)


def overdue(obligations: pd.DataFrame) -> pd.DataFrame:
    """The overdue obligations, the longest overdue first, a stated deadline before an inferred one of the same day."""
    late = [place for place, state in enumerate(obligations["state"].tolist()) if state == "overdue"]
    days, basis = obligations["days_overdue"].tolist(), obligations["due_basis"].tolist()
    return taken(obligations, sorted(late, key=lambda place: (-days[place], basis[place] != "stated")))


def of_state(obligations: pd.DataFrame, state: str) -> pd.DataFrame:
    """The obligations in one state, in the frame's order."""
    return _where(obligations, "state", state)


def stated(obligations: pd.DataFrame) -> pd.DataFrame:
    """Those whose deadline stands in the notice."""
    return _where(obligations, "due_basis", "stated")


def inferred(obligations: pd.DataFrame) -> pd.DataFrame:
    """Those whose deadline is ours (推定)."""
    return _where(obligations, "due_basis", "inferred")


def per_unit(obligations: pd.DataFrame) -> pd.DataFrame:
    """One row per unit with `items` (int64), the unit with the most first, ties in the frame's order."""
    codes = obligations["unit_code"].tolist()
    items = Counter(codes)
    order = sorted(items, key=lambda code: -items[code])
    names = [name for name in obligations.columns if name.startswith("unit_") or name == "city_adcode"]
    units = taken(obligations[names], [codes.index(code) for code in order])
    return units.assign(items=pd.array([items[code] for code in order], dtype="int64"))


def due_soon(obligations: pd.DataFrame) -> pd.DataFrame:
    """What falls due within 7 days: one row per deadline, line, period and unit group, soonest first.

    Columns: due_at, line columns, period, due_basis, unit_group, `units` (int64: how many have not done it) and
    `names_zh`, `names_en` (lists of their names, in the official order).
    """
    tasks = obligations[[*TASK, *LINE]]
    soon: dict[tuple[Any, ...], list[int]] = {}
    keys = zip(*(tasks[name].tolist() for name in [*TASK, "due_basis", "unit_group"]), strict=True)
    for place, (is_soon, key) in enumerate(zip(obligations["due_soon"].tolist(), keys, strict=True)):
        if is_soon:
            soon.setdefault(key, []).append(place)
    due = tasks["due_at"].tolist()
    found = sorted(soon.values(), key=lambda places: due[places[0]])
    zh, en = obligations["unit_zh"].tolist(), obligations["unit_en"].tolist()
    more: dict[str, Any] = {
        "units": pd.array([len(places) for places in found], dtype="int64"),
        "names_zh": [[zh[place] for place in places] for places in found],
        "names_en": [[en[place] for place in places] for places in found],
    }
    return taken(tasks, [places[0] for places in found]).assign(**more)


def latest_deadline(obligations: pd.DataFrame, as_of: datetime) -> Deadline | None:
    """The newest deadline that has passed by `as_of`; waived obligations are left out."""
    due = obligations["due_at"].tolist()
    bound = [place for place in _not_waived(obligations) if due[place] <= as_of]
    last = max((due[place] for place in bound), default=None)
    return None if last is None else _deadline(obligations, [place for place in bound if due[place] == last])


def next_deadline(obligations: pd.DataFrame, as_of: datetime) -> Deadline | None:
    """The first deadline after `as_of` that somebody still has to meet; waived obligations are left out."""
    due, states = obligations["due_at"].tolist(), obligations["state"].tolist()
    bound = [place for place in _not_waived(obligations) if due[place] > as_of]
    first = min((due[place] for place in bound if states[place] == "not_due"), default=None)
    return None if first is None else _deadline(obligations, [place for place in bound if due[place] == first])


def _where(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return taken(frame, [place for place, found in enumerate(frame[column].tolist()) if found == value])


def _not_waived(obligations: pd.DataFrame) -> list[int]:
    return [place for place, state in enumerate(obligations["state"].tolist()) if state != "waived"]


def _deadline(obligations: pd.DataFrame, places: Sequence[int]) -> Deadline:
    lines, periods = obligations["line_code"].tolist(), obligations["period"].tolist()
    states, basis = obligations["state"].tolist(), obligations["due_basis"].tolist()
    tasks = {(lines[place], periods[place]) for place in places}
    first = records(obligations.iloc[places[0] : places[0] + 1])[0]
    return Deadline(
        due_at=first["due_at"].to_pydatetime(),
        line=first if len(tasks) == 1 else None,
        lines=len(tasks),
        basis="stated" if any(basis[place] == "stated" for place in places) else "inferred",
        done=sum(states[place] in DONE for place in places),
        due=len(places),
    )
