"""Cells as they go wrong: dates, keys, numbers, text, and rows that are longer or shorter than the headings."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

from openpyxl import Workbook

from tests.intake.files import File, data, fill, made, saved
from tests.intake.judge import Mutation

YEARS: Final = ("0202", "2002", "2099", "20200", "1900", "0001", "9999", "202", "2017", "2023", "３０２０")
AFTER_A_DAY: Final = ("①", "²", "*", "1", " 6月1日", "(补)")
INVISIBLE: Final = (
    "\u200b", "\u200e", "\u202d", "\u202c", "\u00ad", "\ufeff", "\u2060", "\u180e", "\u2066", "\ufe0f", "\u0301",
    "_x000D_", "\t", "\n", "\x0b", "\x85",
)  # fmt: skip
KEY_MARKS: Final = ("①", "¹", "*", "[1]", "(注1)", "#", "Ｙ\u0430")
NUMBER_MARKS: Final = (
    "①",
    "²",
    "³",
    "*",
    "[1]",
    "/400",
    " 400",
    "、400",
    "+20",
    "(其中线上20)",
    "左右",
    "%",
    "人\u200b1",
)
BEFORE_NUMBERS: Final = ("约", "-", "①", "0x", "l", "1 ", "1,2 ")
PERSONS: Final = (
    "13912345678", "139 1234 5678", "139-1234-5678", "１３９１２３４５６７８", "+8613912345678", "0451-84612345",
    "230102198001011234", "23010219800101123X", "联系人张三", "联系人：张三", "联系电话84612345", "电话:84612345",
)  # fmt: skip
CONTROLS: Final = ("\u202e", "\u2066", "\u200f", "\x07", "\x1b[31m", "\x7f", "\x9b")
FORMULAS: Final = ("=1+1", "＝1+1", "\t=1+1")
SIGNS: Final = ("+", "-", "@", "＋", "－", "＠")
WORDS: Final = ("（专题）：第①期，２期", "①", "x²", "“引号”、《书名》…—·")


def of_cells(file: File) -> Iterator[Mutation]:
    """Every cell mutation of every column, in a row where the column is filled."""
    for at, column in enumerate(file.columns):
        number = next(n for n, row in enumerate(file.rows) if row[at] is not None)
        place = _Place(file, at, number)
        yield from {
            "day": _days, "number": _numbers, "key": _keys, "text": _texts, "place": _places, "period": _keys,
            "hosts": _places, "names": _persons, "file": _keys, "metric": _metrics,
        }.get(column.what, _nothing)(place)  # fmt: skip


class _Place:
    """A cell of a file that gets another content."""

    def __init__(self, file: File, at: int, number: int) -> None:
        self.file, self.at, self.number = file, at, number
        self.heading = file.columns[at].heading
        self.row = file.header + 1 + number
        self.value = file.rows[number][at]

    def with_(self, group: str, value: Any, *, typed: bool = False, hidden: str = "") -> Mutation:
        """The file with `value` in this place."""
        cells = self.file.cells()
        cells[self.row - 1][self.at] = value
        label = f"{self.heading}: {value!r}"
        as_typed = (str(value).strip(), str(self.value)) if typed else None
        return Mutation(group, label, made(cells, self.file.format), self.row, (), as_typed, hidden)

    def merged(self) -> Mutation:
        """The cell merged over the row below."""
        cells = self.file.cells()
        last = min(self.row + 1, len(cells))
        book = Workbook()
        fill(book.active, cells)
        book.active.merge_cells(start_row=last - 1, end_row=last, start_column=self.at + 1, end_column=self.at + 1)
        return Mutation("number merged", self.heading, partial(saved, book), last, (self.heading,))


def _nothing(_: _Place) -> Iterator[Mutation]:
    yield from ()


def _days(place: _Place) -> Iterator[Mutation]:
    rest = str(place.value)[4:]
    for year in YEARS:
        yield place.with_("date: year mistyped", year + rest)
    for mark in AFTER_A_DAY:
        yield place.with_("date: footnote", str(place.value) + mark)
    if place.file.format == "xlsx":
        for year in (1900, 2002, 2099, 9999):
            yield place.with_("date: year mistyped", datetime(year, 6, 10))
        for serial in (37_412, 73_000, 2):
            yield place.with_("date: year mistyped", serial)


def _numbers(place: _Place) -> Iterator[Mutation]:
    written = str(place.value)
    for mark in NUMBER_MARKS:
        yield place.with_("number: footnote, second number", written + mark)
    for mark in BEFORE_NUMBERS:
        yield place.with_("number: footnote, second number", mark + written)
    for letters in ("三百", "3OO", "1e3x", "N/A", "若干", "2020-06-01"):
        yield place.with_("number: letters", letters)
    if place.file.format == "xlsx":
        for other in (True, datetime(2020, 6, 1), 1e15):
            yield place.with_("number: letters", other)
        if place.heading not in ("经度", "纬度"):  # a place may be merged, an amount may not
            yield place.merged()


def _keys(place: _Place) -> Iterator[Mutation]:
    written = str(place.value)
    middle = len(written) // 2
    for value in _invisible(written):
        yield place.with_("key: invisible character", value)
    for value in ("2.301E+17", "2.301e17", "2.3E17", "1E5"):
        yield place.with_("key: exponent", value)
    if place.file.format == "xlsx":
        yield place.with_("key: exponent", 230100202006009984)
        yield place.with_("key: exponent", 2.301e17)
    for mark in KEY_MARKS:
        yield place.with_("key: footnote", written + mark)
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in written)
    for value in (f"{written} ", f"　{written}", f"{written[:middle]} {written[middle:]}", wide):
        yield place.with_("key: spaces, full width", value)


def _invisible(written: str) -> Iterator[str]:
    """Each invisible character in front, inside or at the end, in turn; those that Excel leaves everywhere."""
    for number, mark in enumerate(INVISIBLE):
        at = (0, len(written) // 2, len(written))[number % 3]
        yield written[:at] + mark + written[at:]
    for mark in ("\u200b", "_x000D_"):
        for at in (0, len(written) // 2, len(written)):
            yield written[:at] + mark + written[at:]


def _places(place: _Place) -> Iterator[Mutation]:
    written = str(place.value)
    for value in _invisible(written):
        yield place.with_("name: invisible character", value)
    for mark in ("①", "*", "(本级)"):
        yield place.with_("name: footnote", written + mark)


def _persons(place: _Place) -> Iterator[Mutation]:
    written = str(place.value)
    for number, person in enumerate(PERSONS):
        value = f"{written}({person})" if number % 2 else f"{person} {written}"
        yield place.with_("text: person", value, hidden=person)


def _texts(place: _Place) -> Iterator[Mutation]:
    written = str(place.value)
    yield from _persons(place)
    for control in CONTROLS:
        yield place.with_("text: control, bidi", written[:1] + control + written[1:])
    for formula in FORMULAS:
        yield place.with_("text: formula", formula + written)
    for sign in SIGNS:
        yield place.with_("text: formula", sign + written, typed=True)
    for words in WORDS:
        yield place.with_("text: as typed", written + words, typed=True)


def _metrics(place: _Place) -> Iterator[Mutation]:
    code, _, words = str(place.value).partition(" ")
    for value in (words, f"{words}({code})", f"{words} {code}", None, f"{code[0]} {code[1:]}", f"①{place.value}",
                  f"\u200b{place.value}", f"{code}１{words}", f"Z{code}"):  # fmt: skip
        yield place.with_("metric code lost", value)


def of_rows(file: File) -> Iterator[Mutation]:
    """Rows one cell longer and shorter than the headings, and a file cut in its last row (CSV)."""
    text = data(file.cells(), file.format).decode("utf-8-sig")
    for number, row in enumerate(file.rows):
        line = file.header + 1 + number
        width = len(row)
        for at in range(width + 1):
            longer = [*row[:at], "多出", *row[at:]]
            yield _row(file, number, longer, "row longer", f"row {line}, cell before {at + 1}")
        for at in range(width):
            yield _row(file, number, [*row[:at], *row[at + 1 :]], "row shorter", f"row {line} without cell {at + 1}")
        for length in range(1, width, 3):
            yield _row(file, number, list(row[:length]), "row shorter", f"row {line}, {length} cells")
    last = text.rstrip("\r\n").rfind("\n") + 1
    for end in range(last + 3, len(text.rstrip("\r\n")), 4):
        yield Mutation("file cut in its last row", f"at {end - last}", text[:end].encode, file.header + len(file.rows))


def _row(file: File, number: int, row: list[Any], group: str, label: str) -> Mutation:
    cells = file.cells()
    cells[file.header + number] = row
    return Mutation(group, label, made(cells, file.format), file.header + 1 + number)


def of_unit(file: File) -> Iterator[Mutation]:
    """The register says that it is from somebody else."""
    content = made(file.cells(), file.format)
    for other in ("大庆市", "省总工会"):
        yield Mutation("unit swapped", f"register says {other}", content, words=(file.unit, other), unit=other)
