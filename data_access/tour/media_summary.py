"""Reports in the media counted per unit: by level and form, in all four media or not (R3), beside Annex 3 (F01)."""

from collections import defaultdict
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, or_, select

from data_access.activities.hosting import UNSTATED
from data_access.annex3.figures import RETURNING
from data_access.database.schema import media_item
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import units
from data_access.notice.units import Unit, load_units
from data_access.question import Question
from data_access.returns.ledgers import senders
from data_access.tour.media import FORMS, LEVELS, by_then, media_conditions
from data_access.tour.themes import REPORTS, list_returned

MEDIA_KIND: Final = "media"
"""Of deliveries: 媒体报道台账."""
BY_LEVEL: Final = tuple(f"level_{name}" for name in (*LEVELS, UNSTATED))
BY_FORM: Final = tuple(f"form_{name}" for name in (*FORMS, UNSTATED))
FOUR_MEDIA: Final = {
    "on_tv": ("form_tv",),
    "on_radio": ("form_radio",),
    "in_press": ("form_press",),
    "online": ("form_web", "form_newmedia"),
}
"""电视有影, 广播有声, 报刊有文, 网络有言 (R3), and the forms of which one report is enough."""


class MediaCounts(NamedTuple):
    """Reports of a unit by level and by form. All are None where it sent no ledger (未报), and 0 where the ledger that
    it sent has nothing by T (G10).
    """

    reports: int | None = 0
    level_central: int | None = 0
    level_province: int | None = 0
    level_city: int | None = 0
    level_county: int | None = 0
    level_self: int | None = 0
    level_unstated: int | None = 0
    form_tv: int | None = 0
    form_radio: int | None = 0
    form_press: int | None = 0
    form_web: int | None = 0
    form_newmedia: int | None = 0
    form_unstated: int | None = 0
    views: int | None = None
    """The sum of those that are filled in; views_filled is their number."""
    views_filled: int | None = 0
    undated: int | None = 0
    """Reports without a day, which are in none of the counts above."""


NOT_SENT: Final = MediaCounts._make([None] * len(MediaCounts._fields))


class FourMedia(NamedTuple):
    """Whether there is a report of each of the four media (R3); None where the unit sent no ledger."""

    on_tv: bool | None
    on_radio: bool | None
    in_press: bool | None
    online: bool | None

    @property
    def all_four(self) -> bool | None:
        """Whether there is one of each."""
        return None if None in self else all(self)


class MediaSummary(NamedTuple):
    """The media ledger of a unit, and what its return in force says."""

    unit: Unit
    counts: MediaCounts
    four: FourMedia
    returned: float | None
    """Reports of all levels together in Annex 3 (F01, C10): another number than the rows, never blended with them."""
    returned_levels: int
    """Of how many levels the return says a number."""


def select_media_counts(q: Question) -> Select[*tuple[Any, ...]]:
    """Per unit the fields of MediaCounts, of what was published by T."""
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
        .where(*media_conditions(q), or_(then, m.published_on.is_(None)))
        .group_by(unit.c.unit_code)
    )


def list_media_summary(s: Snapshot, q: Question) -> tuple[MediaSummary, ...]:
    """One for each city and member unit, and for every other unit that sent a media ledger, in official order."""
    counted: dict[str, MediaCounts] = {
        code: MediaCounts._make(counts) for code, *counts in s.ask(select_media_counts, q)
    }
    sent = senders(s, q, MEDIA_KIND) | counted.keys()
    returned: defaultdict[str, list[float]] = defaultdict(list)
    for row in list_returned(s, q.without_lines()):
        if row.thing in REPORTS and row.value is not None:
            returned[row.unit.code].append(row.value)
    found = []
    for unit in load_units(s, q).values():
        if unit.group in RETURNING or unit.code in sent:
            counts = counted.get(unit.code, MediaCounts()) if unit.code in sent else NOT_SENT
            values = returned[unit.code]
            found.append(MediaSummary(unit, counts, _four(counts), sum(values) if values else None, len(values)))
    return tuple(found)


def _four(counts: MediaCounts) -> FourMedia:
    if counts.reports is None:
        return FourMedia(None, None, None, None)
    return FourMedia(*(any(getattr(counts, form) for form in forms) for forms in FOUR_MEDIA.values()))
