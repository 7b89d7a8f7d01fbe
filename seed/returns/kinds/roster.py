"""单位名录: a row is a unit, with the other names under which it appears."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Check, Column, Record, Table

GROUPS: Final = {"市(地)": "city", "成员单位": "member", "省级牵头": "office"}


def check_row(record: Record, check: Check) -> None:
    """A city of the roster is one of the divisions."""
    if record["group"] == "city" and record["name"] and record["name"] not in check.reference.cities:
        check.fault(record, "name", "unknown_city")


TABLE: Final = Table(
    columns=(
        Column("单位", "name", columns.word, required="no_key"),
        Column("类别", "group", columns.one_of(GROUPS), required="required"),
        Column("别名", "aliases", columns.text),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    key=("name",),
    rule=check_row,
)
