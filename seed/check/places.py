"""The private place beside the public one: the same pair, every delivery marked, no row without an owner."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, inspect, select

from data_access.database.schema import campaign, delivery, hazard, tip
from seed.check.finding import Finding, gap, some, wrong
from seed.private.pair import pair_ids
from seed.private.tables import delivery_private, hazard_private, metadata, note_private, tip_private
from seed.returns.storing.private_rows import receipt_key

RESTORE = (
    "恢复与之配对的文件，或移走个人信息库后运行 python -m seed init（docs/returns.md）",
    "put back the file that belongs there, or move the private file away and run `python -m seed init`",
)


def check_places(public: Connection, private: Connection | None) -> Iterator[Finding]:
    """Both places; `private` None: there is no such place."""
    if private is None or set(metadata.tables) - set(inspect(private).get_table_names()):
        yield wrong(
            "存放个人信息的库不存在或缺表，请运行 python -m seed init",
            "the private place is not there or lacks tables: run `python -m seed init`",
        )
        return
    ours, theirs = pair_ids(public, private)
    if not ours or ours != theirs:
        yield wrong(
            f"存放个人信息的库不属于当前数据库：{RESTORE[0]}",
            f"the private place belongs to another database: {RESTORE[1]}",
        )
        return
    yield from _marks(public, private)
    yield from _orphans(public, private)


def _marks(public: Connection, private: Connection) -> Iterator[Finding]:
    marks = set(private.scalars(select(delivery_private.c.receipt_key)))
    loaded = {key: file for key, (file, status) in _receipts(public).items() if status == "loaded"}
    if unmarked := some(sorted(loaded[key] for key in loaded.keys() - marks)):
        yield gap(
            f"这些文件的个人信息没有写完：{unmarked}，请把同一文件再导入一次",
            f"files whose private rows are not all there: {unmarked}; import the same files once more",
        )


def _orphans(public: Connection, private: Connection) -> Iterator[Finding]:
    receipts = set(_receipts(public))
    numbers = {table.name: _numbers(public, table) for table in (hazard, tip)}
    lost = [
        *(key for table in (delivery_private, note_private) for key in _of(private, table) if key[0] not in receipts),
        *(key for key in _of(private, hazard_private) if key[:2] not in numbers["hazard"]),
        *(key for key in _of(private, tip_private) if key[:2] not in numbers["tip"]),
    ]
    if lost:
        yield gap(
            f"个人信息库中有 {len(lost)} 行不属于任何公开记录，核对后可删除",
            f"{len(lost)} rows of the private place belong to no public row; they may be deleted once looked at",
        )


def _numbers(public: Connection, table: Table) -> set[tuple[str, ...]]:
    """Number and notice of all rows of a public table."""
    query = select(table.c.code, campaign.c.code).join(campaign, campaign.c.id == table.c.campaign_id)
    return {tuple(row) for row in public.execute(query)}


def _of(private: Connection, table: Table) -> list[tuple[str, ...]]:
    """The keys of all rows of a private table."""
    return [tuple(row) for row in private.execute(select(*table.primary_key))]


def _receipts(public: Connection) -> dict[str, tuple[str, str]]:
    """Key of each delivery → its file and what became of it."""
    d = delivery.c
    query = select(campaign.c.code, d.file_ref, d.received_at, d.sha256, d.status).join(
        campaign, campaign.c.id == d.campaign_id
    )
    return {
        receipt_key(row.code, row.file_ref, row.received_at, row.sha256): (row.file_ref, row.status)
        for row in public.execute(query)
    }
