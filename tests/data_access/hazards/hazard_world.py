"""Hazards and tips to put into the small campaign of world.py, and what the rules say of a hazard, in plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from data_access.database.schema import (
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_supervision,
    industry,
    tip,
    tip_channel,
)
from tests.data_access.obligations.world import LONG_AGO, at, due


@dataclass(frozen=True)
class Event:
    kind: str
    when: datetime
    round: int = 1
    new_due: datetime | None = None
    grade: str | None = None
    recorded: datetime | None = None
    superseded: datetime | None = None


CONFIRM = Event("confirm", at(6, 1), grade="general")
CONFIRM_MAJOR = Event("confirm", at(6, 1), grade="major")
ORDER = Event("order", at(6, 2), new_due=due(6, 10))
IN_TIME = Event("rectify", at(6, 10))
LATE = Event("rectify", at(6, 11))
PASS = Event("accept_pass", at(6, 12))
CLOSE = Event("close", at(6, 12))
FAIL = Event("accept_fail", at(6, 13))
EXTEND = Event("extend", at(6, 15), new_due=due(6, 20))
REOPEN = Event("reopen", at(6, 20), new_due=due(6, 25))
VOID = Event("void", at(6, 5))


def happen(conn: Connection, *events: Event, key: int = 1, **columns: Any) -> None:
    """A hazard with its events; it lies in 道里区 unless told otherwise."""
    row = {"id": key, "code": f"YH{key:04d}", "campaign_id": 1, "adcode": "230102", "grade": "general"}
    clocks = {"confirmed_at": at(6, 1), "recorded_at": LONG_AGO, "updated_at": LONG_AGO}
    usual = {"state": "confirmed", "round_no": 1, "unit_named_public": False, "rect_type": "deadline"}
    conn.execute(insert(hazard).values({**row, **clocks, **usual, **columns}))
    record(conn, key, events)


def record(conn: Connection, key: int, events: Iterable[Event]) -> None:
    rows = [
        {"hazard_id": key, "kind": e.kind, "occurred_at": e.when, "recorded_at": e.recorded or e.when}
        | {"superseded_at": e.superseded, "round_no": e.round, "new_due": e.new_due, "new_grade": e.grade}
        for e in events
    ]
    if rows:
        conn.execute(insert(hazard_event), rows)


def listing(conn: Connection, on: date, key: int = 1, level: str = "city", **columns: Any) -> None:
    conn.execute(insert(hazard_supervision).values(hazard_id=key, level=level, listed_on=on, **columns))


def exposure(conn: Connection, on: date, key: int | None = 1, **columns: Any) -> None:
    conn.execute(insert(hazard_exposure).values(hazard_id=key, exposed_on=on, **columns))


def industries(conn: Connection) -> None:
    """Two of the top level, one of them with two below it."""
    rows = (
        ("coal", None, "煤矿"),
        ("city", None, "城市建设"),
        ("gas", "city", "城镇燃气"),
        ("site", "city", "建筑施工"),
    )
    for number, (code, parent, name) in enumerate(rows):
        conn.execute(
            insert(industry).values(code=code, parent_code=parent, name_zh=name, name_en=code, sort_order=number)
        )


def tips(conn: Connection, *rows: dict[str, Any]) -> None:
    """Tips of one channel, from 道里区 on 06-01 unless told otherwise."""
    conn.execute(insert(tip_channel).values(code="12350", name_zh="热线", name_en="hotline", sort_order=1))
    conn.execute(insert(tip_channel).values(code="weibo", name_zh="微博", name_en="Weibo", sort_order=2))
    base = {"campaign_id": 1, "channel": "12350", "adcode": "230102", "received_at": at(6, 1), "recorded_at": LONG_AGO}
    for number, row in enumerate(rows):
        conn.execute(insert(tip).values({**base, "updated_at": LONG_AGO, "code": f"JB{number}", **row}))


@dataclass(frozen=True)
class Told:
    """What is known of a hazard in F."""

    grade: str
    state: str
    of_class: str
    due_at: datetime | None
    rectified_at: datetime | None
    closed_at: datetime | None
    round_no: int


def told(events: Sequence[Event], now: datetime, known: datetime | None = None) -> Told | None:
    """C12, C13 once more, written from the rules: None where the hazard is not in F at `now`."""
    seen = [e for e in events if e.when <= now and _knew(e, known)]
    of = {kind: [e for e in seen if e.kind == kind] for kind in {e.kind for e in seen}}
    if not of.get("confirm") or of.get("void"):
        return None
    ended = max((e.round for e in seen if e.kind in ("accept_fail", "reopen")), default=0)

    def standing(kind: str) -> datetime | None:
        lasting = [(e.round, e.when) for e in of.get(kind, []) if e.round > ended]
        return max(lasting)[1] if lasting else None

    closed = standing("close")
    rectified = standing("rectify") or closed
    moved = [(e.when, e.kind == "reopen", e.new_due) for e in seen if e.kind in ("extend", "reopen") and e.new_due]
    ordered = [(e.when, e.new_due) for e in of.get("order", []) if e.new_due]
    deadline = max(moved)[2] if moved else max(ordered)[1] if ordered else None
    graded = [(e.when, e.grade or "") for e in of.get("regrade", [])]
    grade = max(graded)[1] if graded else max(e.grade or "" for e in of["confirm"])
    return Told(
        grade,
        _state(closed, rectified, ended, bool(of.get("order"))),
        _class(now, deadline, rectified, closed),
        deadline,
        rectified,
        closed,
        ended + 1,
    )


def _state(closed: datetime | None, rectified: datetime | None, ended: int, ordered: bool) -> str:
    if closed:
        return "closed"
    if rectified:
        return "rectified"
    if ended:
        return "rectifying"
    return "ordered" if ordered else "confirmed"


def _class(now: datetime, deadline: datetime | None, rectified: datetime | None, closed: datetime | None) -> str:
    if deadline is None or now < deadline:
        return "A0" if closed else "P"
    if rectified is None:
        return "E"
    if rectified <= deadline:
        return "A" if closed else "B"
    return "C" if closed else "D"


def _knew(e: Event, known: datetime | None) -> bool:
    if known is None:
        return e.superseded is None
    return (e.recorded or e.when) <= known and (e.superseded is None or e.superseded > known)


days = st.integers(0, 40)
moments = st.builds(lambda day, hour: at(6, 1, hour) + (at(6, 2) - at(6, 1)) * day, days, st.sampled_from([0, 0, 0, 9]))
dues = st.sampled_from([due(6, 10), due(6, 15), due(6, 25), due(7, 5)])


@st.composite
def stories(draw: st.DrawFn, clocks: bool = False) -> tuple[Event, ...]:
    """Any events in any order, with any rounds: more than a ledger can tell."""
    made = []
    for kind in draw(
        st.lists(
            st.sampled_from(["rectify", "accept_pass", "close", "accept_fail", "reopen", "extend", "regrade", "order"]),
            max_size=8,
        )
    ):
        when = draw(moments)
        made.append(
            Event(
                kind,
                when,
                draw(st.integers(1, 3)),
                draw(dues) if kind in ("extend", "reopen", "order") else None,
                draw(st.sampled_from(["general", "major"])) if kind == "regrade" else None,
                draw(moments) if clocks else None,
                draw(st.none() | st.none() | moments) if clocks else None,
            )
        )
    made += [Event("void", draw(moments))] if draw(st.integers(0, 5)) == 0 else []
    made += [Event("confirm", draw(moments), grade=draw(st.sampled_from(["general", "major"])))]
    return tuple(draw(st.permutations(made)))
