"""The notice of the next year, and what units send for it: numbers begin again, titles and file names come back."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from seed.notice_files import NOTICES
from seed.samples import SAMPLES
from tests.intake.files import (
    ACTIVITIES,
    ADJUSTMENTS,
    ANNEX3,
    CHANGES,
    CITY,
    HAZARDS,
    LIAISON,
    MEASURES,
    MEDIA,
    OFFICE,
    ROADMAP,
    ROSTER,
    TIPS,
    File,
    data,
    put,
    register,
)

THIS, NEXT = "HLJ-2020-43", "HLJ-2021-43"
YEAR: Final = re.compile(r"2020(?=-\d\d-\d\d|年|\.|-W)")


def notices(folder: Path) -> Path:
    """This year's notice and the next one, the same duties a year later."""
    folder.mkdir()
    text = (NOTICES / "heilongjiang-2020.toml").read_text(encoding="utf-8")
    (folder / "heilongjiang-2020.toml").write_text(text, encoding="utf-8")
    (folder / "heilongjiang-2021.toml").write_text(text.replace("2020", "2021"), encoding="utf-8")
    return folder


def later(file: File) -> File:
    """The same file a year later: days and periods move, numbers and names stay."""
    moved = tuple(tuple(_later(cell) for cell in row) for row in file.rows)
    head = None if file.head is None else tuple(tuple(_later(cell) for cell in row) for row in file.head)
    return replace(file, rows=moved, head=head, received=file.received.replace("2020", "2021"))


def _later(cell: Any) -> Any:
    return YEAR.sub("2021", cell) if isinstance(cell, str) else cell


def renumbered(file: File, numbers: dict[str, str]) -> File:
    """The file about other rows: these numbers instead."""
    return replace(file, rows=tuple(tuple(numbers.get(str(cell), cell) for cell in row) for row in file.rows))


def sampled(file: File, name: str, count: int) -> tuple[tuple[Any, ...], ...]:
    """The first rows of a file of the samples, in the columns of `file`, whatever stands in them."""
    path = SAMPLES / CITY / name
    if name.endswith(".csv"):
        cells = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))
    else:
        book = load_workbook(path, read_only=True)
        cells = [list(row) for row in book["台账"].iter_rows(values_only=True)]
        book.close()
    top = next(number for number, row in enumerate(cells) if file.columns[1].heading in row)
    places = [cells[top].index(c.heading) if c.heading in cells[top] else None for c in file.columns]
    found = [tuple(None if at is None else row[at] or None for at in places) for row in cells[top + 1 :]]
    return tuple(row for row in found if any(row))[:count]


def carried_over() -> tuple[tuple[Any, ...], ...]:
    """Hazards that the samples leave open, as a ledger says in the next summer: closed, under the same number."""
    at = {column.heading: number for number, column in enumerate(HAZARDS.columns)}
    rows = []
    for row in sampled(HAZARDS, "隐患台账_0105.csv", 100):
        if row[at["整改完成日期"]] is None and row[at["责令日期"]]:
            cells = list(row)
            for heading, value in (
                ("整改完成日期", "2021-06-08"),
                ("验收日期", "2021-06-09"),
                ("验收结果", "合格"),
                ("销号日期", "2021-06-10"),
            ):
                cells[at[heading]] = value
            rows.append(tuple(cells))
    assert rows
    return tuple(rows)


def package(root: Path) -> Path:
    """The package of the next year: as the samples' in file names, titles, versions and activity numbers.

    Two hazards that last year left open come again; one of them was closed, the other one is extended.
    """
    new = renumbered(later(HAZARDS), {row[0]: row[0].replace("2020", "2021") for row in HAZARDS.rows})
    closed = carried_over()
    extension = (
        1,
        closed[0][0],
        "延期",
        "2021-06-03",
        1,
        None,
        None,
        None,
        "2021-07-20",
        None,
        None,
        "9号",
        "停产",
        None,
    )
    tips = renumbered(later(TIPS), {f"JB20200000{n}": f"JB20210000{n}" for n in ("01", "02", "03")})
    media, measures, roadmap = later(MEDIA), later(MEASURES), later(ROADMAP)
    files = (
        (later(LIAISON), "附件2_联络员推荐表"),
        (replace(roadmap, rows=(*roadmap.rows, *sampled(ROADMAP, "路线图施工表.xlsx", 3))), "路线图施工表"),
        (replace(new, rows=(*new.rows, *closed)), "隐患台账_0105"),
        (replace(later(CHANGES), rows=(extension,), received="2021-07-03 10:00"), "隐患变更记录_0105"),
        (tips, "举报台账_0105"),
        (later(ACTIVITIES), "活动台账_0105"),
        (replace(media, rows=(*media.rows, *sampled(MEDIA, "媒体报道台账.xlsx", 3))), "媒体报道台账"),
        (replace(measures, rows=(*measures.rows, *sampled(MEASURES, "制度措施清单.xlsx", 3))), "制度措施清单"),
        (later(ANNEX3), "附件3_综合情况_第1版"),
    )
    called = [replace(file, kind=name) for file, name in files]
    for file in called:
        put(root, file.name, data(file.cells(), file.format))
    for file in (ROSTER, later(ADJUSTMENTS)):
        put(root, file.name, data(file.cells(), "xlsx"))
    put(root, f"{OFFICE}/报送登记表.xlsx", register(called))
    return root
