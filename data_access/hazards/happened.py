"""What happened to hazards, event by event, as their ledgers and change records tell it (C12, C13)."""

from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from data_access.columns.instants import microseconds_of
from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import end_of_day, start_of_day
from data_access.database.parameters import chosen, day, instant
from data_access.database.schema import UtcDateTime, hazard, hazard_event, hazard_supervision, industry
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import hazards_at
from data_access.hazards.ledger import Hazard
from data_access.hazards.lists import finished
from data_access.hazards.register.register import load_register
from data_access.notice.places import territory
from data_access.question import Question


class HazardEvent(NamedTuple):
    """An event of a hazard by T; instants in UTC. Why it happened is not told: that column may name persons."""

    hazard: str
    kind: str
    """One of schema.hazard.HAZARD_EVENTS."""
    at: datetime
    round_no: int
    new_due: datetime | None
    new_grade: str
    doc_no: str


class Supervision(NamedTuple):
    """A listing of a hazard (挂牌督办) by T; instants in UTC."""

    level: str
    doc_no: str
    listed_at: datetime
    due_at: datetime | None
    delisted_at: datetime | None


def find_hazard(s: Snapshot, q: Question, code: str) -> Hazard | None:
    """The hazard of this number; None where it is not in F at T, or may not be seen."""
    at = hazards_at(s, q)
    return next(finished(s, at.where(at.rows.code[at.chosen] == code.encode())), None)


def list_eventful(s: Snapshot, q: Question, after: datetime, before: datetime) -> tuple[Hazard, ...]:
    """The hazards in F with an event in a period."""
    at, events = hazards_at(s, q), load_register(s).events
    in_period = (events.at > microseconds_of(after)) & (events.at <= microseconds_of(before))
    eventful = np.zeros(len(at.rows), np.bool_)
    eventful[events.hazard[in_period]] = True
    return tuple(finished(s, at.where(eventful[at.chosen])))


def select_events_of(q: Question) -> Select[*tuple[Any, ...]]:
    """The events of the hazard with the number `code`, in order."""
    e = hazard_event.c
    return _told(q).where(hazard.c.code == bindparam("code")).order_by(e.occurred_at, e.round_no, e.id)


def select_events_between(q: Question) -> Select[*tuple[Any, ...]]:
    """The events of a period: after the instant `after`, up to and with `before`."""
    e = hazard_event.c
    after, before = (bindparam(name, type_=UtcDateTime()) for name in ("after", "before"))
    return _told(q).where(e.occurred_at > after, e.occurred_at <= before).order_by(e.occurred_at, hazard.c.code, e.id)


def _told(q: Question) -> Select[*tuple[Any, ...]]:
    e = hazard_event.c
    return (
        select(hazard.c.code, e.kind, e.occurred_at, e.round_no, e.new_due, e.new_grade, e.doc_no)
        .join_from(hazard_event, hazard, hazard.c.id == e.hazard_id)
        .where(_known(q), *_of_chosen(q))
    )


def _known(q: Question) -> ColumnElement[bool]:
    """Events that had happened by T and that are in force, or were at K."""
    e = hazard_event.c
    happened = e.occurred_at <= instant("as_of", q)
    if q.known_at is None:
        return and_(happened, e.superseded_at.is_(None))
    known = instant("known_at", q)
    return and_(happened, e.recorded_at <= known, or_(e.superseded_at.is_(None), e.superseded_at > known))


def _of_chosen(q: Question) -> list[ColumnElement[bool]]:
    """Of hazards of the campaign, in the chosen places, industries and sources."""
    h = hazard.c
    conditions: list[ColumnElement[bool]] = [
        h.campaign_id.in_(campaign_ids(q.filters.campaign)),
        h.adcode.in_(select(territory(q).c.adcode).correlate(None)),
    ]
    if q.hazards.industries:
        codes = chosen("industries", q)
        below = select(industry.c.code).where(or_(industry.c.code.in_(codes), industry.c.parent_code.in_(codes)))
        conditions.append(h.industry_code.in_(below.correlate(None)))
    if q.hazards.sources:
        conditions.append(h.source.in_(chosen("sources", q)))
    return conditions


def list_events_of(s: Snapshot, q: Question, code: str) -> tuple[HazardEvent, ...]:
    """What happened to one hazard by T, in order."""
    return tuple(map(_event, s.ask(select_events_of, q, code=code)))


def list_events_between(s: Snapshot, q: Question, after: datetime, before: datetime) -> tuple[HazardEvent, ...]:
    """What happened to hazards in a period, in order; also to those that are not in F."""
    return tuple(map(_event, s.ask(select_events_between, q, after=after, before=before)))


def _event(row: Any) -> HazardEvent:
    code, kind, at, round_no, new_due, new_grade, doc_no = row
    return HazardEvent(code, kind, at, round_no, new_due, new_grade or "", doc_no or "")


def select_supervisions(q: Question) -> Select[*tuple[Any, ...]]:
    """The listings by T of the hazard with the number `code`, in order."""
    s = hazard_supervision.c
    return (
        select(s.level, s.doc_no, s.listed_on, s.due_on, s.delisted_on)
        .join_from(hazard_supervision, hazard, hazard.c.id == s.hazard_id)
        .where(hazard.c.code == bindparam("code"), s.listed_on <= day("today", q), *_of_chosen(q))
        .order_by(s.listed_on, s.id)
    )


def list_supervisions(s: Snapshot, q: Question, code: str) -> tuple[Supervision, ...]:
    """The listings of one hazard by T, in order; what was taken off after T stands."""
    return tuple(
        Supervision(level, doc_no or "", start_of_day(listed, q.zone), _end(due, q), _taken_off(off, q))
        for level, doc_no, listed, due, off in s.ask(select_supervisions, q, code=code)
    )


def _end(on: date | None, q: Question) -> datetime | None:
    return None if on is None else end_of_day(on, q.zone)


def _taken_off(on: date | None, q: Question) -> datetime | None:
    at = None if on is None else start_of_day(on, q.zone)
    return at if at is not None and at <= q.as_of else None
