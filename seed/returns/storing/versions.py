"""Tables whose rows stay in every version: a newer one, or an older one found later, has its place among them (§3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, Table, bindparam, select, update

from data_access.database.schema import delivery
from seed.bulk import insert_with_ids
from seed.returns.reading.characters import same
from seed.returns.reading.table import Record
from seed.returns.storing.absent import Absent
from seed.returns.storing.load import Load, confirm, select_in


@dataclass(frozen=True)
class Version:
    """One version of a row. `own`: it came from the row's lead; a copy never replaces it, whenever it came."""

    id: int
    recorded_at: datetime
    confirmed_at: datetime
    """When a file last had the same."""
    superseded_at: datetime | None
    own: bool
    content: Any


class Row(NamedTuple):
    """A row of a file: `content` holds all that is compared, by the names of columns, and what belongs to it
    in other tables under other names. `own`: as of a Version.
    """

    record: Record
    content: Mapping[str, Any]
    own: bool = True


class Stored(NamedTuple):
    """A version that was written, with the content of the version before it, None for the first."""

    id: int
    row: Row
    superseded_at: datetime | None
    before: Mapping[str, Any] | None


@dataclass(frozen=True)
class Placement:
    """What to write for a version that differs: its own validity, and how long the others now are."""

    superseded_at: datetime | None
    replaces: Version | None = None
    shortened: dict[int, datetime | None] = field(default_factory=dict)
    repeated: Version | None = None
    """This version again, from its confirmation on: an older file was found between the two times it was sent."""


def last_confirmed(recorded_at: datetime, received: datetime | None, superseded_at: datetime | None) -> datetime:
    """When a stored version was last confirmed: the receipt of its last file, within the version's own validity."""
    last = max(recorded_at, received or recorded_at)
    return min(last, superseded_at) if superseded_at else last


def place(known: Sequence[Version], recorded_at: datetime, *, own: bool, content: Any) -> Placement | Version | None:
    """The placement of a version received at `recorded_at`; None when it changes nothing.

    `known` are all versions of the row. At any instant the last own version received so far is in force, or the last
    copy while no own one was. A version that is in force already and is only sent again is returned itself: it is
    confirmed now. Of two versions received at the same time the one that is read later wins.
    """
    earlier = sorted((v for v in known if v.recorded_at <= recorded_at), key=lambda v: (v.recorded_at, v.id))
    later = sorted((v for v in known if v.recorded_at > recorded_at), key=lambda v: (v.recorded_at, v.id))
    before = next((v for v in reversed(earlier) if v.own), earlier[-1] if earlier else None)
    if before and before.own and not own:
        return None
    if before and same(before.content, content) and before.own == own:
        return before if before.confirmed_at < recorded_at else None
    shortened: dict[int, datetime | None] = {}
    if own:
        shortened |= {v.id: v.recorded_at for v in later if not v.own and v.superseded_at != v.recorded_at}
        later = [v for v in later if v.own]
    if before:
        shortened[before.id] = recorded_at
        if before.own == own and before.confirmed_at > recorded_at:
            return Placement(before.confirmed_at, before, shortened, before)
    return Placement(later[0].recorded_at if later else None, before, shortened)


def select_known(load: Load, table: Table, codes: Collection[str]) -> list[RowMapping]:
    """All versions in this notice of the rows with these numbers; `sender` and `received_at` of their last file."""
    query = select(table, delivery.c.org_unit_id.label("sender"), delivery.c.received_at).join(
        delivery, delivery.c.id == table.c.delivery_id, isouter=True
    )
    of_notice = query.where(table.c.campaign_id.in_(load.reference.campaign_ids))
    return list(select_in(load.conn, of_notice, table.c.code, codes))


def version_of(stored: RowMapping, content: Mapping[str, Any], *, own: bool = True) -> Version:
    """A stored row as a version with this content."""
    confirmed_at = last_confirmed(stored["recorded_at"], stored["received_at"], stored["superseded_at"])
    return Version(stored["id"], stored["recorded_at"], confirmed_at, stored["superseded_at"], own, content)


def store(
    load: Load, table: Table, known: Mapping[str, Sequence[Version]], rows: Sequence[Row], absent: Absent
) -> list[Stored]:
    """Write what is new among `rows` as versions and close those that they replace; the versions written.

    `known`: number → its versions. LossError where a row would lose the value of a column that the file does not have.
    """
    new: list[tuple[Row, datetime, datetime | None, Mapping[str, Any] | None]] = []
    ended: list[dict[str, Any]] = []
    confirmed: list[int] = []
    for row in rows:
        placed = place(known.get(row.record["code"], ()), load.received, own=row.own, content=row.content)
        if not isinstance(placed, Placement):
            load.counts.same += 1
            confirmed += [placed.id] if placed else []
            continue
        before = placed.replaces.content if placed.replaces else None
        if placed.replaces and placed.replaces.own == row.own:
            absent.compare(row.record, placed.replaces.content, row.content)
        load.counts.add(placed.superseded_at, replaces=before is not None, ended=len(placed.shortened))
        ended += [{"version": key, "until": until} for key, until in placed.shortened.items()]
        new.append((row, load.received, placed.superseded_at, before))
        if again := placed.repeated:
            new.append((row._replace(content=again.content), again.confirmed_at, again.superseded_at, row.content))
    load.notes += absent.check()
    if ended:
        closing = update(table).where(table.c.id == bindparam("version"))
        load.conn.execute(closing.values(superseded_at=bindparam("until"), updated_at=load.now), ended)
    confirm(load, table, confirmed)
    values = [_values(load, table, row, recorded_at, until) for row, recorded_at, until, _ in new]
    ids = insert_with_ids(load.conn, table, values)
    return [Stored(key, row, until, before) for key, (row, _, until, before) in zip(ids, new, strict=True)]


def _values(load: Load, table: Table, row: Row, recorded_at: datetime, until: datetime | None) -> dict[str, Any]:
    return {
        **{name: value for name, value in row.content.items() if name in table.c},
        "code": row.record["code"],
        "delivery_id": load.delivery_id,
        "source_row": row.record.row,
        "recorded_at": recorded_at,
        "superseded_at": until,
        "updated_at": load.now,
    }
