"""Cells of a table on the screen: what is missing can be read, and no column is narrower than its longest text."""

from typing import Any, NamedTuple

import pytest

from dashboard.parts import table, widths
from dashboard.parts.table import Column, Kind
from tests.dashboard import made

MISSING = "未报"


class Row(NamedTuple):
    value: Any


def shown(kind: Kind, *values: Any, missing: str = MISSING) -> tuple[list[Any], dict[str, Any]]:
    view, column = made.view("zh"), Column("value", "x", kind)
    cells = table.prepared(view, [Row(value) for value in values], [column], missing)
    return cells.column("value").to_pylist(), table.config(view, [column], cells)["value"]


@pytest.mark.parametrize(
    ("kind", "values", "texts"),
    [
        ("count", (12, None, 1200, 0), ["   12", MISSING, "1,200", "    0"]),
        ("number", (2.5, None, 10), [" 2.5", MISSING, "10"]),
        ("date", (made.at("2020-06-16"), None), ["2020-06-16", MISSING]),
        ("text", ("a", None, ""), ["a", MISSING, ""]),
    ],
)
def test_what_is_missing_is_a_word_that_can_be_read(kind: Kind, values: tuple[Any, ...], texts: list[str]) -> None:
    """Of Streamlit's own word for it the contrast is 2.4; numbers stay at the right, padded to sort as numbers."""
    cells, config = shown(kind, *values)
    assert [cell.replace("\u2007", " ") for cell in cells] == texts
    assert config["type_config"]["type"] == "text"
    assert config["alignment"] == ("right" if kind in table.NUMBERS else None)


def test_a_column_without_missing_cells_stays_of_its_type() -> None:
    cells, config = shown("count", 12, 0)
    assert cells == [12, 0]
    assert config["type_config"]["type"] == "number"
    assert shown("count", 12, None, missing="")[0] == [12, None]


LONG = "Provincial Department of Housing and Urban-Rural Development"


@pytest.mark.parametrize(
    ("texts", "least", "given"),
    [
        (["a"] * 30, None, False),
        ([LONG], None, False),  # the browser sees it
        ([*["a"] * 12, LONG, "a"], None, True),  # below the rows that it measures
        ([*["a" * 40] * 12, LONG], None, False),  # the last it measures too
        (["2020-06-27", *[""] * 7], None, True),  # one that it takes for an outlier
        ([LONG], 130, True),
        (["a"], 130, True),
        ([], None, False),
    ],
)
def test_a_column_is_as_wide_as_its_longest_text(texts: list[str], least: int | None, given: bool) -> None:
    width = widths.given("Unit", texts, least)
    assert (width is not None) is given
    if width is not None:
        needed = min(len(max(texts, key=len)) * widths.FONT * 0.58, widths.WIDEST)
        assert width >= max(needed, least or 0)


def test_no_text_makes_a_column_wider_than_the_browser_would() -> None:
    assert widths.given("x", [*["a"] * 12, "x" * 500, "a"]) == widths.WIDEST
