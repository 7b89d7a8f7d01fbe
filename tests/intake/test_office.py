"""What offices do without harm must do no harm: the strictness of the import is not allowed to cost what is allowed.

A valid file with its columns in another order, columns of the office's own, titles, empty rows, footers, full-width
digits, thousands commas, days in any of the usual ways … brings exactly what the plain file brings.
"""

import random
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from openpyxl import Workbook

from seed.returns import importing
from seed.returns.reading.sandbox import Sandbox
from tests.conftest import Backend, Databases
from tests.intake.files import OWN_TABLES, Cells, File, data, fill, saved
from tests.intake.judge import Bench, sharing
from tests.intake.test_mutations import FILES, IDS, template
from tests.intake.told import told

pytestmark = pytest.mark.slow

WIDE: Final = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(ord("0"), ord("9") + 1)})
OWN_COLUMN: Final = "科室"
EXAMPLES: Final = {"sqlite": 12, "postgresql": 2}


def varied(file: File, chance: random.Random) -> tuple[bytes, bool]:
    """The file as another office would write it; whether it has a column that is no one's."""
    cells = file.cells()
    top = file.header if file.columns else 0
    own = bool(file.columns) and chance.random() < 0.4
    if file.columns:
        table = [list(row) for row in cells[top - 1 :]]
        if own:
            table = [[*row, OWN_COLUMN if not number else "一科"] for number, row in enumerate(table)]
        order = list(range(len(table[0])))
        chance.shuffle(order)
        what = [column.what for column in file.columns] + ["own"]
        table = [[row[at] for at in order] for row in table]
        kinds = [what[at] for at in order]
        body: Cells = [[_heading(str(cell), chance) for cell in table[0]]]
        for row in table[1:]:
            if chance.random() < 0.2:
                body.append([])
            body.append([_cell(cell, kind, file, chance) for cell, kind in zip(row, kinds, strict=True)])
        cells = [*_titles(file, chance), *body]
        if file.kind not in OWN_TABLES and chance.random() < 0.4:
            cells += [["合计"], ["填表人:张三    联系电话:000-00000000"]]
    if file.format == "csv":
        width = max(len(row) for row in cells)
        padded = [[*row, *([None] * (width - len(row)))] for row in cells]
        return data(padded, "csv", encoding=chance.choice(["utf-8-sig", "utf-8", "gb18030", "utf-16"])), own
    book = Workbook()
    if chance.random() < 0.5:
        book.active.append(["填报说明"])
        book.active.append(["1.请如实填报;2.联系人:某 000-00000000"])
        book.create_sheet("台账")
    sheet = book.worksheets[-1]
    fill(sheet, cells)
    if file.columns and chance.random() < 0.5 and sheet.cell(1, 2).value is None:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=4)
    return saved(book), own


def _titles(file: File, chance: random.Random) -> Cells:
    """What stands above the headings: the title, the unit line, empty rows."""
    above = file.above()
    if file.head is None and chance.random() < 0.3:
        above = above[:1]
    return [*above, *([[]] * chance.choice([0, 0, 1, 2]))]


def _heading(name: str, chance: random.Random) -> str:
    return chance.choice([name, f" {name}　", name[:2] + "\n" + name[2:], name.translate({40: "（", 41: "）"})])


def _cell(value: Any, kind: str, file: File, chance: random.Random) -> Any:
    if value is None:
        return chance.choice([None, None, "/", "无", "—"]) if kind != "own" else None
    if kind == "day":
        return _day(str(value), file, chance)
    if kind == "number":
        text = str(value)
        whole = isinstance(value, int) and value >= 1000
        choices = [value, text, text.translate(WIDE), f" {text} ", f"{value:,}" if whole else text]
        return chance.choice(choices)
    if isinstance(value, str):
        wide = value.translate(WIDE) if kind in ("key", "word") else value
        return chance.choice([value, f"{value} ", f"　{value}", wide])
    return value


def _day(text: str, file: File, chance: random.Random) -> Any:
    day = datetime.fromisoformat(text)
    clock = "" if day.time() == datetime.min.time() else f" {day:%H:%M}"
    ways = [
        text,
        f"{day.year}.{day.month}.{day.day}{clock}",
        f"{day.year}年{day.month}月{day.day}日{clock}",
        f"{day.year}/{day.month}/{day.day}{clock}",
        f"{day.month}月{day.day}日{clock}",
        text.translate(WIDE),
    ]
    if file.format == "xlsx":
        ways += [day, (day - datetime(1899, 12, 30)).total_seconds() / 86_400]
    return chance.choice(ways)


@pytest.mark.parametrize("number", range(len(FILES)), ids=IDS)
def test_harmless_ways_of_writing_change_nothing(
    number: int,
    databases: Databases,
    backend: Backend,
    tmp_path: Path,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "Sandbox", sharing(sandbox))
    file = FILES[number]
    url = template(databases, backend, tmp_path / "before", file.before)
    bench = Bench(file, url, databases, tmp_path / "package")
    good = bench.good()

    @settings(
        max_examples=EXAMPLES[backend], phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(st.randoms(use_true_random=False))
    def try_it(chance: random.Random) -> None:
        content, own = varied(file, chance)
        line, after = bench.take(content)
        assert line.outcome in ("loaded", "same"), [fault.sentence(line.file) for fault in line.faults]
        assert after == good
        notes = [fault.sentence(line.file) for fault in line.notes]
        assert bool(notes) == own, notes
        assert all(OWN_COLUMN in note for note in notes)

    try_it()
    assert told(url, bench.rows) == bench.before
    bench.close()
