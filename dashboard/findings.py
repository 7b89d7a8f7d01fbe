"""The finding of a page in words, computed: who stands out, stated and inferred deadlines apart, what was due last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from babel.lists import format_list

from dashboard import agenda
from dashboard.i18n import LOCALES
from dashboard.ranking import ranked, ratio, top
from dashboard.rows import records
from dashboard.view import View, rate_text

NAMES = 4
"""More names than these do not fit a headline: the first ones are named, the others counted."""


@dataclass(frozen=True)
class Finding:
    """The headline of a page, and the sentence below it."""

    title: str
    lead: str


def named(view: View, frame: pd.DataFrame, group: str, most: int = NAMES) -> str:
    """The units of `frame` in words: all of them up to `most`, else the first ones and how many there are."""
    names = frame[view.column("unit")].tolist()
    if len(names) <= most:
        return join(view, names)
    first = join(view, names[: most - 1], style="unit")
    return view.t("finding.among", names=first, count=units(view, group, len(names)))


def join(view: View, names: Sequence[str], style: Literal["standard", "unit"] = "standard") -> str:
    """A、B和C; A, B and C."""
    return format_list([str(name) for name in names], style=style, locale=LOCALES[view.lang]) if names else ""


def units(view: View, group: str, n: int) -> str:
    """So many units of a group: 13 个市(地), 13 cities."""
    return view.t(f"finding.units.{group}", n=n)


def overview(view: View, completion: pd.DataFrame, obligations: pd.DataFrame, group: str) -> Finding:
    """What the overview finds for one unit group: `completion` and `obligations` hold that group only."""
    late = agenda.overdue(obligations)
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
    return view.t(
        "finding.latest.line",
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
        key = "finding.stated.one" if items == 1 else "finding.stated.same"
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
    own = completion[completion["unit_code"] == code]
    name = view.name(records(own)[0], "unit")
    late = agenda.overdue(obligations)
    share = ratio(own, "on_time_stated")
    if late.empty:
        key = "finding.unit.on_track" if int(own["due"].iloc[0]) else "finding.unit.nothing_due"
        title = view.t(key, name=name, n=int(own["due"].iloc[0]), done=int(own["done_due"].iloc[0]))
    else:
        first = records(late)[0]
        title = view.t(
            "finding.unit.late",
            n=len(late),
            name=name,
            stated=len(agenda.stated(late)),
            line=view.short(first, "line"),
            days=view.t("finding.days", n=int(first["days_overdue"])),
        )
    rank, small, of = place(completion, code)
    lead = view.t("finding.unit.rank.none")
    if rank is not None:
        sample = view.t("finding.unit.small") if small else ""
        lead = view.t(
            "finding.unit.rank", rate=rate_text(share.n, share.d), rank=rank, of=units(view, group, of), sample=sample
        )
    return Finding(title, lead)


def place(completion: pd.DataFrame, code: str) -> tuple[int | None, bool, int]:
    """A unit's rank by on-time rate on stated deadlines (G12; None: unranked), small sample or not, out of how many."""
    order = ranked(completion)
    own = order[order["unit_code"] == code]
    counted = int(order["rank"].notna().sum())
    if own.empty or pd.isna(own["rank"].iloc[0]):
        return None, False, counted
    return int(own["rank"].iloc[0]), bool(own["small_sample"].iloc[0]), counted
