"""Columns that many extracts have: unit, line, state, basis."""

from typing import Final

from data_access.extract_columns import Column

UNIT: Final = (
    Column("unit_code", kind="code"),
    Column("unit", "unit_{lang}"),
    Column("unit_adcode", kind="code"),
    Column("unit_kind", "unit_group", "code"),
    Column("unit_kind_label", "unit_group", "word", "people", "group"),
    Column("city_adcode", kind="code"),
)
LINE: Final = (Column("line", "line_code", "code"), Column("line_label", "line_{lang}"))
STATE: Final = (Column("state", kind="code"), Column("state_label", "state", "word", "people", "state"))
BASIS: Final = (Column("due_basis", kind="code"), Column("due_basis_label", "due_basis", "word", "people", "basis"))
