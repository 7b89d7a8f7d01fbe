"""Hazards at T, each in one class by its deadline and what became of it (C12, C13; domain.md §4.3)."""

from typing import Any, Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, case, exists, func, or_, select

from data_access.filters import Question
from data_access.frames import COUNT, TEXT, Contract, Dtype, to_frame
from data_access.local_time import local_date
from data_access.places import select_cities
from data_access.schema import admin_division, hazard, hazard_event, hazard_exposure, hazard_supervision
from data_access.schema.hazard import GRADES
from data_access.selection import campaign_ids, in_force

CLASSES: Final = ("a", "b", "c", "d", "e", "a0", "p")
"""Deadline passed: a closed and rectified in time, b in time and pending, c closed late, d late and pending, e not
rectified. Not passed (or no order yet): a0 closed, p the rest."""
SUMS: Final[dict[str, Dtype]] = dict.fromkeys([*CLASSES, "confirmed", "exposed", "exposed_closed", "listed"], COUNT)
HAZARD_CLASSES: Final[Contract] = {
    "city_adcode": TEXT,
    "city_zh": TEXT,
    "city_en": TEXT,
    "city_short": TEXT,
    "grade": TEXT,
    **SUMS,
}
ENDINGS: Final = ("accept_fail", "reopen")
"""What ends a round of rectification: what was done in it no longer stands."""


def _events(q: Question) -> Subquery:
    """Events by T, as known at K, each with the last round that had ended by T and its place among its kind."""
    e = hazard_event.c
    moved = and_(e.kind.in_(("extend", "reopen")), e.new_due.is_not(None))
    family = case((moved, "due"), else_=e.kind)
    known: ColumnElement[bool] = e.superseded_at.is_(None)
    if q.known_at is not None:
        known = and_(e.recorded_at <= q.known_at, or_(e.superseded_at.is_(None), e.superseded_at > q.known_at))
    ended = func.max(case((e.kind.in_(ENDINGS), e.round_no))).over(partition_by=e.hazard_id)
    place = func.row_number().over(
        partition_by=[e.hazard_id, family], order_by=[e.occurred_at.desc(), e.round_no.desc(), e.id.desc()]
    )
    return (
        select(
            e.hazard_id,
            e.occurred_at,
            e.new_due,
            e.new_grade,
            family.label("family"),
            (e.round_no > func.coalesce(ended, 0)).label("stands"),
            place.label("place"),
        )
        .where(e.occurred_at <= q.as_of, known)
        .subquery("events")
    )


def hazard_classes(q: Question) -> Select[*tuple[Any, ...]]:
    """One row per hazard confirmed by T and not void by T (F of C13): hazard_id, adcode, grade at T, due_at, the
    rectified_at and closed_at that stand at T, and its class (one of CLASSES).

    Deadline (C12): the last new one of an extension or reopening by T, else the order's; none before the order. An
    extension acts from its day, also after the old deadline.
    """
    e = _events(q).c

    def last(family: str, value: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.max(case((and_(e.family == family, e.place == 1, *conditions), value)), type_=value.type)

    found = (
        select(
            e.hazard_id,
            last("confirm", e.occurred_at).label("confirmed_at"),
            func.coalesce(last("regrade", e.new_grade), last("confirm", e.new_grade)).label("grade"),
            func.coalesce(last("due", e.new_due), last("order", e.new_due)).label("due_at"),
            last("rectify", e.occurred_at, e.stands).label("rectified_at"),
            last("close", e.occurred_at, e.stands).label("closed_at"),
        )
        .group_by(e.hazard_id)
        .having(last("confirm", e.occurred_at).is_not(None), last("void", e.occurred_at).is_(None))
        .subquery("found")
    )
    f = found.c
    closed, in_time = f.closed_at.is_not(None), f.rectified_at <= f.due_at
    kind = case(
        (and_(or_(f.due_at.is_(None), f.due_at > q.as_of), closed), "a0"),
        (or_(f.due_at.is_(None), f.due_at > q.as_of), "p"),
        (f.rectified_at.is_(None), "e"),
        (and_(in_time, closed), "a"),
        (in_time, "b"),
        (closed, "c"),
        else_="d",
    )
    return (
        select(
            f.hazard_id,
            hazard.c.adcode,
            func.coalesce(f.grade, hazard.c.grade).label("grade"),
            f.due_at,
            f.rectified_at,
            f.closed_at,
            kind.label("class"),
        )
        .join_from(found, hazard, hazard.c.id == f.hazard_id)
        .where(or_(hazard.c.campaign_id.is_(None), hazard.c.campaign_id.in_(campaign_ids(q.filters.campaign))))
    )


def load_hazard_classes(conn: Connection, q: Question) -> pd.DataFrame:
    """Hazards per city and grade (C13): the classes, which add up to `confirmed`, the exposed ones, those of them that
    are closed, and the listed ones. A hazard counts for the city where it lies. Columns HAZARD_CLASSES, zeros included.

    整改率 (a + c + a0) / confirmed · 按期整改率 (a + b) / (a + b + c + d + e) · 超期未整改 e · 挂牌督办率 listed /
    confirmed of the major ones · exposure closure exposed_closed / exposed. Filters of lines and units do not matter.
    """
    h = hazard_classes(q).subquery("classed").c
    city = case((admin_division.c.level == "prefecture", h.adcode), else_=admin_division.c.parent_adcode)
    today = local_date(q.as_of, q.zone)
    exposed = exists().where(hazard_exposure.c.hazard_id == h.hazard_id, hazard_exposure.c.exposed_on <= today)
    listed = exists().where(hazard_supervision.c.hazard_id == h.hazard_id, hazard_supervision.c.listed_on <= today)
    sums = (
        *(func.count().filter(h["class"] == name) for name in CLASSES),
        func.count(),
        func.count().filter(exposed),
        func.count().filter(exposed, h.closed_at.is_not(None)),
        func.count().filter(listed),
    )
    rows = conn.execute(
        select(city, h.grade, *sums)
        .join_from(h.hazard_id.table, admin_division, and_(admin_division.c.adcode == h.adcode, in_force(q)))
        .group_by(city, h.grade)
    )
    counted = {(row[0], row[1]): tuple(row[2:]) for row in rows}
    nothing = (0,) * len(SUMS)
    cities = conn.execute(select_cities(q)).all()
    chosen = q.filters.cities or [row.adcode for row in cities]
    return to_frame(
        (
            (c.adcode, c.name_zh, c.name_en, c.short_zh, grade, *counted.get((c.adcode, grade), nothing))
            for c in cities
            if c.adcode in chosen
            for grade in GRADES
        ),
        HAZARD_CLASSES,
    )
