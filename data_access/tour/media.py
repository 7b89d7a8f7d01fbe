"""Reports in the media: the rows of the units' ledgers one by one (T1-T6, R3). Counts of them are media_summary.py."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import start_of_day
from data_access.database.parameters import day, instant
from data_access.database.schema import media_item
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_ids, unit_order, units
from data_access.notice.units import NO_LINE, Line, Unit, load_lines_by_id, load_units
from data_access.question import Question

LEVELS: Final = ("central", "province", "city", "county", "self")
FORMS: Final = ("tv", "radio", "press", "web", "newmedia")
NEWEST: Final = 200


class Report(NamedTuple):
    """A report in the media; a text that its ledger leaves out is ''."""

    unit: Unit
    line: Line
    published_at: datetime
    """00:00 of its day, in UTC."""
    outlet: str
    outlet_level: str
    form: str
    title: str
    views: int | None
    """None where it is not filled in, which is no zero (G10)."""
    url: str


def media_conditions(q: Question) -> list[ColumnElement[bool]]:
    """Reports of the chosen lines, those without a line when no line is named; as known at K. An update of a row
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
    """Every report published by T, the newest first: the ids of its unit and line, then the fields of Report."""
    unit, m = units(q), media_item.c
    return (
        select(unit.c.id, m.line_id, m.published_on, m.outlet, m.outlet_level, m.form, m.title, m.views, m.url)
        .join_from(media_item, unit, unit.c.id == m.org_unit_id)
        .where(*media_conditions(q), by_then(q))
        .order_by(m.published_on.desc(), *unit_order(unit), m.id)
    )


def select_newest_media(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The first n rows of select_media."""
    return select_media(q).limit(n)


def reports(s: Snapshot, q: Question) -> Iterator[Report]:
    """Every report published by T, the newest first; read in partitions."""
    return _reports(s, q, chain.from_iterable(s.ask_in_parts(select_media, q)))


def list_newest_media(s: Snapshot, q: Question, n: int = NEWEST) -> tuple[Report, ...]:
    """The n newest of these reports."""
    return tuple(_reports(s, q, s.ask(select_newest_media, q, n)))


def _reports(s: Snapshot, q: Question, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Report]:
    of_unit, of_line = load_units(s, q), load_lines_by_id(s, q)
    for unit_id, line_id, on, outlet, level, form, title, views, url in rows:
        texts = (outlet or "", level or "", form or "", title or "")
        published_at = start_of_day(on, q.zone)
        yield Report(of_unit[unit_id], of_line.get(line_id, NO_LINE), published_at, *texts, views, url or "")
