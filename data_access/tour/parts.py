"""The tour 龙江行: what was held, written and returned of its parts, per unit and per line, and the states."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Row

from data_access.activities.hosting import MODES
from data_access.annex3.figures import RETURNING
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.i18n import t
from data_access.notice.units import Line, Unit, load_units
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.counts import Counts, counts_of
from data_access.question import Question
from data_access.returns.ledgers import senders
from data_access.tables.columns import number
from data_access.tour.counts import select_hosted_of_group, select_hosted_of_unit, select_reports_by_line
from data_access.tour.media_summary import MEDIA_KIND
from data_access.tour.themes import THEMES, Returned, TourLine, list_returned, list_tour_lines

HELD: Final = ("held", *(f"held_{mode}" for mode in MODES))
NOT_HELD: Final = ("planned", "postponed", "cancelled")
SHOWN_THEMES: Final = tuple(theme for theme in THEMES if theme != "coverage")
"""The parts that a unit holds activities of; coverage is counted by reports (media_summary.py)."""


class Activities(NamedTuple):
    """Activities: the held ones by mode, and beside them those that are not."""

    held: int
    held_online: int
    held_offline: int
    held_mixed: int
    held_unstated: int
    planned: int
    postponed: int
    cancelled: int


class PartFigure(NamedTuple):
    """What the return in force says of a part (C10)."""

    metric: str
    """'' where Annex 3 has no such figure of this part."""
    zh: str
    en: str
    value: float | None

    @property
    def told_zh(self) -> str:
        """The value in Chinese words: '' without a figure, 未报 without a value."""
        return self._told("zh")

    @property
    def told_en(self) -> str:
        """The same in English."""
        return self._told("en")

    def _told(self, lang: str) -> str:
        if not self.metric:
            return ""
        return t(lang, "word.missing") if self.value is None else number(self.value)


NO_FIGURE: Final = PartFigure("", "", "", None)


class TourPart(NamedTuple):
    """What a unit did of one part of the tour. The figures of Annex 3 stand beside the rows and are never blended with
    them.
    """

    unit: Unit
    theme: str
    lines: str
    """The codes of its lines."""
    owed: tuple[tuple[str, str], ...]
    """Code and state of each line that the unit owes."""
    activities: Activities
    """Led or co-hosted, each whole (C11)."""
    reports: int | None
    """None where the unit sent no media ledger."""
    first: PartFigure
    second: PartFigure

    @property
    def states(self) -> str:
        """The states of its lines as codes."""
        return " ".join(f"{code}:{state}" for code, state in self.owed)

    @property
    def states_zh(self) -> str:
        """The states of its lines in Chinese words; a line is named where there are several."""
        return self._states("zh")

    @property
    def states_en(self) -> str:
        """The same in English."""
        return self._states("en")

    def _states(self, lang: str) -> str:
        several = len(self.owed) > 1
        words = ((f"{code} " if several else "") + t(lang, f"state.{state}") for code, state in self.owed)
        return t(lang, "list.clauses").join(words)


class TourLineCounts(NamedTuple):
    """A line of the tour in a group of units; a joint activity counts once in its group (G8)."""

    group: str
    line: Line
    theme: str
    """'' for a line that is no part of any."""
    owed: Counts
    activities: Activities
    reports: int


def narrowed(q: Question, lines: Sequence[TourLine]) -> Question:
    """The question about these lines only."""
    return q.of_lines(*(one.line.code for one in lines))


def list_tour(s: Snapshot, q: Question) -> tuple[TourPart, ...]:
    """One for each city and member unit and each part of the tour that is chosen, at T."""
    lines = list_tour_lines(s, q)
    if not any(one.theme for one in lines):
        return ()
    hosted = _hosted(s.ask(select_hosted_of_unit, q))
    reports: Counter[tuple[str, str]] = Counter({(u, c): n for u, c, n in s.ask(select_reports_by_line, q)})
    sent = senders(s, q, MEDIA_KIND) | {unit for unit, _ in reports}
    returned = {(row.unit.code, row.thing): row for row in list_returned(s, q)}
    owed = {(one.unit.code, one.line.code): one for one in list_obligations(s, narrowed(q, lines))}
    found = []
    for unit in load_units(s, q).values():
        for theme in SHOWN_THEMES if unit.group in RETURNING else ():
            codes = [one.line.code for one in lines if one.theme == theme]
            if codes:
                due = tuple((code, owed[unit.code, code].state) for code in codes if (unit.code, code) in owed)
                activities = _activities(hosted, unit.code, codes)
                written = sum(reports[unit.code, code] for code in codes) if unit.code in sent else None
                first, second = _figures([returned.get((unit.code, thing)) for thing in THEMES[theme]])
                found.append(TourPart(unit, theme, " ".join(codes), due, activities, written, first, second))
    return tuple(found)


def list_tour_line_rows(s: Snapshot, q: Question) -> tuple[TourLineCounts, ...]:
    """One for each group and line of the tour that one of its units owes or holds; groups are never added (G9)."""
    lines = list_tour_lines(s, q)
    if not lines:
        return ()
    group_of = {unit.code: unit.group for unit in load_units(s, q).values()}
    owed: defaultdict[tuple[str, str], list[Obligation]] = defaultdict(list)
    for one in list_obligations(s, narrowed(q, lines)):
        owed[one.unit.group, one.line.code].append(one)
    hosted = _hosted(s.ask(select_hosted_of_group, q))
    reports: Counter[tuple[str, str]] = Counter()
    for unit, code, n in s.ask(select_reports_by_line, q):
        reports[group_of[unit], code] += n
    rows = (
        TourLineCounts(
            group,
            line,
            theme,
            counts_of(owed[group, line.code]),
            _activities(hosted, group, [line.code]),
            reports[group, line.code],
        )
        for group in UNIT_GROUPS
        for line, theme in lines
    )
    return tuple(row for row in rows if row.owed.active or any(row.activities) or row.reports)


def _hosted(rows: Iterable[Row[*tuple[Any, ...]]]) -> Counter[tuple[str, str, str]]:
    """Counts by who, line and field of Activities, out of who, line, status, mode and number."""
    found: Counter[tuple[str, str, str]] = Counter()
    for who, line, status, mode, n in rows:
        for name in ("held", f"held_{mode}") if status == "held" else (status,):
            found[who, line, name] += n
    return found


def _activities(hosted: Counter[tuple[str, str, str]], who: str, codes: Sequence[str]) -> Activities:
    """Those of some lines together."""
    return Activities(*(sum(hosted[who, code, name] for code in codes) for name in Activities._fields))


def _figures(rows: Sequence[Returned | None]) -> tuple[PartFigure, PartFigure]:
    """The one or two figures of a part."""
    first, second = (
        PartFigure(row.metric.code, row.metric.zh, row.metric.en, row.value) if row else NO_FIGURE
        for row in (*rows, None)[:2]
    )
    return first, second
