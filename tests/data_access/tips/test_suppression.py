"""What is hidden of a table cannot be brought back: by subtraction, nor by trying all tables that it could be."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, strategies as st

from data_access.tips.suppression import SMALL, Shown, suppress

Table = Sequence[Sequence[int]]


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([], []),
        ([[5, 4], [3, 9]], []),
        ([[0, 0], [0, 0]], []),  # nothing to hide: totals of 0 say it
        ([[0], [0], [7]], []),
        ([[2, 5, 5], [5, 5, 5], [5, 5, 4]], [(0, 0), (0, 2), (2, 0), (2, 2)]),
        ([[1, 0], [0, 1]], [(0, 0), (0, 1), (1, 0), (1, 1)]),
        ([[1, 9], [9, 2]], [(0, 0), (0, 1), (1, 0), (1, 1)]),
    ],
)
def test_what_is_hidden(table: Table, hidden: list[tuple[int, int]]) -> None:
    shown = suppress(table)
    found = [(r, c) for r, line in enumerate(shown.cells) for c, visible in enumerate(line) if not visible]
    assert found == hidden
    assert all(shown.rows)
    assert all(shown.columns)
    assert shown.total


@pytest.mark.parametrize(
    ("column", "hidden"),
    [
        ([1, 6, 7], [0, 1]),  # the smaller of the others goes with it
        ([1, 2, 7], [0, 1]),  # two small ones hide each other
        ([1, 0, 7], [0, 1]),  # as an empty one does
        ([0, 0, 7], []),
        ([3, 3], []),
    ],
)
def test_what_is_hidden_of_a_column(column: list[int], hidden: list[int]) -> None:
    shown = suppress([[value] for value in column], row_totals=False)
    assert [place for place, (visible,) in enumerate(shown.cells) if not visible] == hidden
    assert shown.columns == (True,)


def test_totals_go_where_there_is_nothing_to_hide_among() -> None:
    assert suppress([[2]]) == Shown(((False,),), (False,), (False,), False)
    assert suppress([[1, 8]]) == Shown(((False, False),), (True,), (False, False), True)


def test_without_totals_of_rows_each_column_is_on_its_own() -> None:
    shown = suppress([[1, 5], [8, 5], [4, 5]], row_totals=False)
    assert shown == Shown(((False, True), (True, True), (False, True)), (False,) * 3, (True, True), True)


counts = st.integers(0, 4) | st.integers(0, 40)


def tables(values: st.SearchStrategy[int], most: int) -> st.SearchStrategy[list[list[int]]]:
    return st.integers(1, most).flatmap(
        lambda width: st.lists(st.lists(values, min_size=width, max_size=width), min_size=1, max_size=most)
    )


@given(tables(counts, 6), st.booleans())
def test_no_small_count_is_shown_and_none_follows_by_subtraction(table: Table, row_totals: bool) -> None:
    """The equations that the totals give never have a hidden count among what they determine."""
    shown = suppress(table, row_totals=row_totals)
    hidden = [(r, c) for r, line in enumerate(shown.cells) for c, visible in enumerate(line) if not visible]
    for r, line in enumerate(table):
        for c, value in enumerate(line):
            assert not 0 < value < SMALL or (r, c) in hidden
    equations = [
        [float(in_row(cell)) for cell in hidden]
        for in_row in (
            *((lambda cell, r=r: cell[0] == r) for r, visible in enumerate(shown.rows) if visible),
            *((lambda cell, c=c: cell[1] == c) for c, visible in enumerate(shown.columns) if visible),
            *((lambda cell: True,) if shown.total else ()),
        )
    ]
    known = np.array(equations or [[0.0] * len(hidden)])
    rank = np.linalg.matrix_rank(known) if hidden else 0
    for place in range(len(hidden)):
        one = np.zeros((1, len(hidden)))
        one[0, place] = 1
        assert np.linalg.matrix_rank(np.vstack([known, one])) == rank + 1


def consistent(table: Table, shown: Shown) -> Iterator[list[list[int]]]:
    """Every table of counts from 0 on that shows the same; hidden totals may be a little more than they are."""
    height, width = len(table), len(table[0])
    most = max(max(line) for line in table) + 2
    hidden = [(r, c) for r in range(height) for c in range(width) if not shown.cells[r][c]]
    for values in product(range(most + 1), repeat=len(hidden)):
        made = [list(line) for line in table]
        for (r, c), value in zip(hidden, values, strict=True):
            made[r][c] = value
        same_rows = all(sum(made[r]) == sum(table[r]) for r in range(height) if shown.rows[r])
        columns = zip(zip(*made, strict=True), zip(*table, strict=True), shown.columns, strict=True)
        same_columns = all(sum(new) == sum(old) for new, old, visible in columns if visible)
        same_total = not shown.total or sum(map(sum, made)) == sum(map(sum, table))
        if same_rows and same_columns and same_total:
            yield made


@given(tables(st.integers(0, 4), 3).filter(lambda table: len(table) * len(table[0]) <= 6), st.booleans())
def test_every_hidden_count_could_be_another(table: Table, row_totals: bool) -> None:
    """Also for a reader who knows that counts are not negative: at least two tables fit, for each hidden count."""
    shown = suppress(table, row_totals=row_totals)
    fitting = list(consistent(table, shown))
    assert [list(line) for line in table] in fitting
    for r, line in enumerate(shown.cells):
        for c, visible in enumerate(line):
            assert visible or len({made[r][c] for made in fitting}) > 1


@given(tables(counts, 5))
def test_columns_of_a_table_without_totals_of_rows_do_not_depend_on_each_other(table: Table) -> None:
    """So a week looks the same in every later answer: none of two answers can be subtracted from the other."""
    whole = suppress(table, row_totals=False)
    for column in range(len(table[0])):
        alone = suppress([[line[column]] for line in table], row_totals=False)
        assert [line[column] for line in whole.cells] == [line[0] for line in alone.cells]
        assert whole.columns[column] == alone.columns[0]
