"""Reports in the media counted per unit: by level and form, in all four media or not (R3), beside Annex 3 (F01)."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import Select, func, or_, select

from data_access.activities.hosting import UNSTATED
from data_access.annex3.figures import RETURNING
from data_access.database.schema import media_item
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import units
from data_access.notice.units import load_units
from data_access.question import Question
from data_access.returns.ledgers import senders
from data_access.tables.rows import (
    COUNT,
    NUMBER,
    OPTIONAL_COUNT,
    OPTIONAL_FLAG,
    UNIT,
    Contract,
    Dtype,
    RawRows,
    framed,
    listed,
)
from data_access.tour.media import FORMS, LEVELS, by_then, media_asked
from data_access.tour.things import REPORTS, list_returned

MEDIA_KIND: Final = "media"
"""Of deliveries: 媒体报道台账."""
BY_LEVEL: Final = [f"level_{name}" for name in (*LEVELS, UNSTATED)]
BY_FORM: Final = [f"form_{name}" for name in (*FORMS, UNSTATED)]
FOUR_MEDIA: Final = {
    "on_tv": ("form_tv",),
    "on_radio": ("form_radio",),
    "in_press": ("form_press",),
    "online": ("form_web", "form_newmedia"),
}
"""电视有影, 广播有声, 报刊有文, 网络有言 (R3), and the forms of which one report is enough."""
_COUNTED: Final[dict[str, Dtype]] = dict.fromkeys(
    ["reports", *BY_LEVEL, *BY_FORM, "views", "views_filled", "undated"], OPTIONAL_COUNT
)
MEDIA_SUMMARY: Final[Contract] = {
    **UNIT,
    **_COUNTED,
    **dict.fromkeys([*FOUR_MEDIA, "all_four"], OPTIONAL_FLAG),
    "returned": NUMBER,
    "returned_levels": COUNT,
}
_ZERO: Final = (*(0,) * (len(_COUNTED) - 3), None, 0, 0)


def select_media_counts(q: Question) -> Select[*tuple[Any, ...]]:
    """Per unit the counts of MEDIA_SUMMARY, of what was published by T; undated: reports without a day."""
    unit, m, then = units(q), media_item.c, by_then(q)
    levels = [m.outlet_level == name for name in LEVELS]
    forms = [m.form == name for name in FORMS]
    kinds = [*levels, m.outlet_level.is_(None), *forms, m.form.is_(None)]
    return (
        select(
            unit.c.unit_code,
            func.count().filter(then),
            *(func.count().filter(then, kind) for kind in kinds),
            func.sum(m.views).filter(then),
            func.count(m.views).filter(then),
            func.count().filter(m.published_on.is_(None)),
        )
        .join_from(media_item, unit, unit.c.id == m.org_unit_id)
        .where(*media_asked(q), or_(then, m.published_on.is_(None)))
        .group_by(unit.c.unit_code)
    )


def _media_summary(s: Snapshot, q: Question) -> RawRows:
    """Per city and member unit the rows of its ledger, and of other units that sent one. Columns MEDIA_SUMMARY.

    All counts are missing where a unit sent no ledger (未报), and zero where the ledger it sent has nothing by T (G10).
    views is the sum of those that are filled in, views_filled their number. on_tv … all_four: at least one report of
    the form (R3). returned is what the return in force says of all levels together (F01, C10), the sum of the
    returned_levels levels that it fills in: another number than the rows, never blended with them.
    """
    counted: dict[str, tuple[Any, ...]] = {code: tuple(rest) for code, *rest in s.ask(select_media_counts, q)}
    sent = senders(s, q, MEDIA_KIND) | counted.keys()
    returned: defaultdict[str, list[float]] = defaultdict(list)
    for row in list_returned(s, q.without_lines()):
        if row.thing in REPORTS and row.value is not None:
            returned[row.unit_code].append(row.value)
    for unit in load_units(s, q).values():
        if unit.group in RETURNING or unit.code in sent:
            told = counted.get(unit.code, _ZERO) if unit.code in sent else (None,) * len(_COUNTED)
            yield (*unit, *told, *_media_flags(told), *_sum(returned[unit.code]))


list_media_summary = listed(_media_summary, MEDIA_SUMMARY)
load_media_summary = framed(_media_summary, MEDIA_SUMMARY)


def _media_flags(told: tuple[Any, ...]) -> list[bool | None]:
    if told[0] is None:
        return [None] * (len(FOUR_MEDIA) + 1)
    of = dict(zip(_COUNTED, told, strict=True))
    flags = [any(of[form] for form in forms) for forms in FOUR_MEDIA.values()]
    return [*flags, all(flags)]


def _sum(values: list[float]) -> tuple[float | None, int]:
    return (sum(values) if values else None, len(values))
