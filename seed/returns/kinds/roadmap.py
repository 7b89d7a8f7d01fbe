"""路线图施工表: a row is a task; the person responsible goes to the private place."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Column, Table

TABLE: Final = Table(
    columns=(
        Column("事项编号", "line", columns.line),
        Column("工作任务", "task", columns.text, required="required"),
        Column("责任单位", "owner_unit", columns.text),
        Column("责任人", "person", columns.private, personal=True),
        Column("开始时间", "starts_on", columns.day),
        Column("完成时限", "due_on", columns.day),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    chains=(("starts_on", "due_on"),),
)
