"""The five headline figures: how far, how far of what is due, how punctual, what is late, what comes next."""

from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard import agenda
from dashboard.findings import units
from dashboard.parts import Figure
from dashboard.ranking import Ratio, ranks, ratio
from dashboard.view import View, rate_text

RANKED = ("completion", "due_completion", "on_time")


def group(
    view: View,
    completion: pd.DataFrame,
    before: pd.DataFrame | None,
    since: date | None,
    obligations: pd.DataFrame,
    among: pd.DataFrame | None = None,
) -> list[Figure]:
    """The figures of one unit group, or of the units of it that were chosen.

    `before`: the same counts at the end of the day `since`, the deadline before; None when there was none. `among`: the
    whole group, when `completion` is one unit of it whose rank is to be said.
    """
    code = str(completion["unit_group"].iloc[0])
    late = agenda.of_state(obligations[["unit_code", "state", "due_basis"]], "overdue")
    stated = ratio(completion, "on_time_stated")
    change = _changes(view, completion, before, since)
    ranks = _ranks(view, completion, among)
    return [
        _rate(view, "completion", ratio(completion, "completion"), ranks["completion"], change["completion"]),
        _rate(
            view,
            "due_completion",
            ratio(completion, "due_completion"),
            ranks["due_completion"],
            change["due_completion"],
        ),
        replace(
            _rate(view, "on_time", ratio(completion, "on_time"), ranks["on_time"], change["on_time"]),
            unit=view.t("headline.stated", rate=rate_text(stated.n, stated.d)),
        ),
        Figure(
            view.t("headline.overdue"),
            value=len(late),
            unit=view.t("headline.items", n=len(late)),
            note=_notes(
                view,
                view.t("headline.whose", units=units(view, code, len(set(late["unit_code"].tolist()))))
                if len(late) and len(completion) > 1
                else "",
                view.t("headline.stated_items", n=late["due_basis"].tolist().count("stated")) if len(late) else "",
                change["overdue"],
            ),
            definition_key="overdue",
            tone="red" if len(late) else "gray",
        ),
        _next(view, obligations),
    ]


def _rate(view: View, name: str, share: Ratio, *notes: str) -> Figure:
    return Figure(
        view.t(f"rate.{name}"),
        n=share.n,
        d=share.d,
        note=_notes(view, *notes),
        definition_key=name,
        tone="green" if name == "on_time" else "blue",
    )


def _notes(view: View, *said: str) -> str:
    return view.t("headline.also").join(note for note in said if note)


def _ranks(view: View, completion: pd.DataFrame, among: pd.DataFrame | None) -> dict[str, str]:
    """The rank by each rate among the whole group (G12), in words; "" where none is to be said or the rate is “/”."""
    said = dict.fromkeys(RANKED, "")
    if among is None:
        return said
    place = among["unit_code"].tolist().index(completion["unit_code"].iat[0])
    for name in RANKED:
        order = ranks(among, name)
        if order[place] is not None:
            said[name] = view.t("headline.rank", rank=order[place], of=sum(rank is not None for rank in order))
    return said


def _changes(view: View, completion: pd.DataFrame, before: pd.DataFrame | None, since: date | None) -> dict[str, str]:
    """What has changed since the deadline before, in words, per figure; "" where there is nothing to compare."""
    if before is None or since is None or before.empty:
        return dict.fromkeys([*RANKED, "overdue"], "")
    day = view.day(since)
    said = {}
    for name in RANKED:
        now, then = ratio(completion, name).value, ratio(before, name).value
        points = None if now is None or then is None else 100 * (now - then)
        said[name] = "" if points is None else view.t("headline.points", day=day, change=_signed(f"{points:+.1f}"))
    more = sum(completion["overdue"].tolist()) - sum(before["overdue"].tolist())
    said["overdue"] = view.t("headline.change", day=day, change=_signed(f"{more:+,}"))
    return said


def _signed(number: str) -> str:
    return number.replace("-", "\u2212")


def _next(view: View, obligations: pd.DataFrame) -> Figure:
    coming = agenda.next_deadline(obligations, view.q.as_of)
    label = view.t("headline.next")
    if coming is None:
        return Figure(label, note=view.t("headline.next.none"), definition_key="next_deadline", tone="gray")
    days = (view.local(coming.due_at).date() - view.local(view.q.as_of).date()).days
    name = view.t("headline.lines", n=coming.lines) if coming.line is None else view.short(coming.line, "line")
    return Figure(
        label,
        value=days,
        unit=view.t("headline.days", n=days),
        note=view.t(
            f"headline.next.{coming.basis}",
            day=view.day(coming.due_at),
            name=name,
            done=coming.done,
            due=coming.due,
        ),
        definition_key="next_deadline",
        tone="gray",
    )
