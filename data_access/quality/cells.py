"""What no return may hold and other writers may bring: dates that cannot be meant, places outside the province, dates
of what was not held, more people than could be, personal data in text that everybody may read (§5).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    and_,
    cast,
    null,
    or_,
    select,
)

from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import end_of_day, start_of_day
from data_access.database.parameters import instant, values
from data_access.database.schema import (
    activity,
    activity_unit,
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_named_unit,
    hazard_supervision,
    measure_list_item,
    media_item,
    plan_task,
    tip,
)
from data_access.database.snapshot import Snapshot
from data_access.notice.date_limits import DateLimits, load_date_limits
from data_access.notice.place_limits import Box, load_boxes
from data_access.notice.places import load_city_of
from data_access.notice.units import NO_LINE, load_lines_by_id, load_units
from data_access.quality.activities import OWN
from data_access.quality.findings import Evidence, evidence, texts
from data_access.quality.personal_data import holds_personal_data
from data_access.quality.rules import MOST_ON_SITE, MOST_PEOPLE
from data_access.question import Question

Statement = Select[*tuple[Any, ...]]


class Source(NamedTuple):
    """A table of what is reported, and whose its rows are: a unit's, the lead's of an activity, or of where it lies."""

    file: str
    """The words of its kind of file: file.<file>."""
    table: FromClause
    owner: Literal["lead", "unit", "place", "hazard"]
    dates: tuple[str, ...]
    texts: tuple[str, ...]
    """Those that everybody may read."""


ACTIVITIES: Final = Source(
    "activities", activity, "lead", ("planned_start", "planned_end", "held_start", "held_end"), ("title", "venue")
)
HAZARDS: Final = Source(
    "hazards",
    hazard,
    "place",
    ("found_on", "confirmed_at", "ordered_at", "due_original", "due_current", "rectified_at", "closed_at"),
    ("site_kind", "title_public"),
)
TIP_DATES: Final = ("received_at", "accepted_at", "due_original", "closed_at", "feedback_at")
SOURCES: Final = (
    ACTIVITIES,
    HAZARDS,
    Source("hazard_changes", hazard_event, "hazard", ("occurred_at", "old_due", "new_due"), ("doc_no", "reason")),
    Source("hazards", hazard_supervision, "hazard", ("listed_on", "delisted_on"), ("doc_no",)),
    Source("hazards", hazard_exposure, "hazard", ("exposed_on",), ("outlet", "url", "case_title")),
    Source("hazards", hazard_named_unit, "hazard", (), ("unit_name",)),
    Source("tips", tip, "place", TIP_DATES, ("transferred_to",)),
    Source("media", media_item, "unit", ("published_on",), ("title", "outlet", "url")),
    Source("measures", measure_list_item, "unit", ("due_on", "done_on"), ("title", "owner_unit")),
    Source("roadmap", plan_task, "unit", ("starts_on", "due_on"), ("task", "owner_unit")),
)


class Row(NamedTuple):
    """Whose row it is (a unit, or where it lies), its line and number, when it was known; then its cells."""

    unit_id: int | None
    adcode: str | None
    line_id: int | None
    code: str | None
    known: datetime
    cells: tuple[Any, ...]


def _select(q: Question, source: Source, names: Sequence[str], *wanted: ColumnElement[bool]) -> Statement:
    """The rows in force of a source that are `wanted`: the fields of Row, with the cells `names` at the end."""
    t = source.table.c
    head = hazard.c if source.owner == "hazard" else t
    by_place, nobody, nothing = source.owner in ("place", "hazard"), cast(null(), BigInteger), cast(null(), String)
    unit: ColumnElement[Any] = nobody if by_place else activity_unit.c.org_unit_id
    if source.owner == "unit":
        unit = t.org_unit_id
    rows = select(
        unit,
        head.adcode if by_place else nothing,
        t.get("line_id", nobody),
        head.get("code", nothing),
        t.get("recorded_at", head.recorded_at),
        *(t[name] for name in names),
    ).where(head.campaign_id.in_(campaign_ids(q.filters.campaign)), *wanted, *_in_force(t, q))
    if source.owner == "hazard":
        return rows.join_from(source.table, hazard, hazard.c.id == t.hazard_id)
    if source.owner == "lead":
        own = and_(activity_unit.c.activity_id == t.id, activity_unit.c.role.in_(OWN))
        return rows.join_from(source.table, activity_unit, own)
    return rows


def _in_force(t: Any, q: Question) -> list[ColumnElement[bool]]:
    """In force, or at K; tables without versions have only their present values."""
    if "superseded_at" not in t:
        return []
    if q.known_at is None:
        return [t.superseded_at.is_(None)]
    known = instant("known_at", q)
    return [t.recorded_at <= known, or_(t.superseded_at.is_(None), t.superseded_at > known)]


def select_misdated(q: Question, source: Source, limits: DateLimits) -> Statement:
    """Rows with a date of a year that cannot be meant."""
    first, last = start_of_day(limits.first, q.zone), end_of_day(limits.last, q.zone)
    columns = [source.table.c[name] for name in source.dates]
    beyond = (
        or_(column < limits.first, column > limits.last)
        if isinstance(column.type, Date)
        else or_(column < first, column > last)
        for column in columns
    )
    return _select(q, source, source.dates, or_(*beyond))


def select_texts(q: Question, source: Source) -> Statement:
    """Rows with a text that everybody may read."""
    filled = (source.table.c[name].is_not(None) for name in source.texts)
    return _select(q, source, source.texts, or_(*filled))


def select_not_held(q: Question) -> Statement:
    """Activities that are planned or cancelled and have dates on which they were held."""
    a = activity.c
    dated = or_(a.held_start.is_not(None), a.held_end.is_not(None))
    return _select(q, ACTIVITIES, ("held_start", "held_end"), a.status.in_(("planned", "cancelled")), dated)


def select_crowds(q: Question) -> Statement:
    """Activities with more people than could be."""
    a = activity.c
    onlookers = (a.attendance_online > MOST_PEOPLE, a.views > MOST_PEOPLE)
    names = ("attendance_onsite", "attendance_online", "views")
    return _select(q, ACTIVITIES, names, or_(a.attendance_onsite > MOST_ON_SITE, *onlookers))


def select_misplaced(q: Question, boxes: tuple[tuple[str, Box], ...]) -> Statement:
    """Hazards with half a place, or one outside their province."""
    h = hazard.c
    outside = (
        and_(
            h.adcode.startswith(province),
            or_(h.lon < box.west, h.lon > box.east, h.lat < box.south, h.lat > box.north),
        )
        for province, box in boxes
    )
    half = h.lon.is_(None) != h.lat.is_(None)
    return _select(q, HAZARDS, ("lon", "lat"), or_(half, *outside))


def found(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """All of it as evidence of the unit whose row it is, or of the city where it lies; known by T.

    No text is repeated.
    """
    zone, limits = ZoneInfo(q.zone), load_date_limits(s, q)
    boxes = tuple(sorted(load_boxes(s).items()))
    tell = _Teller(s, q)
    for source in SOURCES:
        for row in tell.rows(select_misdated, source, limits) if source.dates else ():
            days = [day for cell in row.cells if cell is not None and not limits.hold(day := _day(cell, zone))]
            for day in days[:1]:
                yield from tell(row, "dated_outside", file=texts(f"file.{source.file}"), day=day.isoformat())
        for row in tell.rows(select_texts, source, keep=_holds_personal_data):
            yield from tell(row, "personal_text", file=texts(f"file.{source.file}"))
    for row in tell.rows(select_not_held):
        yield from tell(row, "dated_not_held")
    for row in tell.rows(select_crowds):
        yield from tell(row, "too_many_people", value=max(cell or 0 for cell in row.cells))
    for row in tell.rows(select_misplaced, boxes):
        yield from tell(row, "placed_outside")


class _Teller:
    """Makes evidence of rows."""

    def __init__(self, s: Snapshot, q: Question) -> None:
        self.conn, self.q = s, q
        self.units, self.lines, self.city_of = load_units(s, q), load_lines_by_id(s, q), load_city_of(s, q)
        self.cities = {unit.adcode: unit for unit in self.units.values() if unit.group == "city"}
        self.seen: Counter[tuple[str, str]] = Counter()

    def rows(
        self, build: Callable[..., Statement], *arguments: Any, keep: Callable[[Row], bool] | None = None
    ) -> Iterator[Row]:
        """The rows of a select that are to be kept, known by T; worked out once for all instants."""
        every = self.q.unfiltered().timeless().known(self.q.known_at)

        def made() -> list[Row]:
            found = self.conn.ask(build, every, *arguments)
            rows = (Row._make((*row[:5], tuple(row[5:]))) for row in found)
            return [row for row in rows if keep is None or keep(row)]

        until = values(self.q)["until"]
        return (row for row in self.conn.lasting((build, every, arguments, keep), made) if row.known <= until)

    def __call__(self, row: Row, rule: str, value: float | None = None, **told: Any) -> Iterator[Evidence]:
        unit = self.cities.get(self.city_of.get(row.adcode, "")) if row.adcode else self.units.get(row.unit_id or 0)
        if unit is None:
            return
        self.seen[rule, unit.code] += 1
        subject = row.code or str(self.seen[rule, unit.code])
        detail = texts(f"rule.{rule}.row", **told, **({} if value is None else {"value": value}))
        line = self.lines.get(row.line_id or 0, NO_LINE)
        yield evidence(
            unit, rule, f"{unit.code}:{subject}", detail, line=line, item=row.code or "", at=row.known, value=value
        )


def _holds_personal_data(row: Row) -> bool:
    return any(cell is not None and holds_personal_data(cell) for cell in row.cells)


def _day(cell: date | datetime, zone: ZoneInfo) -> date:
    return cell.astimezone(zone).date() if isinstance(cell, datetime) else cell
