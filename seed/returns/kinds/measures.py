"""制度措施清单: a row is an item of the two lists, known by its list, title, unit and hazard."""

from collections.abc import Iterator, Sequence
from typing import Final

from data_access.database.schema import measure_list_item
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.faults import Fault
from seed.returns.reading.table import Column, Reading, Record, Table
from seed.returns.storing import links, listed, owners
from seed.returns.storing.load import Load

LISTS: Final = {"问题隐患": "problem", "制度措施": "measure"}
IDENTITY: Final = ("list", "title", "owner_unit", "hazard_code")
COPIED: Final = ("due_on", "done_on")

TABLE: Final = Table(
    columns=(
        Column("清单类别", "list", columns.one_of(LISTS), required="required"),
        Column("名称", "title", columns.text, required="required"),
        Column("责任单位", "owner_unit", columns.text),
        Column("完成时限", "due_on", columns.day),
        Column("完成日期", "done_on", columns.day),
        Column("关联隐患编号", "hazard_code", columns.key),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    whole=columns.no_rounded_keys("hazard_code"),
)


def check_known(sent: owners.Sent, records: Sequence[Record]) -> Iterator[Fault]:
    """A city's items name its own hazards."""
    return owners.hazards_of_others(sent, records, "hazard_code")


def store(load: Load, reading: Reading) -> None:
    """Store the items; a hazard that is not known yet is linked when it comes."""
    hazards = links.hazard_ids(load, owners.numbers_in(reading.records, "hazard_code"))
    rows = [
        {
            **{name: record[name] for name in (*IDENTITY, *COPIED)},
            "hazard_id": hazards.get(record["hazard_code"]),
            "campaign_id": load.reference.notice_id,
            "source_row": record.row,
        }
        for record in reading.records
    ]
    listed.store(load, measure_list_item, rows, IDENTITY, (*COPIED, "hazard_id"))


KIND: Final = Kind("measures", "制度措施清单", TABLE, store=store, check=check_known)
