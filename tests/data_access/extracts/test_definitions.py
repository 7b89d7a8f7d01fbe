"""The catalogue of definitions: complete in words and rules, and counting as its rules say."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from data_access.extracts.catalogue import BASES, EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.i18n import LANGUAGES
from data_access.reference.figures_document import page
from data_access.tables.definition import (
    Definition,
    Measured,
    empty,
    filled,
    measured,
    more_than,
    none_of,
    one_of,
    rows_where,
)

ROOT = Path(__file__).parents[3]


class Shares(NamedTuple):
    """Numbers of a row."""

    n: int | None
    d: int


class Row(NamedTuple):
    """A made-up row."""

    place: str
    state: str
    hazard: str
    counts: Shares


ROWS = [
    Row("a", "done", "h1", Shares(2, 4)),
    Row("b", "late", "h1", Shares(1, 5)),
    Row("c", "done", "h2", Shares(None, 6)),
    Row("all", "waived", "", Shares(3, 15)),
]


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        (Definition("x", (), "x"), Measured(4)),
        (Definition("x", (), "x", {"state": none_of("waived")}), Measured(3)),
        (Definition("x", (), "x", {"state": none_of("waived")}, {"state": one_of("done")}), Measured(2, 3)),
        (Definition("x", (), "x", {"place": none_of("all")}, sums=("counts.n", "counts.d")), Measured(3, 15)),
        (Definition("x", (), "x", {"place": none_of("all")}, sums=("counts.n",)), Measured(3)),
        (Definition("x", (), "x", {"hazard": filled}, distinct="hazard"), Measured(2)),
        (Definition("x", (), "x", {"hazard": empty}), Measured(1)),
        (Definition("x", (), "x", {"counts.n": more_than(1)}), Measured(2)),
    ],
)
def test_what_rows_give(definition: Definition, told: Measured) -> None:
    assert measured(definition, ROWS) == told


def test_a_name_that_rows_do_not_have_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        rows_where({"counts.nothing": filled})(ROWS[0])


@pytest.mark.parametrize("key", DEFINITIONS)
def test_each_has_words_rules_and_rows(key: str) -> None:
    one = DEFINITIONS[key]
    rules = set(re.findall(r"^\*\*([GC]\d+)\b", (ROOT / "docs" / "definitions.md").read_text("utf-8"), re.MULTILINE))
    assert one.rules
    assert set(one.rules) <= rules
    assert one.extract in BASES
    rows = EXTRACTS[one.rows_extract]
    assert rows.figure == key
    for lang in LANGUAGES:
        assert all((one.title(lang), one.text(lang), one.left_out(lang), rows.title(lang), rows.description(lang)))


def test_each_rate_of_a_file_is_defined() -> None:
    rates = [column for extract in BASES.values() for column in extract.columns if column.kind == "rate"]
    assert rates
    assert [column.key for column in rates if column.definition not in DEFINITIONS] == []


def test_the_page_of_figures_is_up_to_date() -> None:
    assert (ROOT / "docs" / "figures.md").read_text("utf-8") == page(), "run `make docs`"
