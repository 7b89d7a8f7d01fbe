"""The five headline figures: completion, completion of what is due, punctuality, what is overdue, what is due next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.parts.figure import Figure, figure
from dashboard.view import View
from data_access.obligations import agenda
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts
from data_access.obligations.rates import ratio
from data_access.urgency.standings import Standing
from data_access.wording import rate_text, signed

RANKED = ("completion", "due_completion", "on_time")


@dataclass(frozen=True)
class Before:
    """The same units' counts at the end of an earlier day, the deadline before."""

    day: date
    counts: Sequence[Counts]


def figures(
    view: View,
    group: str,
    counts: Sequence[Counts],
    obligations: Sequence[Obligation],
    before: Before | None = None,
    standings: Mapping[str, Standing] | None = None,
) -> list[Figure]:
    """The figures of one unit group, or of the units of it that were chosen: their counts and obligations.

    With `before` each says what has changed since, with `standings` (by rate) the rank.
    """
    question = view.question.of_groups(group)
    late = agenda.overdue(obligations)
    stated = ratio(counts, "on_time_stated")
    change = _changes(view, counts, before)
    rank = _ranks(view, standings or {})
    shares = {
        name: replace(
            figure(view, name, obligations, view.t(f"rate.{name}"), question),
            note=_notes(view, rank[name], change[name]),
        )
        for name in ("completion", "due_completion", "on_time")
    }
    return [
        shares["completion"],
        shares["due_completion"],
        replace(shares["on_time"], unit=view.t("headline.stated", rate=rate_text(stated.n, stated.d))),
        replace(
            figure(view, "overdue", obligations, view.t("headline.overdue"), question),
            unit=view.t("headline.items", n=len(late)),
            note=_notes(
                view,
                view.t("headline.stated_items", n=len(agenda.of_basis(late, "stated"))) if late else "",
                change["overdue"],
            ),
            tone="red" if late else "gray",
        ),
        replace(_next(view, obligations), question=question),
    ]


def _notes(view: View, *said: str) -> str:
    return view.t("list.dot").join(note for note in said if note)


def _ranks(view: View, standings: Mapping[str, Standing]) -> dict[str, str]:
    """The rank by each rate among the whole group (G12), in words; "" where none is to be said or the rate is “/”."""
    told = {name: standings[name] for name in RANKED if name in standings and standings[name].rank is not None}
    return {
        name: view.t("headline.rank", rank=told[name].rank, of=told[name].among) if name in told else ""
        for name in RANKED
    }


def _changes(view: View, counts: Sequence[Counts], before: Before | None) -> dict[str, str]:
    """What has changed since, in words, per figure; "" where there is nothing to compare."""
    said = dict.fromkeys([*RANKED, "overdue"], "")
    if before is None or not before.counts:
        return said
    day = view.day(before.day)
    for name in RANKED:
        now, then = ratio(counts, name).value, ratio(before.counts, name).value
        if now is not None and then is not None:
            said[name] = view.t("headline.points", day=day, change=signed(100 * (now - then), 1))
    more = sum(one.overdue for one in counts) - sum(one.overdue for one in before.counts)
    said["overdue"] = view.t("headline.change", day=day, change=signed(more))
    return said


def _next(view: View, obligations: Sequence[Obligation]) -> Figure:
    coming = agenda.next_deadline(obligations, view.question.as_of)
    label = view.t("headline.next")
    if coming is None:
        return Figure(label, note=view.t("headline.next.none"), definition_key="next_deadline", tone="gray")
    days = (view.local(coming.due_at).date() - view.local(view.question.as_of).date()).days
    name = view.t("headline.lines", n=coming.lines) if coming.line is None else view.short(coming.line)
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
