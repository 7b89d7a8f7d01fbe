"""Private rows are known by notice and number or by the receipt of their file, no longer by ids of public rows.

Rows of before get the keys of their public rows, which stand in the public database at its revision 0004 or newer.
Those that it does not know become nobody's: '#' and the id that they had. The way back finds the ids again.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import context, op

from data_access.database.schema.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Key = tuple[Any, ...]

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TYPES: dict[str, tuple[sa.types.TypeEngine[Any], str | None]] = {
    "receipt_key": (sa.Text(), "notice/file@time of receipt#SHA-256 of a delivery"),
    "source_row": (sa.Integer(), None),
    "hazard_code": (sa.Text(), "隐患编号"),
    "tip_code": (sa.Text(), "举报编号"),
    "notice_code": (sa.Text(), "campaign.code"),
    "recorded_at": (UtcDateTime(), "of this version of the tip"),
    "delivery_id": (BIG_ID, "delivery.id"),
    "liaison_id": (BIG_ID, "liaison.id"),
    "plan_task_id": (BIG_ID, "plan_task.id"),
    "hazard_id": (BIG_ID, "hazard.id"),
    "tip_id": (BIG_ID, "tip.id"),
}


class Change(NamedTuple):
    """A table, the id that it was known by, its new key, what of the key stays, and the public rows of the ids."""

    table: str
    old: str
    new: tuple[str, ...]
    stays: tuple[str, ...]
    rows: str


DELIVERY = "SELECT d.id, c.code AS notice, d.file_ref, d.received_at, d.sha256 FROM delivery d"
LIAISON = "SELECT l.id, c.code AS notice, d.file_ref, d.received_at, d.sha256 FROM liaison l"
TASK = "SELECT p.id, c.code AS notice, d.file_ref, d.received_at, d.sha256, p.source_row FROM plan_task p"
CHANGES = (
    Change("delivery_private", "delivery_id", ("receipt_key",), (), DELIVERY),
    Change("return_private", "delivery_id", ("receipt_key",), (), DELIVERY),
    Change("note_private", "delivery_id", ("receipt_key",), ("sheet_name", "source_row"), DELIVERY),
    Change("liaison_private", "liaison_id", ("receipt_key",), (), f"{LIAISON} JOIN delivery d ON d.id = l.delivery_id"),
    Change(
        "plan_task_private",
        "plan_task_id",
        ("receipt_key", "source_row"),
        (),
        f"{TASK} JOIN delivery d ON d.id = p.delivery_id",
    ),
    Change(
        "hazard_private",
        "hazard_id",
        ("hazard_code", "notice_code"),
        (),
        "SELECT d.id, d.code, c.code AS notice FROM hazard d",
    ),
    Change(
        "tip_private",
        "tip_id",
        ("tip_code", "notice_code", "recorded_at"),
        (),
        "SELECT d.id, d.code, c.code AS notice, d.recorded_at FROM tip d",
    ),
)


def upgrade() -> None:
    op.create_table(
        "pairing_private",
        sa.Column("pair_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_pairing_private")),
        comment="One row: equal to that of table pairing in the public database that this place belongs to.",
    )
    for change in CHANGES:
        keys = {(number,): key for number, key in _known(change).items()}
        for old in _keys_in(change.table, (change.old,)):
            keys.setdefault(old, (f"#{old[0]}", *_nothing(change.new[1:])))
        _rekey(change.table, (change.old,), change.new, change.stays, keys)


def downgrade() -> None:
    for change in CHANGES:
        keys = {key: (number,) for number, key in _known(change).items()}
        for new in _keys_in(change.table, change.new):
            if new[0].startswith("#"):
                keys[new] = (int(new[0][1:]),)
            elif new not in keys:
                raise RuntimeError(f"{change.table}: {new} belongs to no row of the public database")
        _rekey(change.table, change.new, (change.old,), change.stays, keys)
    op.drop_table("pairing_private")


def _known(change: Change) -> dict[int, Key]:
    """Id → new key, of all rows of the public database; none without one."""
    public: sa.Engine | None = context.config.attributes.get("public")
    if public is None:
        return {}
    query = sa.text(f"{change.rows} JOIN campaign c ON c.id = d.campaign_id")
    with public.connect() as connection:
        if not sa.inspect(connection).has_table("campaign"):
            return {}
        types = {name: UtcDateTime() for name in ("received_at", "recorded_at") if f".{name}" in change.rows}
        return {row.id: _key(change, row) for row in connection.execute(query.columns(**types))}


def _key(change: Change, row: Any) -> Key:
    if change.new[0] != "receipt_key":
        return (row.code, row.notice, *((row.recorded_at,) if "recorded_at" in change.new else ()))
    receipt = f"{row.notice}/{row.file_ref}@{row.received_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{row.sha256}"
    return (receipt, *((row.source_row,) if "source_row" in change.new else ()))


def _nothing(names: tuple[str, ...]) -> Key:
    """For a row without an owner: a notice without a name, the first row, the beginning of time."""
    return tuple({"notice_code": "", "source_row": 0, "recorded_at": EPOCH}[name] for name in names)


def _table(name: str, columns: tuple[str, ...]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, TYPES[column][0]) for column in columns))


def _keys_in(table: str, columns: tuple[str, ...]) -> set[Key]:
    return {tuple(row) for row in op.get_bind().execute(sa.select(_table(table, columns)).distinct())}


def _rekey(
    table: str, before: tuple[str, ...], after: tuple[str, ...], stays: tuple[str, ...], keys: dict[Key, Key]
) -> None:
    """Give each row that is known by the columns `before` the values of `keys` in `after`, its key from now on."""
    for name in after:
        kind, comment = TYPES[name]
        op.add_column(table, sa.Column(name, kind, nullable=True, comment=comment))
    target = _table(table, (*before, *after))
    moved = [
        {f"old_{name}": value for name, value in zip(before, old, strict=True)}
        | {f"new_{name}": value for name, value in zip(after, keys[old], strict=True)}
        for old in _keys_in(table, before)
    ]
    if moved:
        same = [target.c[name] == sa.bindparam(f"old_{name}", type_=TYPES[name][0]) for name in before]
        to = {name: sa.bindparam(f"new_{name}", type_=TYPES[name][0]) for name in after}
        op.get_bind().execute(sa.update(target).where(*same).values(to), moved)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"pk_{table}"), type_="primary")
        for name in before:
            batch.drop_column(name)
        for name in after:
            batch.alter_column(name, existing_type=TYPES[name][0], nullable=False, existing_comment=TYPES[name][1])
        batch.create_primary_key(op.f(f"pk_{table}"), [*after, *stays])
