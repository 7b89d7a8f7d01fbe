"""Who sent a kind of ledger at all: a unit that sent none has reported nothing, which is not zero (G10)."""

from typing import Any

from sqlalchemy import Select, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.parameters import instant
from data_access.database.schema import delivery
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import units
from data_access.question import Question


def select_senders(q: Question, kind: str) -> Select[*tuple[Any, ...]]:
    """The codes of the chosen units of which a file of this kind was taken (by K)."""
    unit, d = units(q), delivery.c
    known = [] if q.known_at is None else [d.recorded_at <= instant("known_at", q)]
    return (
        select(unit.c.unit_code)
        .distinct()
        .join_from(delivery, unit, unit.c.id == d.org_unit_id)
        .where(d.kind == kind, d.status == "loaded", d.campaign_id.in_(campaign_ids(q.filters.campaign)), *known)
    )


def senders(s: Snapshot, q: Question, kind: str) -> set[str]:
    """These codes."""
    return {code for (code,) in s.ask(select_senders, q, kind)}
