"""制度措施清单: a row is an item of the two lists."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Column, Table

LISTS: Final = {"问题隐患": "problem", "制度措施": "measure"}

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
