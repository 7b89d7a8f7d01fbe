"""The state of the data: a stamp that changes with every load, cheap enough to be read every few seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, Literal

from sqlalchemy import Column, Exists, Select, exists, func, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import load_log, metadata
from data_access.database.shards import KEYS, are_there
from data_access.database.snapshot import Snapshot

Label = Literal["real", "sample", "demo", "mixed", "empty"]
LABELS: Final[tuple[Label, ...]] = ("real", "sample", "demo")
"""The labels that a load may have."""
NOTICE_LOADER: Final = "seed init"
"""The source of loads that bring notices, places and units: none of the data is a return."""

CLOCKS: Final[tuple[Column[Any], ...]] = tuple(
    table.c[name] for _, table in sorted(metadata.tables.items()) for name in table.info.get("clock", ())
)
"""The columns that tables name in their `info`, by table: a new table of facts joins the stamp there."""

LATE: Final = 500
"""A load whose number was given before those of up to so many others may be committed after them and is noticed."""
CLOCKS_DIFFER: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Stamp:
    """The state of the data that an answer comes from."""

    version: str
    """It stays equal as long as nothing is written; part of every key in memory."""
    data_until: datetime | None
    """数据截至: when the newest loaded fact was received (of_notice: of one notice); None when nothing was loaded."""
    label: Label
    """The label of all loads with rows; 'mixed' if they differ, 'empty' before the first return."""

    def is_ahead(self, now: datetime) -> bool:
        """Whether the data is newer than `now` by more than CLOCKS_DIFFER: an answer for “now” then lacks the newest
        facts.
        """
        return self.data_until is not None and self.data_until > now + CLOCKS_DIFFER


def _statement(clocks: Sequence[Column[Any]]) -> Select[*tuple[Any, ...]]:
    """The select of data_until, of which labels there are, of how many of the last loads there are, and of maxima that
    have an index each.
    """
    last = select(func.max(load_log.alias("newest").c.id)).scalar_subquery()
    loaded = (load_log.c.status == "done", load_log.c.data_until.is_not(None))
    return select(
        select(func.max(load_log.c.data_until)).where(*loaded).scalar_subquery(),
        *(_has_rows(label) for label in LABELS),
        select(func.count()).where(load_log.c.id > last - LATE).scalar_subquery(),
        *(select(func.max(column)).scalar_subquery() for column in clocks),
    )


def _has_rows(label: Label) -> Exists:
    """Whether any load of this label brought rows, even only a roster: one invented row makes all numbers invented."""
    brought = (load_log.c.status == "done", load_log.c.rows > 0, load_log.c.source != NOTICE_LOADER)
    return exists().where(load_log.c.label == label, *brought)


_STAMP: Final = _statement(CLOCKS)
"""Built once: every page load reads it, and building takes four times as long as running."""
_BESIDE_SHARDS: Final = _statement([column for column in CLOCKS if column.table not in KEYS])
"""Where hazards lie on shards a load without its row in load_log is not noticed: PostgreSQL 15 fetches thousands of
rows from each shard for one maximum, 57 ms in all.
"""


def read_stamp(s: Snapshot, code: str = "") -> Stamp:
    """The stamp at this snapshot: one select, 0.2 ms with a million rows. With the code of a campaign data_until is
    that of its notice: returns to another notice do not make it newer.
    """
    data_until, *rest = s.execute(_BESIDE_SHARDS if are_there(s.connection) else _STAMP).one()
    there = [label for label, found in zip(LABELS, rest, strict=False) if found]
    label = "empty" if data_until is None or not there else there[0] if len(there) == 1 else "mixed"
    seen = "|".join("" if value is None else str(value) for value in rest[len(LABELS) :])
    stamp = Stamp(blake2b(seen.encode(), digest_size=8).hexdigest(), data_until, label)
    return of_notice(s, stamp, code) if code else stamp


def of_notice(s: Snapshot, stamp: Stamp, code: str) -> Stamp:
    """`stamp` with the data_until of the notice of the campaign with this code: its own loads, and those that name no
    notice. Asked once for all snapshots that have the same data as `stamp` and are as new.
    """
    return replace(stamp, data_until=s.lasting((of_notice, code, stamp), lambda: _until(s, code)))


def _until(s: Snapshot, code: str) -> datetime | None:
    log = load_log.c
    of_it = or_(log.campaign_id.is_(None), log.campaign_id.in_(campaign_ids(code)))
    found: datetime | None = s.scalar(select(func.max(log.data_until)).where(log.status == "done", of_it))
    return found
