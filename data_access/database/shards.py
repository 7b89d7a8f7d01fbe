"""Hazards on several PostgreSQL servers: which tables lie there, and whether all hold the same loads (ADR 0039).

Each server has a mark of the last load that it committed. A load is committed by one server after the other, so a
reader looks at all marks first: while they differ he would read a load by half.
"""

from collections.abc import Mapping
from time import sleep
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, column, distinct, func, select, table
from sqlalchemy.engine import RootTransaction

from data_access.database.schema import hazard, hazard_event, hazard_exposure, hazard_supervision, hazard_tip

KEYS: Final[Mapping[Table, Column[int]]] = {
    hazard: hazard.c.id,
    hazard_event: hazard_event.c.hazard_id,
    hazard_supervision: hazard_supervision.c.hazard_id,
    hazard_exposure: hazard_exposure.c.hazard_id,
    hazard_tip: hazard_tip.c.hazard_id,
}
"""The tables that lie on shards, parents first, and the column by whose hash their rows are placed: a hazard has all
that is told of it beside it."""

MARK: Final = table("shard_mark", column("number"), column("last"), column("load"))
"""A row for each server (0: the coordinator): the coordinator's transaction that wrote it last, and what it loaded."""
HALF_LOADED: Final = "SH001"
"""The state of the error with which another load is refused meanwhile; the layout raises it (seed/shards)."""
LOADING: Final = "dashboard.load"
TRIES: Final = 60
PAUSE: Final = 0.05
"""Seconds between two looks at the marks; with TRIES well below what a page may wait."""


class ShardsApartError(RuntimeError):
    """A load reached some servers and not the others, and not only for the moment; the message says which."""


def are_there(connection: Connection) -> bool:
    """Whether hazards lie on shards here; asked once a connection, at no cost where the database is SQLite."""
    if connection.dialect.name != "postgresql":
        return False
    known: bool | None = connection.info.get("shards")
    if known is None:
        made, mark = connection.exec_driver_sql("SELECT to_regclass('load_log'), to_regclass('shard_mark')").one()
        known = mark is not None
        if made:  # before the first `seed init` nobody knows
            connection.info["shards"] = known
    return known


def begin_whole(connection: Connection) -> RootTransaction:
    """Begin a transaction whose snapshots on all servers hold the same loads; ShardsApartError when there is none.

    The marks are read first, so each server's snapshot is taken by that: equal marks mean equal loads.
    """
    for _ in range(TRIES):
        transaction = connection.begin()
        if not are_there(connection) or connection.scalar(select(func.count(distinct(MARK.c.last)))) == 1:
            return transaction
        transaction.rollback()
        sleep(PAUSE)
    raise ShardsApartError(apart(connection))


def apart(connection: Connection) -> str:
    """Which servers hold a load that the coordinator does not: "shard 2: seed import …", else ""."""
    with connection.begin():
        marks: dict[int, Any] = {mark.number: mark for mark in connection.execute(select(MARK).order_by(MARK.c.number))}
    ours = marks.pop(0)
    ahead = [f"shard {number}: {mark.load}" for number, mark in marks.items() if mark.last != ours.last]
    return "; ".join(ahead)


def name_load(connection: Connection, load: str) -> None:
    """Say what this transaction loads: the same load again may complete one that was committed by half."""
    if are_there(connection):
        connection.execute(select(func.set_config(LOADING, load, True)))
