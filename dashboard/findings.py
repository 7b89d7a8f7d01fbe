"""The finding of a page in words, computed: who stands out, stated and inferred deadlines apart, what was due last."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.lists import format_list

from dashboard import agenda
from dashboard.agenda import Items, top
from dashboard.i18n import LOCALES
from dashboard.view import View, rate_text
from data_access.completion import Counts, UnitCounts
from data_access.labels import Unit
from data_access.obligations import Obligation
from data_access.rates import SMALL_SAMPLE, ranks, ratio

FEW = 3
NAMES = 4
"""More names than these do not fit a headline: the first ones are named, the others counted."""


@dataclass(frozen=True)
class Finding:
    """The headline of a page, and the sentence below it."""

    title: str
    lead: str


def named(view: View, items: Sequence[Items], group: str, most: int = NAMES) -> str:
    """The units in words: all of them up to `most`, else the first ones and how many there are."""
    names = [view.name(one.unit) for one in items]
    if len(names) <= most:
        return join(view, names)
    first = view.t("list.and").join(names[: most - 1])
    return view.t("finding.among", names=first, count=units(view, group, len(names)))


@cache
def locale(lang: str) -> Locale:
    """Babel's rules of a language; to find them by name takes 0.1 ms each time."""
    return Locale.parse(LOCALES[lang])


def join(view: View, names: Sequence[str]) -> str:
    """A、B和C; A, B and C."""
    return format_list(list(names), locale=locale(view.lang)) if names else ""


def some(view: View, names: Sequence[str], more: str = "finding.some") -> str:
    """The names joined; of more than three the first ones, and in the words `more` how many there are."""
    shown = join(view, names[:FEW])
    return shown if len(names) <= FEW else view.t(more, names=shown, n=len(names))


def units(view: View, group: str, n: int) -> str:
    """So many units of a group: 13 个市(地), 13 cities."""
    return view.t(f"finding.units.{group}", n=n)


def overview(view: View, counts: Sequence[Counts], obligations: Sequence[Obligation], group: str) -> Finding:
    """What the overview finds for one unit group, whose counts per unit and obligations these are."""
    late = [one for one in obligations if one.state == "overdue"]  # in the official order, in which names are listed
    lead = view.t(
        "finding.lead",
        inferred=_inferred(view, agenda.per_unit(agenda.of_basis(late, "inferred")), group),
        latest=latest(view, obligations, group),
    )
    return Finding(_stated(view, counts, agenda.per_unit(agenda.of_basis(late, "stated")), group), lead)


def latest(view: View, obligations: Sequence[Obligation], group: str) -> str:
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
        line=view.short(last.line),
        basis=view.t(f"finding.basis.{last.basis}"),
        done=f"{last.done:,}",
        due=units(view, group, last.due),
    )


def _stated(view: View, counts: Sequence[Counts], late: Sequence[Items], group: str) -> str:
    share = ratio(counts, "on_time_stated")
    if not share.d:
        return view.t("finding.stated.not_yet")
    if not late:
        return view.t("finding.stated.done", n=share.d, on_time=rate_text(share.n, share.d))
    items = sum(one.items for one in late)
    most = top(late)
    if len(most) == len(late):
        several = "finding.stated.same" if len(late) > 1 else "finding.stated.unit"
        key = "finding.stated.one" if items == 1 else several
        return view.t(key, n=len(late), names=named(view, late, group), each=late[0].items)
    return view.t(
        "finding.stated.most",
        n=len(late),
        units=units(view, group, len(late)),
        items=items,
        names=named(view, most, group),
        each=most[0].items,
    )


def _inferred(view: View, late: Sequence[Items], group: str) -> str:
    if not late:
        return view.t("finding.inferred.none")
    most, items = top(late), sum(one.items for one in late)
    if len(late) == 1:
        return view.t("finding.inferred.one", n=items, names=named(view, late, group))
    key = "finding.inferred.same" if len(most) == len(late) else "finding.inferred.most"
    return view.t(
        key,
        n=items,
        units=units(view, group, len(late)),
        names=named(view, most, group),
        each=most[0].items,
    )


def unit(view: View, among: Sequence[UnitCounts], obligations: Sequence[Obligation], whose: Unit) -> Finding:
    """What the page of one unit finds: `among` is its whole group (for the rank), `obligations` are its own."""
    place = [one.unit for one in among].index(whose)
    own, name = among[place].counts, view.name(whose)
    late = agenda.overdue(obligations)
    if not late:
        key = "finding.unit.on_track" if own.due else "finding.unit.nothing_due"
        title = view.t(key, name=name, n=own.due, done=own.done_due)
    else:
        longest = [one for one in late if one.days_overdue == late[0].days_overdue]
        title = view.t(
            _late_key(len(longest), len(late)),
            n=len(late),
            name=name,
            stated=len(agenda.of_basis(late, "stated")),
            line=view.short(longest[0].line),
            several=len(longest),
            days=view.t("finding.days", n=longest[0].days_overdue),
        )
    return Finding(title, _placed(view, own, place, ranks([one.counts for one in among]), whose.group))


def _late_key(longest: int, n: int) -> str:
    if n > 1 and longest == n:
        return "finding.unit.late.equal"
    return "finding.unit.late" if longest == 1 else "finding.unit.late.several"


def _placed(view: View, own: Counts, place: int, ranked: Sequence[int | None], group: str) -> str:
    """The unit's rank by on-time rate on stated deadlines among those of its group that have one (G12)."""
    rank = ranked[place]
    if rank is None:
        return view.t("finding.unit.rank.none")
    return view.t(
        "finding.unit.rank.shared" if ranked.count(rank) > 1 else "finding.unit.rank",
        rate=rate_text(own.on_time_stated, own.due_stated),
        rank=rank,
        of=units(view, group, sum(other is not None for other in ranked)),
        sample=view.t("finding.unit.small") if own.due_stated < SMALL_SAMPLE else "",
    )
