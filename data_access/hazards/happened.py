"""What happened to hazards, event by event, as their ledgers and change records tell it (C12, C13)."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from data_access.database.days import end_of_day, start_of_day
from data_access.database.parameters import day
from data_access.database.schema import UtcDateTime, hazard, hazard_event, hazard_supervision
from data_access.database.snapshot import Snapshot
from data_access.hazards.facts import event_known, hazard_conditions
from data_access.hazards.ledger import Hazard, select_eventful, select_hazard
from data_access.hazards.lists import finished
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
    return next(finished(s, q, s.ask(select_hazard, q, code=code)), None)


def list_eventful(s: Snapshot, q: Question, after: datetime, before: datetime) -> tuple[Hazard, ...]:
    """The hazards in F with an event in a period."""
    return tuple(finished(s, q, s.ask(select_eventful, q, after=after, before=before)))


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
        .where(event_known(q), *hazard_conditions(q))
    )


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
        .where(hazard.c.code == bindparam("code"), s.listed_on <= day("today", q), *hazard_conditions(q))
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
