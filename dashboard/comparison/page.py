"""What the page of changes shows: the bridges, what happened, and what was revised of the earlier instant."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.comparison.pair import when
from dashboard.data import reader, store
from dashboard.data.memory import remembered
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.comparison.bridges import Bridge, Comparison, load_comparison
from data_access.comparison.pairs import Refusal
from data_access.comparison.revised import Revised, list_revised
from data_access.comparison.standing import FIGURES
from data_access.events.happened import EVENTS, Event, list_events
from data_access.notice.units import Place
from data_access.urgency import order
from data_access.wording import number

FIRST: Final = 300
"""Rows of a list that the page shows; its file has all."""


@dataclass(frozen=True)
class Changes:
    """Two instants of the view of pair.choose."""

    comparison: Comparison
    events: Sequence[Event]
    """What happened after the first instant, as known now."""
    revised: Sequence[Revised]
    finding: Finding

    @property
    def figures(self) -> list[str]:
        """Those that are compared."""
        return [one.figure for one in self.comparison.whole]

    def whole(self, figure: str) -> Bridge:
        """The bridge of a figure over all units."""
        return next(one for one in self.comparison.whole if one.figure == figure)

    def units(self, figure: str) -> list[Bridge]:
        """The bridges of a figure, one for each unit, most pressing first."""
        return [one for one in self.comparison.units if one.figure == figure]

    @property
    def kinds(self) -> dict[str, int]:
        """Kind of event -> how many; those of which there is none are left out."""
        counted = Counter(one.kind for one in self.events)
        return {kind: counted[kind] for kind in EVENTS if counted[kind]}

    def of_kind(self, kind: str) -> list[Event]:
        """The events of one kind."""
        return [one for one in self.events if one.kind == kind]


@dataclass(frozen=True)
class Counted:
    """The events of a city by kind."""

    place: Place
    n: Mapping[str, int]


@remembered
def read(view: View) -> Changes:
    """What changed between the two instants of `view`, which can be compared."""
    comparison = reader.read(load_comparison, view)
    assert comparison is not None  # pair.refused has been asked
    revised = reader.read(list_revised, view)
    return Changes(comparison, reader.read(list_events, view), revised, finding(view, comparison, len(revised)))


def per_place(view: View, found: Changes) -> list[Counted]:
    """The events of each city that has any, most pressing first; those of no city last."""
    counted: dict[Place, Counter[str]] = {}
    for one in found.events:
        counted.setdefault(one.place, Counter())[one.kind] += 1
    rows = [Counted(place, kinds) for place, kinds in counted.items()]
    return order.in_order(rows, store.urgency(view), lambda row: row.place.code)


def finding(view: View, comparison: Comparison, revised: int) -> Finding:
    """How the overdue changed, tasks first, then the hazards of each grade; below it what was revised, apart."""
    of = {one.figure: one.n for one in comparison.whole}
    since, until = when(view, comparison.since), when(view, view.question.as_of)
    tasks = of["overdue"]
    said = [
        view.t(
            "compared.finding" if tasks.known != tasks.now else "compared.finding.same",
            since=since,
            until=until,
            before=tasks.known,
            n=tasks.now,
            came=tasks.happened.came,
            gone=tasks.happened.gone,
        )
    ]
    for grade in ("general", "major"):
        span = of.get(f"{grade}_overdue")
        if span is not None:
            same = "" if span.known != span.now else ".same"
            said.append(view.t(f"compared.finding.{grade}{same}", before=span.known, n=span.now))
    key = "none" if not revised else "other" if tasks.then == tasks.known else "overdue"
    lead = view.t(
        f"compared.lead.{key}", since=since, n=revised, count=number(revised), then=tasks.then, known=tasks.known
    )
    return Finding(view.t("list.clauses").join(said), lead)


def counted(view: View, key: str, n: int) -> str:
    """The title `key` of a list of n things."""
    return view.t(key, n=n, count=number(n))


def refusal(view: View, why: Refusal) -> str:
    """Why the two instants of `view` cannot be compared, in words."""
    since = view.question.since or view.question.as_of
    key = f"compared.refused.{why.why}" + ("" if why.earliest or why.why == "order" else ".never")
    notice = next((one.label(view.lang) for one in view.choices.campaigns if one.code == why.notice), why.notice)
    return view.t(
        key,
        since=when(view, since),
        until=when(view, view.question.as_of),
        notice=notice,
        earliest=view.day(why.earliest) if why.earliest else "",
    )


def words(view: View) -> dict[str, str]:
    """Figure -> its name."""
    return {figure: view.word("compared", figure) for figure in FIGURES}
