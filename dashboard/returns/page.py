"""What the page of returns shows: who is in, late, sent back, missing or silent; whom to remind (questions 1 to 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Final

from dashboard.data import reader, store
from dashboard.data.memory import remembered
from dashboard.parts import findings
from dashboard.parts.figure import Figure, figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.notice.units import Line, Unit
from data_access.obligations.acts import Act, list_acts
from data_access.returns.likely_late import LikelyLate, Record, list_likely_late, load_record
from data_access.returns.reminders import Letter, letters, reminders_of
from data_access.returns.reporting import Return, returns_of
from data_access.returns.silence import Silence, silence_of
from data_access.returns.submissions import list_submissions
from data_access.returns.vacancies import Vacancy, list_vacancies
from data_access.wording import period as in_words

GROUPS: Final = ("city", "member", "office", "county")
MISSING: Final = ("missing", "returned")
FIGURES: Final = 4
"""Returns with a headline figure, beside the one that is owed week by week: those whose deadline is nearest."""


@dataclass(frozen=True)
class Reporting:
    """The returns of one unit group."""

    group: str
    returns: Sequence[Return]
    once: Sequence[Line]
    """Lines owed once, by their deadlines."""
    periods: Sequence[tuple[Line, str]]
    """Lines owed period by period with their periods, in order of time."""
    silence: dict[str, Silence]
    """Unit code -> its silence in the first line of periods."""

    @property
    def units(self) -> list[Unit]:
        """The units, each once, in official order."""
        return list(dict.fromkeys(one.unit for one in self.returns))

    def of(self, line: Line, period: str = "") -> list[Return]:
        """The returns of one line and period that were not excused."""
        here = (one for one in self.returns if one.line == line and one.period == period)
        return [one for one in here if one.reply != "waived"]


@dataclass(frozen=True)
class Returns:
    """What the page shows: groups of units side by side and never added (G9)."""

    groups: list[Reporting]
    letters: list[Letter]
    reminded: Figure
    """What the letters are about."""
    finding: Finding
    figures: list[Figure]
    likely: Sequence[LikelyLate]
    """Whom the rule of G16 names."""
    record: Record
    """How often that rule was right so far."""
    acts: Sequence[Act]
    """What was extended, waived or sent back, the newest first."""


@remembered
def read(view: View) -> Returns | None:
    """The returns for `view`; None when nobody who was asked for owes any."""
    owed = store.obligations(view)
    everything = returns_of(owed, reader.read(list_submissions, view), view.question.as_of)
    groups = [_group(view, group, [one for one in everything if one.unit.group == group]) for group in GROUPS]
    groups = [group for group in groups if group.returns]
    if not groups:
        return None
    vacant = reader.read(list_vacancies, view)
    due = reminders_of(owed, view.question)
    return Returns(
        groups,
        letters(due, view.question, view.lang),
        figure(view, "reminded", due, view.t("returns.reminded"), view.question),
        finding(view, groups[0], vacant),
        figures(view, groups[0]),
        reader.read(list_likely_late, view),
        reader.read(load_record, view),
        reader.read(list_acts, view),
    )


def _group(view: View, group: str, returns: Sequence[Return]) -> Reporting:
    dues: dict[Line, datetime | None] = {}
    for one in returns:
        if not one.period:
            dues.setdefault(one.line, one.due_at)
    once = sorted(dues, key=lambda line: (dues[line] is None, dues[line] or view.question.as_of))
    periods = dict.fromkeys((one.line, one.period) for one in returns if one.period)
    silence = {one.unit.code: one for one in reversed(silence_of(returns, view.question.as_of))}
    return Reporting(group, returns, once, sorted(periods, key=lambda period: period[1]), silence)


def finding(view: View, found: Reporting, vacant: Sequence[Vacancy]) -> Finding:
    """How many units miss something, and who misses most; what falls due next; who has been silent
    longest; whose liaison left."""
    missing = {unit: sum(one.reply in MISSING for one in found.returns if one.unit == unit) for unit in found.units}
    late = [unit for unit in found.units if missing[unit]]
    units = findings.units(view, found.group, len(found.units))
    if len(found.units) == 1 and late:
        title = view.t("returns.finding.unit", name=view.name(late[0]), n=missing[late[0]])
    elif late:
        most = max(missing.values())
        worst = [view.name(unit) for unit in late if missing[unit] == most]
        each = findings.each_of(view, worst, most)
        title = view.t("returns.finding", units=units, n=len(late), names=findings.some(view, worst), each=each)
    else:
        expected = any(one.is_in or (one.due_at and one.due_at <= view.question.as_of) for one in found.returns)
        title = view.t("returns.finding.none" if expected else "returns.finding.not_yet", units=units)
    gone = findings.some(view, [view.name(one.unit) for one in vacant])
    left = view.t("returns.vacant", names=gone) if vacant else ""
    return Finding(title, (_next(view, found) + _silent(view, found) + left).rstrip())


def _next(view: View, found: Reporting) -> str:
    """The first deadline ahead that somebody has still to meet."""
    ahead = [
        (one.due_at, one)
        for one in found.returns
        if one.due_at and one.due_at > view.question.as_of and not one.settled
    ]
    if not ahead:
        return ""
    due_at, first = min(ahead, key=itemgetter(0))
    owed = [one for one in found.of(first.line, first.period) if one.due_at == due_at]  # extended ones for themselves
    return view.t(
        "returns.next",
        line=_name(view, first.line, first.period),
        day=view.day(due_at),
        done=sum(one.is_in for one in owed),
        n=len(owed),
    )


def _name(view: View, line: Line, period: str) -> str:
    return f"{view.short(line)} {in_words(period, view.lang)}".strip()


def _silent(view: View, found: Reporting) -> str:
    longest = max((one.silent for one in found.silence.values()), default=0)
    if longest < 2:
        return ""
    names = [view.name(one.unit) for one in found.silence.values() if one.silent == longest]
    return view.t("returns.silent", names=findings.some(view, names), n=longest)


def _due(view: View, due_at: datetime, extended: int) -> str:
    """The deadline of a return, and how many units have a later one."""
    said = view.t("returns.figure.due", day=view.day(due_at))
    return said + (view.t("returns.figure.extended", n=extended) if extended else "")


def figures(view: View, found: Reporting) -> list[Figure]:
    """Of the first group: the returns whose deadlines are nearest, and the running week of what is owed weekly."""
    timed = [line for line in found.once if found.of(line) and found.of(line)[0].due_at is not None]
    nearest = sorted(
        timed, key=lambda line: abs((found.of(line)[0].due_at or view.question.as_of) - view.question.as_of)
    )[:FIGURES]
    told = [_figure(view, found, line, "") for line in timed if line in nearest]
    running = next(((one.line, one.period) for one in found.returns if one.period and one.running), None)
    return [*told, _figure(view, found, *running)] if running else told


def _figure(view: View, found: Reporting, line: Line, period: str) -> Figure:
    owed = found.of(line, period)
    question = view.question.of_lines(line.code).of_groups(found.group)
    count = {reply: sum(one.reply == reply for one in owed) for reply in ("in_time", "late", "missing", "returned")}
    missing = count["missing"] + count["returned"]
    note = view.t("returns.figure.note", in_time=count["in_time"], late=count["late"], missing=missing)
    dues = [one.due_at for one in owed if one.due_at is not None]
    extended = sum(due != min(dues) for due in dues)
    return replace(
        figure(view, "weekly_in" if period else "return_in", owed, _name(view, line, period), question),
        unit=_due(view, min(dues), extended) if dues else "",
        note=note,
        as_parts=True,
        tone="red" if missing else "blue",
    )
