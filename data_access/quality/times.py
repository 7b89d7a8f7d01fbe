"""Returns that are missing, files that were refused, and what came in the last hour before a deadline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.parameters import instant
from data_access.database.schema import delivery
from data_access.database.snapshot import Snapshot
from data_access.notice.units import load_units
from data_access.obligations.at_instant import Obligation
from data_access.quality.findings import Evidence, day, evidence, minute, named, texts
from data_access.quality.rules import LAST_HOUR
from data_access.question import Question
from data_access.returns.successors import successor_at

LEDGERS: Final = ("activities", "hazards", "hazard_changes", "tips", "media", "measures")
"""Kinds of files that are handed in for no single obligation."""


def missing(obligations: Sequence[Obligation], q: Question) -> Iterator[Evidence]:
    """Returns whose deadline has passed and that no standing version answers (C2, C4); a zero report answers (G10)."""
    for one in obligations:
        if one.role == "submit" and one.state == "overdue" and one.due_at is not None:
            yield evidence(
                one.unit,
                "missing_return",
                f"{one.unit.code}:{one.line.code}:{one.period}",
                texts("rule.missing_return.row", line=named(one.line), due=day(one.due_at, q), days=one.days_overdue),
                line=one.line,
                period=one.period,
                at=one.due_at,
                value=one.days_overdue,
            )


def select_deliveries(q: Question) -> Select[*tuple[Any, ...]]:
    """Files received by T and recorded by K, with what took the place of each."""
    d, replaced = delivery.c, successor_at(also=lambda columns: _arrived(columns, q))
    return (
        select(d.id, d.org_unit_id, d.kind, d.status, d.received_at, d.fault_count, replaced.label("replaced_at"))
        .where(
            d.campaign_id.in_(campaign_ids(q.filters.campaign)),
            or_(d.status != "loaded", d.kind.in_(LEDGERS)),
            *_arrived(d, q),
        )
        .order_by(d.received_at, d.id)
    )


def _arrived(table: Any, q: Question) -> list[Any]:
    arrived = [table.received_at <= instant("as_of", q)]
    return arrived if q.known_at is None else [*arrived, table.recorded_at <= instant("known_at", q)]


def files(s: Snapshot, q: Question, obligations: Sequence[Obligation]) -> Iterator[Evidence]:
    """Files that were refused or are registered and were never found, with what replaced them since; and ledgers that
    came in the last hour before a deadline of their unit. Files are named by kind and receipt: their names may hold
    those of persons.
    """
    units, dues = load_units(s, q), _dues(obligations)
    for key, unit_id, kind, status, received, faults, replaced in s.ask(select_deliveries, q):
        unit = units.get(unit_id)
        if unit is None:
            continue
        values: dict[str, Any] = {"file": texts(f"file.{kind}"), "at": minute(received, q)}
        if status != "loaded":
            rule = "refused_file" if status == "refused" else "absent_file"
            then = texts("rule.file.replaced", at=minute(replaced, q)) if replaced else texts("rule.file.not_replaced")
            detail = texts(f"rule.{rule}.row", **values, faults=faults, then=then)
            yield evidence(unit, rule, f"{unit.code}:{key}", detail, item=kind, at=received, value=faults)
        elif due := _just_before(received, dues[unit.code]):
            detail = texts("rule.last_hour.row", **values, due=minute(due, q))
            yield evidence(unit, "last_hour", f"{unit.code}:{key}", detail, item=kind, at=received)


def last_hour(obligations: Sequence[Obligation], q: Question) -> Iterator[Evidence]:
    """Returns whose first standing version came in the last hour before their deadline."""
    for one in obligations:
        due = one.due_at
        if one.role != "submit" or not one.active or one.fulfilled_at is None or due is None:
            continue
        if _just_before(one.fulfilled_at, {due}):
            values = {"file": named(one.line), "at": minute(one.fulfilled_at, q), "due": minute(due, q)}
            yield evidence(
                one.unit,
                "last_hour",
                f"{one.unit.code}:{one.line.code}:{one.period}",
                texts("rule.last_hour.row", **values),
                line=one.line,
                period=one.period,
                at=one.fulfilled_at,
            )


def _dues(obligations: Sequence[Obligation]) -> defaultdict[str, set[datetime]]:
    dues: defaultdict[str, set[datetime]] = defaultdict(set)
    for one in obligations:
        if one.due_at is not None:
            dues[one.unit.code].add(one.due_at)
    return dues


def _just_before(at: datetime, dues: set[datetime]) -> datetime | None:
    return min((due for due in dues if due - LAST_HOUR < at <= due), default=None)
