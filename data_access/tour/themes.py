"""The tour 龙江行: what was held, written and returned of its parts, per unit and per line, and the states."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from data_access.activities.hosting import MODES
from data_access.annex3.figures import RETURNING
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.i18n import LANGUAGES, t
from data_access.notice.units import load_units
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.question import Question
from data_access.returns.ledgers import senders
from data_access.tables.columns import number
from data_access.tables.rows import COUNT, LINE, NUMBER, OPTIONAL_COUNT, TEXT, UNIT, Contract, RawRows, framed, listed
from data_access.tour.counts import select_hosted_of_group, select_hosted_of_unit, select_reports_by_line
from data_access.tour.media_summary import MEDIA_KIND
from data_access.tour.things import THEMES, TourLine, list_returned, list_tour_lines

HELD: Final = ("held", *(f"held_{mode}" for mode in MODES))
NOT_HELD: Final = ("planned", "postponed", "cancelled")
OWED: Final = ("active", "done", "overdue", "not_due", "open")
SHOWN_THEMES: Final = tuple(theme for theme in THEMES if theme != "coverage")
"""The parts that a unit holds activities of; coverage is counted by reports (media_summary.py)."""
PLACES: Final = ("first", "second")
"""A part has one or two figures of Annex 3."""
TOUR: Final[Contract] = {
    **UNIT,
    "theme": TEXT,
    "lines": TEXT,
    "states": TEXT,
    "states_zh": TEXT,
    "states_en": TEXT,
    **dict.fromkeys([*HELD, *NOT_HELD], COUNT),
    "reports": OPTIONAL_COUNT,
    **{
        f"{place}_{name}": dtype
        for place in PLACES
        for name, dtype in {"metric": TEXT, "zh": TEXT, "en": TEXT, "value": NUMBER}.items()
    },
    "second_told_zh": TEXT,
    "second_told_en": TEXT,
}
TOUR_LINES: Final[Contract] = {
    "unit_group": TEXT,
    **LINE,
    "theme": TEXT,
    **dict.fromkeys([*OWED, *HELD, *NOT_HELD, "reports"], COUNT),
}


def narrowed(q: Question, lines: Sequence[TourLine]) -> Question:
    """The question about these lines only."""
    return q.of_lines(*(one.line.code for one in lines))


def _tour(s: Snapshot, q: Question) -> RawRows:
    """Per city and member unit, and per part of the tour that is asked for: the states of its lines at T, its
    activities by mode (C11: led or co-hosted, each whole), those planned, postponed and cancelled beside them, its
    reports, and what the return in force says (C10). Columns TOUR.

    states names each line that the unit owes with its state. reports is missing where no media ledger came. The figures
    of Annex 3 stand beside the rows and are never blended with them; a missing one is 未报.
    """
    lines = list_tour_lines(s, q)
    if not any(one.theme for one in lines):
        return
    hosted = _hosted((unit, line, status, mode, n) for unit, line, status, mode, n in s.ask(select_hosted_of_unit, q))
    reports: Counter[tuple[str, str]] = Counter({(u, c): n for u, c, n in s.ask(select_reports_by_line, q)})
    sent = senders(s, q, MEDIA_KIND) | {unit for unit, _ in reports}
    returned = {(row.unit_code, row.thing): row for row in list_returned(s, q)}
    owed = {(one.unit.code, one.line.code): one for one in list_obligations(s, narrowed(q, lines))}
    for unit in load_units(s, q).values():
        for theme in SHOWN_THEMES if unit.group in RETURNING else ():
            codes = [one.line.code for one in lines if one.theme == theme]
            if codes:
                counts = (sum(hosted[unit.code, code, name] for code in codes) for name in (*HELD, *NOT_HELD))
                written = sum(reports[unit.code, code] for code in codes) if unit.code in sent else None
                due = [owed[unit.code, code] for code in codes if (unit.code, code) in owed]
                figures = _figures([returned.get((unit.code, thing)) for thing in THEMES[theme]])
                yield (*unit, theme, " ".join(codes), *_states(due), *counts, written, *figures)


list_tour = listed(_tour, TOUR)
load_tour = framed(_tour, TOUR)


def _tour_line_rows(s: Snapshot, q: Question) -> RawRows:
    """Per group and line of the tour that one of its units owes or holds: the units that owe it by state, its
    activities (a joint one once in its group, G8), its reports. Columns TOUR_LINES; groups are never added (G9).
    """
    lines = list_tour_lines(s, q)
    if not lines:
        return
    group_of = {unit.code: unit.group for unit in load_units(s, q).values()}
    owed: Counter[tuple[str, str, str]] = Counter()
    for one in list_obligations(s, narrowed(q, lines)):
        if one.active:
            for name in ("active", one.state, *(["done"] if one.done else [])):
                owed[one.unit.group, one.line.code, name] += 1
    hosted = _hosted(
        (group, line, status, mode, n) for group, line, status, mode, n in s.ask(select_hosted_of_group, q)
    )
    reports: Counter[tuple[str, str]] = Counter()
    for unit, code, n in s.ask(select_reports_by_line, q):
        reports[group_of[unit], code] += n
    for group in UNIT_GROUPS:
        for line, theme in lines:
            told = [owed[group, line.code, name] for name in OWED]
            told += [hosted[group, line.code, name] for name in (*HELD, *NOT_HELD)]
            told.append(reports[group, line.code])
            if any(told):
                yield (group, *line, theme, *told)


list_tour_line_rows = listed(_tour_line_rows, TOUR_LINES)
load_tour_line_rows = framed(_tour_line_rows, TOUR_LINES)


def _hosted(rows: Any) -> Counter[tuple[str, str, str]]:
    """Counts by who, line and name of HELD and NOT_HELD."""
    found: Counter[tuple[str, str, str]] = Counter()
    for who, line, status, mode, n in rows:
        for name in ("held", f"held_{mode}") if status == "held" else (status,):
            found[who, line, name] += n
    return found


def _states(owed: Sequence[Obligation]) -> tuple[str, str, str]:
    """The state of each line owed: as codes, in Chinese, in English; the line is named where there are several."""
    several = len(owed) > 1
    codes = " ".join(f"{one.line.code}:{one.state}" for one in owed)
    zh, en = (
        t(lang, "list.clauses").join(
            (f"{one.line.code} " if several else "") + t(lang, f"state.{one.state}") for one in owed
        )
        for lang in LANGUAGES
    )
    return codes, zh, en


def _figures(rows: Sequence[Any]) -> list[Any]:
    """The figures of a part, and the second as people read it: nothing where the part has only one, else 未报 or it."""
    found: list[Any] = []
    for place in range(len(PLACES)):
        row = rows[place] if place < len(rows) else None
        found += ["", "", "", None] if row is None else [row.metric, row.metric_zh, row.metric_en, row.value]
    *_, metric, _, _, value = found
    return [
        *found,
        *((number(value) if value is not None else t(lang, "word.missing")) if metric else "" for lang in LANGUAGES),
    ]
