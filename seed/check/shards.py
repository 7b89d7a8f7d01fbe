"""Hazards on shards: the coordinator's table of numbers must have them all (ADR 0039)."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, table

from data_access.database.schema import hazard
from data_access.database.shards import are_there
from seed.check.finding import Finding, wrong


def check_shards(connection: Connection) -> Iterator[Finding]:
    """Hazards whose number nobody watches over: written with an id that was not drawn from the sequence."""
    if not are_there(connection):
        return
    hazards, keys = (
        connection.scalar(select(func.count()).select_from(one)) or 0 for one in (hazard, table("hazard_key"))
    )
    if hazards != keys:
        yield wrong(
            f"分片上有隐患 {hazards} 条，编号表 hazard_key 有 {keys} 条；编号可能重复，请核对写入隐患的其他系统",
            f"{hazards} hazards lie on shards, hazard_key has {keys} numbers: some may be there twice; look at what"
            " else writes hazards",
        )
