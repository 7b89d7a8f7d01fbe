"""The columns of a hazard are a cache of its events; their values must follow from these."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, select

from data_access.database.schema import hazard, hazard_event
from seed.check.finding import Finding, some, wrong
from seed.returns.storing.history import Event, changes_of, derive, row_of, summarise

BATCH: Final = 5000
"""Rows read at a time."""
WORDS: Final = {
    "none": (
        "隐患没有事件记录，不计入任何统计：{}；请补写 hazard_event",
        "hazards without events, which count nowhere: {}; add them to hazard_event",
    ),
    "untold": (
        "隐患的日期没有对应的事件，不计入统计：{}；请补写 hazard_event",
        "hazards with a date that no event tells of: {}; add it to hazard_event",
    ),
    "cache": (
        "隐患的状态、轮次或现期限与事件不符：{}；请按事件改正 hazard，或重新导入台账",
        "hazards whose state, round or deadline does not follow from their events: {}; mend hazard, or import again",
    ),
}


def check_hazards(connection: Connection) -> Iterator[Finding]:
    """One pass over hazards and their events in force, in the order of hazards; memory for a batch only."""
    found: dict[str, list[str]] = defaultdict(list)
    events = _events(connection)
    ahead = next(events, None)
    for row in _rows(connection, select(hazard).order_by(hazard.c.id)):
        while ahead and ahead[0] < row["id"]:
            ahead = next(events, None)
        mine: list[Event] = []
        if ahead and ahead[0] == row["id"]:
            mine, ahead = ahead[1], next(events, None)
        if kind := _fault(row, mine):
            found[kind].append(row["code"])
    for kind, (zh, en) in WORDS.items():
        if numbers := found[kind]:
            yield wrong(zh.format(some(numbers)), en.format(some(numbers)))


def _fault(row: Any, events: list[Event]) -> str:
    seen, changes = row_of(row), changes_of(events)
    stored_at = {(event.kind, event.at) for event in events}
    wanted = {(event.kind, event.at) for event in derive(seen, changes)}
    if wanted and not stored_at:
        return "none"
    if wanted - stored_at:
        return "untold"
    summary = summarise(seen, changes)
    stored = (row["state"], row["round_no"], row["due_current"])
    return "" if stored == (summary.state, summary.round_no, summary.due_current) else "cache"


def _events(connection: Connection) -> Iterator[tuple[int, list[Event]]]:
    e = hazard_event.c
    order = (e.hazard_id, e.id)
    in_force = select(hazard_event).where(e.superseded_at.is_(None)).order_by(*order)
    for key, rows in groupby(_rows(connection, in_force), key=lambda row: int(row["hazard_id"])):
        yield key, [_event(row) for row in rows]


def _event(row: Any) -> Event:
    known = (row["old_due"], row["new_due"], row["old_grade"], row["new_grade"], row["doc_no"], row["reason"])
    return Event(row["kind"], row["occurred_at"], row["round_no"], *known)


def _rows(connection: Connection, query: Any) -> Iterator[Any]:
    for part in connection.execute(query, execution_options={"yield_per": BATCH}).mappings().partitions():
        yield from part
