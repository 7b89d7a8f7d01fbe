"""A register brought up to date is the one that would be read anew, whatever was written, late or behind."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Connection, delete, update

from data_access.columns.instants import microseconds_of
from data_access.database.schema import hazard, hazard_event, hazard_exposure, hazard_supervision
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.changes import brought_up_to_date
from data_access.hazards.register.register import Register, read_register
from data_access.hazards.register.rows import LISTS
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import (
    CLOSE,
    CONFIRM,
    CONFIRM_MAJOR,
    EXTEND,
    FAIL,
    IN_TIME,
    ORDER,
    REOPEN,
    VOID,
    exposure,
    happen,
    listing,
    record,
)
from tests.data_access.obligations.world import NOTHING, at

KEYS: Final = (3, 5, 8, 9)
"""Ids of what is on record at first: others lie between them and behind."""
SOON: Final = timedelta(seconds=30)
STORIES: Final = (
    (CONFIRM,),
    (CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE),
    (CONFIRM, ORDER, IN_TIME, FAIL, EXTEND, REOPEN),
    (CONFIRM, ORDER, VOID),
    (),
)


def told_by(register: Register) -> dict[str, Any]:
    """All that a register tells, and what follows from it."""
    known = register.known(None)
    standing = known.at(microseconds_of(at(6, 18)))
    numbers = dict(zip(LISTS, ("adcode", "industry", "site_kind", "name"), strict=True))
    told: dict[str, Any] = {"last_event": register.last_event, "written": register.written}
    told["funds"] = np.nan_to_num(register.rows.funds, nan=-1).tolist()
    for part in (register.rows, register.events, register.listings, register.exposures, known.spans, standing):
        for name, column in vars(part).items():
            if isinstance(column, np.ndarray) and name not in (*numbers.values(), "funds"):
                told[f"{type(part).__name__}.{name}"] = column.tolist()
    for words, column in numbers.items():
        told[column] = [getattr(register.rows, words)[number] for number in getattr(register.rows, column)]
    return told


def written(conn: Connection, key: int, **values: Any) -> None:
    """A writer keeps the row of a hazard, as the contract says."""
    conn.execute(update(hazard).where(hazard.c.id == key).values(**values))


def a_new_one(conn: Connection) -> None:
    happen(conn, CONFIRM, ORDER, key=12, adcode="230103", updated_at=at(6, 20), site_kind="mine")
    listing(conn, date(2020, 6, 3), key=12)


def a_late_commit(conn: Connection) -> None:
    """Its id and clock lie before those of what was read already."""
    happen(conn, CONFIRM_MAJOR, ORDER, IN_TIME, key=4, code="AA", updated_at=at(6, 15) - SOON)


def a_new_version(conn: Connection) -> None:
    written(conn, 5, adcode="230104", grade="major", funds_wan=12.5, updated_at=at(6, 20))
    conn.execute(
        update(hazard_event)
        .where(hazard_event.c.hazard_id == 5, hazard_event.c.kind == "order")
        .values(superseded_at=at(6, 20))
    )
    record(conn, 5, [EXTEND])
    exposure(conn, date(2020, 6, 5), key=5, outlet="日报")


def events_alone(conn: Connection) -> None:
    """Who writes events and leaves the row of their hazard as it was is found by their ids."""
    record(conn, 8, [REOPEN])


def a_hazard_is_gone(conn: Connection) -> None:
    conn.execute(delete(hazard_event).where(hazard_event.c.hazard_id == 5))
    conn.execute(delete(hazard).where(hazard.c.id == 5))


def all_but_one_are_gone(conn: Connection) -> None:
    for key in KEYS[1:]:
        conn.execute(delete(hazard_event).where(hazard_event.c.hazard_id == key))
        conn.execute(delete(hazard).where(hazard.c.id == key))


def a_listing_ends(conn: Connection) -> None:
    conn.execute(update(hazard_supervision).values(delisted_on=date(2020, 6, 9)))
    conn.execute(delete(hazard_exposure))


def one_comes_as_another_goes(conn: Connection) -> None:
    """Both were written in the same microsecond, so that only their events tell them apart."""
    a_hazard_is_gone(conn)
    happen(conn, CONFIRM, key=7, updated_at=at(6, 15))


def nothing(conn: Connection) -> None:
    del conn


CHANGES: Final = (
    a_new_one,
    a_late_commit,
    a_new_version,
    events_alone,
    a_hazard_is_gone,
    all_but_one_are_gone,
    a_listing_ends,
    nothing,
)


def on_record(s: Snapshot) -> Register:
    for key, story in zip(KEYS, STORIES, strict=False):
        happen(s.connection, *story, key=key, updated_at=at(6, 15) if key > 3 else at(6, 1))
    listing(s.connection, date(2020, 6, 2), key=3)
    exposure(s.connection, date(2020, 6, 4), key=3)
    exposure(s.connection, date(2020, 6, 4), key=None)
    before = read_register(s)
    before.known(None)
    return before


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_written_since_is_found(tell: Tell, change: Callable[[Connection], None]) -> None:
    with tell(NOTHING) as snapshots:
        for s in snapshots:
            before = on_record(s)
            change(s.connection)
            found = brought_up_to_date(s, before)
            assert found is not None
            assert told_by(found) == told_by(read_register(s))


@pytest.mark.parametrize("change", [a_new_one, a_late_commit, a_new_version, a_hazard_is_gone])
def test_a_newer_register_becomes_the_older_one_again(tell: Tell, change: Callable[[Connection], None]) -> None:
    """A restored backup, or a file that began before a commit."""
    with tell(NOTHING) as snapshots:
        for s in snapshots:
            on_record(s)
            with s.connection.begin_nested() as savepoint:
                change(s.connection)
                newer = read_register(s)
                savepoint.rollback()
            found = brought_up_to_date(s, newer)
            assert found is None or told_by(found) == told_by(read_register(s))


def an_event_is_gone(conn: Connection) -> None:
    conn.execute(delete(hazard_event).where(hazard_event.c.hazard_id == 8, hazard_event.c.kind == "order"))


@pytest.mark.parametrize("change", [an_event_is_gone, one_comes_as_another_goes])
def test_what_nothing_tells_of_is_missed_in_the_count(tell: Tell, change: Callable[[Connection], None]) -> None:
    with tell(NOTHING) as snapshots:
        for s in snapshots:
            before = on_record(s)
            change(s.connection)
            assert brought_up_to_date(s, before) is None


@given(steps=st.lists(st.tuples(st.sampled_from(("come", "tell", "go", "late")), st.integers(1, 14)), max_size=12))
def test_any_order_of_writers_gives_the_register_read_anew(tell: Tell, steps: list[tuple[str, int]]) -> None:
    with tell(NOTHING) as snapshots:
        for s in snapshots:
            register: Register | None = on_record(s)
            there = set(KEYS)
            for n, (what, key) in enumerate(steps, 1):
                if what in ("come", "late") and key not in there:
                    when = at(6, 20) + n * SOON if what == "come" else at(6, 15)
                    happen(
                        s.connection, *STORIES[n % len(STORIES)], key=key, code=f"{9 - key % 9}-{n}", updated_at=when
                    )
                    there.add(key)
                elif what == "tell" and key in there:
                    record(s.connection, key, [EXTEND])
                    written(s.connection, key, updated_at=at(6, 20) + n * SOON, adcode="230103")
                elif what == "go" and key in there:
                    s.execute(delete(hazard_event).where(hazard_event.c.hazard_id == key))
                    s.execute(delete(hazard_supervision).where(hazard_supervision.c.hazard_id == key))
                    s.execute(delete(hazard_exposure).where(hazard_exposure.c.hazard_id == key))
                    s.execute(delete(hazard).where(hazard.c.id == key))
                    there.discard(key)
                if n % 3 == 0 or n == len(steps):
                    anew = read_register(s)
                    found = brought_up_to_date(s, register) if register else None
                    assert found is None or told_by(found) == told_by(anew)
                    register = found or anew


def test_of_too_many_changes_none_is_looked_for(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.hazards.register.changes.FEW", 1)
    with tell(NOTHING) as snapshots:
        for s in snapshots:
            before = on_record(s)
            written(s.connection, 3, updated_at=at(6, 20))
            assert brought_up_to_date(s, before) is not None
            written(s.connection, 5, updated_at=at(6, 20))
            assert brought_up_to_date(s, before) is None
