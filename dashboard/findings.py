"""The finding of a page in words, computed: who stands out, stated and inferred deadlines apart, what was due last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from babel.lists import format_list

from dashboard import agenda
from dashboard.i18n import LOCALES
from dashboard.ranking import SMALL_SAMPLE, ranks, ratio, top
from dashboard.rows import records
from dashboard.view import View, rate_text
from data_access.frames import UNIT

NAMES = 4
"""More names than these do not fit a headline: the first ones are named, the others counted."""
LATE = [*UNIT, "state", "due_basis"]
"""What the findings take from overdue obligations: each further column of text costs 0.1 ms a selection."""


@dataclass(frozen=True)
class Finding:
    """The headline of a page, and the sentence below it."""

    title: str
    lead: str


def named(view: View, frame: pd.DataFrame, group: str, most: int = NAMES) -> str:
    """The units of `frame` in words: all of them up to `most`, else the first ones and how many there are."""
    names = [view.name(row, "unit") for row in records(frame)]
    if len(names) <= most:
        return join(view, names)
    first = view.t("list.and").join(names[: most - 1])
    return view.t("finding.among", names=first, count=units(view, group, len(names)))


def join(view: View, names: Sequence[str]) -> str:
    """A、B和C; A, B and C."""
    return format_list([str(name) for name in names], locale=LOCALES[view.lang]) if names else ""


def units(view: View, group: str, n: int) -> str:
    """So many units of a group: 13 个市(地), 13 cities."""
    return view.t(f"finding.units.{group}", n=n)


def overview(view: View, completion: pd.DataFrame, obligations: pd.DataFrame, group: str) -> Finding:
    """What the overview finds for one unit group: `completion` and `obligations` hold that group only."""
    late = agenda.of_state(obligations[LATE], "overdue")  # in the official order, in which names are listed
    lead = view.t(
        "finding.lead",
        inferred=_inferred(view, agenda.per_unit(agenda.inferred(late)), group),
        latest=latest(view, obligations, group),
    )
    return Finding(_stated(view, completion, agenda.per_unit(agenda.stated(late)), group), lead)


def latest(view: View, obligations: pd.DataFrame, group: str) -> str:
    """What was due latest, whether the notice says so, and how many have done it; or that nothing has been due."""
    last = agenda.latest_deadline(obligations, view.q.as_of)
    if last is None:
        return view.t("finding.latest.none")
    day = view.day(last.due_at)
    if last.line is None:
        return view.t("finding.latest.lines", n=last.lines, day=day, done=f"{last.done:,}", due=f"{last.due:,}")
    key = f"finding.latest.line.{'done' if last.done else 'open'}" if last.due == 1 else "finding.latest.line"
    return view.t(
        key,
        day=day,
        line=view.short(last.line, "line"),
        basis=view.t(f"finding.basis.{last.line['due_basis']}"),
        done=f"{last.done:,}",
        due=units(view, group, last.due),
    )


def _stated(view: View, completion: pd.DataFrame, late: pd.DataFrame, group: str) -> str:
    share = ratio(completion, "on_time_stated")
    if not share.d:
        return view.t("finding.stated.not_yet")
    if late.empty:
        return view.t("finding.stated.done", n=share.d, on_time=rate_text(share.n, share.d))
    items = int(late["items"].sum())
    most = top(late, "items")
    if len(most) == len(late):
        several = "finding.stated.same" if len(late) > 1 else "finding.stated.unit"
        key = "finding.stated.one" if items == 1 else several
        return view.t(key, n=len(late), names=named(view, late, group), each=int(late["items"].iloc[0]))
    return view.t(
        "finding.stated.most",
        n=len(late),
        units=units(view, group, len(late)),
        items=items,
        names=named(view, most, group),
        each=int(most["items"].iloc[0]),
    )


def _inferred(view: View, late: pd.DataFrame, group: str) -> str:
    if late.empty:
        return view.t("finding.inferred.none")
    most, items = top(late, "items"), int(late["items"].sum())
    if len(late) == 1:
        return view.t("finding.inferred.one", n=items, names=named(view, late, group))
    key = "finding.inferred.same" if len(most) == len(late) else "finding.inferred.most"
    return view.t(
        key,
        n=items,
        units=units(view, group, len(late)),
        names=named(view, most, group),
        each=int(most["items"].iloc[0]),
    )


def unit(view: View, completion: pd.DataFrame, obligations: pd.DataFrame, code: str, group: str) -> Finding:
    """What the page of one unit finds: `completion` holds its whole group (for the rank), `obligations` its own."""
    place = completion["unit_code"].tolist().index(code)
    own = records(completion.iloc[place : place + 1])[0]
    name = view.name(own, "unit")
    late = records(agenda.overdue(obligations))
    if not late:
        key = "finding.unit.on_track" if own["due"] else "finding.unit.nothing_due"
        title = view.t(key, name=name, n=own["due"], done=own["done_due"])
    else:
        longest = [row for row in late if row["days_overdue"] == late[0]["days_overdue"]]
        title = view.t(
            _late_key(len(longest), len(late)),
            n=len(late),
            name=name,
            stated=sum(row["due_basis"] == "stated" for row in late),
            line=view.short(longest[0], "line"),
            several=len(longest),
            days=view.t("finding.days", n=longest[0]["days_overdue"]),
        )
    return Finding(title, _placed(view, own, place, ranks(completion), group))


def _late_key(longest: int, n: int) -> str:
    if n > 1 and longest == n:
        return "finding.unit.late.equal"
    return "finding.unit.late" if longest == 1 else "finding.unit.late.several"


def _placed(view: View, own: dict[str, Any], place: int, ranked: Sequence[int | None], group: str) -> str:
    """The unit's rank by on-time rate on stated deadlines among those of its group that have one (G12)."""
    rank = ranked[place]
    if rank is None:
        return view.t("finding.unit.rank.none")
    return view.t(
        "finding.unit.rank.shared" if ranked.count(rank) > 1 else "finding.unit.rank",
        rate=rate_text(own["on_time_stated"], own["due_stated"]),
        rank=rank,
        of=units(view, group, sum(other is not None for other in ranked)),
        sample=view.t("finding.unit.small") if own["due_stated"] < SMALL_SAMPLE else "",
    )
