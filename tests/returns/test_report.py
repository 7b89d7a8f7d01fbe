"""The file of faults opens in a spreadsheet without computing anything."""

import csv
from pathlib import Path

from seed.returns.reading.faults import Fault
from seed.returns.report import FileReport, Report, write_faults

FORMULAS = ("=1+1", "＝1+1", "\u200b=1+1", "\u2060＋1", "-35", "@a")


def test_no_cell_begins_as_a_formula(tmp_path: Path) -> None:
    faults = [Fault("not_a_number", "台账", 4, "数量", value) for value in FORMULAS]
    assert write_faults(Report([FileReport("附件3.xlsx", "refused", faults=faults)]), tmp_path / "errors.csv") == 6
    with (tmp_path / "errors.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row["填报值"] for row in csv.DictReader(file)]
    assert cells == ["'=1+1", "'＝1+1", "\\u200b=1+1", "\\u2060＋1", "'-35", "'@a"]
