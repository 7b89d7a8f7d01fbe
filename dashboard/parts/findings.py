"""The finding of a page, a computed sentence: which units stand out, and what was due last."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list

from dashboard.view import View
from data_access.i18n import locale
from data_access.notice.units import Line
from data_access.obligations import agenda
from data_access.obligations.agenda import Deadline, Items, top
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts, UnitCounts
from data_access.obligations.rates import ratio
from data_access.urgency.standings import Standing
from data_access.wording import rate_text

FEW = 3
PLACELESS = {"member", "office"}
"""The groups whose units belong to no city."""
NAMES = 4
"""So many names fit into a headline; of more, the first are named and the others counted."""


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


def join(view: View, names: Sequence[str]) -> str:
    """A、B和C; A, B and C."""
    return format_list(list(names), locale=locale(view.lang)) if names else ""


def some(view: View, names: Sequence[str], more: str = "finding.some") -> str:
    """The names joined; of more than three the first ones, and in the words `more` how many there are."""
    shown = join(view, names[:FEW])
    return shown if len(names) <= FEW else view.t(more, names=shown, n=len(names))


def each_of(view: View, most: Sequence[object], number: object) -> str:
    """The number that each of those with most has: 9, or of several 各 9."""
    return view.t("finding.each", each=number) if len(most) > 1 else str(number)


def cities(view: View) -> str:
    """The chosen cities in words; "" where none is chosen."""
    return some(view, [view.city(code) for code in view.filters.cities])


def of_choice(view: View) -> str:
    """The chosen cities and groups in words."""
    groups = view.filters.groups
    kinds = join(view, [view.t(f"finding.group.{one}") for one in groups])
    if view.filters.cities and groups not in ((), ("city",)):
        return view.t("finding.of", cities=cities(view), group=kinds)
    return cities(view) or kinds or view.t("finding.everybody")


def nothing(view: View, group: str = "") -> str:
    """The sentence for a choice without obligations, of `group` or of the chosen groups: 大庆市不承担 M4.1."""
    groups = (group,) if group else view.filters.groups
    of_group = view.asking(view.question.of_groups(*groups))
    if view.filters.cities and groups and set(groups) <= PLACELESS:
        return view.t("finding.nothing.units", who=of_choice(of_group))
    lines = some(view, [f"{code} {view.line(code)}" for code in view.filters.lines], "finding.some.lines")
    return view.t("finding.nothing" if lines else "finding.nothing.tasks", who=of_choice(of_group), lines=lines)


def none(view: View, key: str, narrowed: Sequence[str]) -> str:
    """The sentence for a choice without hazards, which may be good news: 大庆市没有已确认的重大隐患."""
    where = cities(view) or view.t("finding.everywhere")
    if not narrowed:
        return view.t(key, where=where)
    return view.t("finding.narrowed", said=view.t(key, where=where), narrowed=join(view, narrowed))


def units(view: View, group: str, n: int) -> str:
    """A number of units of a group: 13 个市(地), 13 cities."""
    return view.t(f"finding.units.{group}", n=n)


def overview(
    view: View, counts: Sequence[Counts], obligations: Sequence[Obligation], group: str, hazards: str = ""
) -> Finding:
    """What the overview finds for one unit group, whose counts per unit and obligations these are: everything that is
    late in the title, `hazards` (dashboard.hazards.page.overdue) among it; the deadlines of the notice apart below it.
    """
    late = [one for one in obligations if one.state == "overdue"]  # in the official order, in which names are listed
    clauses = [_tasks(view, counts, agenda.per_unit(late), group), hazards]
    title = view.t("list.clauses").join(clause for clause in clauses if clause)
    lead = view.t("finding.lead", stated=_stated(view, counts, late, group), latest=latest(view, obligations, group))
    return Finding(title, lead)


def latest(view: View, obligations: Sequence[Obligation], group: str) -> str:
    """What was due latest, whether the notice says so, and how many have done it; or that nothing has been due."""
    last = agenda.latest_deadline(obligations, view.question.as_of)
    if last is None:
        return view.t("finding.latest.none")
    more = view.t("finding.latest.extended", n=last.extended) if last.extended else ""
    said = _latest_line(view, last, last.line, group) if last.line else _latest_lines(view, last)
    return view.t("finding.latest", said=said + more)


def _latest_lines(view: View, last: Deadline) -> str:
    day = view.day(last.due_at)
    return view.t(
        "finding.latest.lines", n=last.due, lines=last.lines, day=day, done=f"{last.done:,}", due=f"{last.due:,}"
    )


def _latest_line(view: View, last: Deadline, line: Line, group: str) -> str:
    key = "finding.latest.line"
    if last.due == 1:
        key = f"finding.latest.line.{'done' if last.done else 'open'}"
    return view.t(
        key,
        day=view.day(last.due_at),
        line=view.short(line),
        basis=view.t(f"finding.basis.{last.basis}"),
        done=f"{last.done:,}",
        due=units(view, group, last.due),
    )


def _tasks(view: View, counts: Sequence[Counts], late: Sequence[Items], group: str) -> str:
    """What is overdue of the tasks, stated and inferred deadlines alike, and whose they are."""
    due = ratio(counts, "on_time")
    if not late:
        done = view.t("finding.tasks.done", n=due.d, on_time=rate_text(due.n, due.d))
        return done if due.d else view.t("finding.tasks.not_yet")
    n, most = sum(one.items for one in late), top(late)
    names, each = named(view, most, group), most[0].items
    if len(late) == 1:
        return view.t("finding.tasks.one", n=n, names=names)
    if len(most) == len(late):
        return view.t("finding.tasks.same", n=n, names=names, each=each)
    each_of_most, whose = each_of(view, most, each), units(view, group, len(late))
    return view.t("finding.tasks.most", n=n, units=whose, names=names, each=each_of_most)


def _stated(view: View, counts: Sequence[Counts], late: Sequence[Obligation], group: str) -> str:
    """The same of the deadlines that the notice states only; what is overdue beside them has ours (推定)."""
    share, stated = ratio(counts, "on_time_stated"), agenda.per_unit(agenda.of_basis(late, "stated"))
    if not share.d:
        return view.t("finding.stated.not_yet")
    if not stated:
        return view.t("finding.stated.done", n=share.d, on_time=rate_text(share.n, share.d))
    n, most = sum(one.items for one in stated), top(stated)
    key = "one" if len(stated) == 1 else "same" if len(most) == len(stated) else "most"
    each = each_of(view, most, most[0].items) if key == "most" else most[0].items
    said = view.t(f"finding.stated.{key}", n=n, names=named(view, most, group), each=each)
    rest = len(late) - n
    return said + (view.t("finding.stated.rest", n=rest) if rest else "")


def unit(
    view: View, one: UnitCounts, obligations: Sequence[Obligation], standing: Standing | None = None, hazards: str = ""
) -> Finding:
    """What the page of one unit finds: `obligations` are its own, `standing` its place in its group by the on-time rate
    on stated deadlines (G12), None where it is not told; `hazards` its overdue ones in words.
    """
    own, name = one.counts, view.name(one.unit)
    late = agenda.overdue(obligations)
    if not late:
        key = "finding.unit.on_track" if own.due else "finding.unit.nothing_due"
        title = view.t(key, name=name, n=own.due, done=own.done_due)
    else:
        longest = [task for task in late if task.days_overdue == late[0].days_overdue]
        title = view.t(
            _late_key(len(longest), len(late)),
            n=len(late),
            name=name,
            stated=len(agenda.of_basis(late, "stated")),
            line=view.short(longest[0].line),
            several=len(longest),
            days=view.t("finding.days", n=longest[0].days_overdue),
        )
    title = view.t("list.clauses").join(clause for clause in (title, hazards) if clause)
    return Finding(title, _placed(view, own, standing))


def _late_key(longest: int, n: int) -> str:
    if n > 1 and longest == n:
        return "finding.unit.late.equal"
    return "finding.unit.late" if longest == 1 else "finding.unit.late.several"


def _placed(view: View, own: Counts, standing: Standing | None) -> str:
    rate = rate_text(own.on_time_stated, own.due_stated)
    if not own.due_stated:
        return view.t("finding.unit.rank.none")
    if standing is None or standing.rank is None:
        return view.t("finding.unit.rate" if standing is None else "finding.unit.rank.few", rate=rate)
    return view.t(
        "finding.unit.rank.shared" if standing.shared else "finding.unit.rank",
        rate=rate,
        rank=standing.rank,
        of=units(view, standing.unit.group, standing.among),
    )
