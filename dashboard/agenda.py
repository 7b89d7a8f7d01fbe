"""What is late, what comes next, what came last: the lists that a leader reads, out of the frame of obligations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from dashboard.rows import records

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
    return obligations[obligations["unit_group"] == group].reset_index(drop=True)


def overdue(obligations: pd.DataFrame) -> pd.DataFrame:
    """The overdue obligations, the longest overdue first, a stated deadline before an inferred one of the same day."""
    late = obligations[obligations["state"] == "overdue"]
    keys = late.assign(inferred=late["due_basis"] != "stated")
    order = keys.sort_values(["days_overdue", "inferred"], ascending=[False, True], kind="stable").index
    return late.loc[order].reset_index(drop=True)


def stated(obligations: pd.DataFrame) -> pd.DataFrame:
    """Those whose deadline stands in the notice."""
    return obligations[obligations["due_basis"] == "stated"]


def inferred(obligations: pd.DataFrame) -> pd.DataFrame:
    """Those whose deadline is ours (推定)."""
    return obligations[obligations["due_basis"] == "inferred"]


def per_unit(obligations: pd.DataFrame) -> pd.DataFrame:
    """One row per unit with `items` (int64), the unit with the most first, ties in the frame's order."""
    units = [name for name in obligations.columns if name.startswith("unit_") or name == "city_adcode"]
    counts = obligations.groupby(units, sort=False, dropna=False).size().rename("items").reset_index()
    return counts.sort_values("items", ascending=False, kind="stable").reset_index(drop=True)


def due_soon(obligations: pd.DataFrame) -> pd.DataFrame:
    """What falls due within 7 days: one row per deadline, line, period and unit group, soonest first.

    Columns: due_at, line columns, period, due_basis, unit_group, `units` (int64: how many have not done it) and
    `names_zh`, `names_en` (lists of their names, in the official order).
    """
    soon = obligations[obligations["due_soon"]]
    groups = soon.groupby([*TASK, *LINE], sort=False, dropna=False)
    found = groups.agg(
        units=("unit_code", "size"), names_zh=("unit_zh", list), names_en=("unit_en", list)
    ).reset_index()
    return found.sort_values("due_at", kind="stable").reset_index(drop=True)


def latest_deadline(obligations: pd.DataFrame, as_of: datetime) -> Deadline | None:
    """The newest deadline that has passed by `as_of`; waived obligations are left out."""
    bound = obligations[(obligations["due_at"] <= as_of) & (obligations["state"] != "waived")]
    return None if bound.empty else _deadline(bound[bound["due_at"] == bound["due_at"].max()])


def next_deadline(obligations: pd.DataFrame, as_of: datetime) -> Deadline | None:
    """The first deadline after `as_of` that somebody still has to meet; waived obligations are left out."""
    bound = obligations[(obligations["due_at"] > as_of) & (obligations["state"] != "waived")]
    open_ = bound[bound["state"] == "not_due"]
    return None if open_.empty else _deadline(bound[bound["due_at"] == open_["due_at"].min()])


def _deadline(bound: pd.DataFrame) -> Deadline:
    tasks = bound.drop_duplicates(["line_code", "period"])
    return Deadline(
        due_at=bound["due_at"].iloc[0].to_pydatetime(),
        line=records(tasks)[0] if len(tasks) == 1 else None,
        lines=len(tasks),
        basis="stated" if (bound["due_basis"] == "stated").any() else "inferred",
        done=int(bound["state"].isin(DONE).sum()),
        due=len(bound),
    )
