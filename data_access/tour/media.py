"""Reports in the media: the rows of the units' ledgers one by one (T1-T6, R3). Counts of them are media_summary.py."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import start_of_day
from data_access.database.parameters import day, instant
from data_access.database.schema import line, media_item
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_columns, line_ids, unit_columns, unit_order, units
from data_access.question import Question
from data_access.tables.rows import INSTANT, LINE, OPTIONAL_COUNT, TEXT, UNIT, Contract, RawRows, framed, listed

LEVELS: Final = ("central", "province", "city", "county", "self")
FORMS: Final = ("tv", "radio", "press", "web", "newmedia")
NEWEST: Final = 200
MEDIA: Final[Contract] = {
    **UNIT,
    "published_at": INSTANT,
    "outlet": TEXT,
    "outlet_level": TEXT,
    "form": TEXT,
    "title": TEXT,
    **LINE,
    "views": OPTIONAL_COUNT,
    "url": TEXT,
}
_DAY: Final = list(MEDIA).index("published_at")


def media_asked(q: Question) -> list[ColumnElement[bool]]:
    """Reports of the lines asked for, those without a line when no line is named; as known at K. An update of a row
    takes its place, so at a K before it the row is not known at all.
    """
    m = media_item.c
    lines: ColumnElement[bool] = m.line_id.in_(line_ids(q))
    if not q.filters.lines:
        lines = or_(lines, and_(m.line_id.is_(None), m.campaign_id.in_(campaign_ids(q.filters.campaign))))
    return [lines] if q.known_at is None else [lines, m.recorded_at <= instant("known_at", q)]


def by_then(q: Question) -> ColumnElement[bool]:
    """Published by the day of T, from 00:00 of its day (C1); a report without a day is never counted."""
    return media_item.c.published_on <= day("today", q)


def select_media(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_media before finish_report, the newest first."""
    unit, m = units(q), media_item.c
    return (
        select(
            *unit_columns(unit),
            m.published_on,
            m.outlet,
            m.outlet_level,
            m.form,
            m.title,
            *line_columns(),
            m.views,
            m.url,
        )
        .join_from(media_item, unit, unit.c.id == m.org_unit_id)
        .outerjoin(line, line.c.id == m.line_id)
        .where(*media_asked(q), by_then(q))
        .order_by(m.published_on.desc(), *unit_order(unit), m.id)
    )


def select_newest_media(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The first n rows of select_media."""
    return select_media(q).limit(n)


def finish_report(row: Sequence[Any], q: Question) -> tuple[Any, ...]:
    """A selected row with its day as an instant."""
    return (*row[:_DAY], start_of_day(row[_DAY], q.zone), *row[_DAY + 1 :])


def _media(s: Snapshot, q: Question) -> RawRows:
    """Every report published by T, the newest first: columns MEDIA. Missing views are not zero (G10)."""
    return (finish_report(row, q) for row in s.ask(select_media, q))


load_media = framed(_media, MEDIA)


def _newest_media(s: Snapshot, q: Question, n: int = NEWEST) -> RawRows:
    """The n newest rows of load_media. Columns MEDIA."""
    return (finish_report(row, q) for row in s.ask(select_newest_media, q, n))


list_newest_media = listed(_newest_media, MEDIA)
