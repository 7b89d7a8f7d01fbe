"""Small counts of a table are hidden, and so many others that no subtraction brings them back.

A table with its totals is a flow: each count an edge from its row to its column, each total an edge back, and what
comes to a row or column leaves it. Hidden counts are edges of unknown flow from 0 on. One of them follows from what is
shown exactly if no cycle of hidden edges runs through it along which a unit could move; so for each small count such a
cycle is found or made, by hiding the least.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

SMALL: Final = 3
"""Counts below it are hidden (returns §5)."""
CELL, UNIT, ROW_TOTAL, TOTAL = 10**12, 10**4, 10**15, 10**18
"""What hiding costs: few cells rather than many, small ones rather than large ones, of equal ones the upper one, cells
rather than totals."""


@dataclass(frozen=True)
class Shown:
    """Which counts of a table may be shown."""

    cells: tuple[tuple[bool, ...], ...]
    rows: tuple[bool, ...]
    """The totals of rows."""
    columns: tuple[bool, ...]
    total: bool


@dataclass
class _Edge:
    start: int
    end: int
    value: int
    cost: int
    hidden: bool = False


def suppress(table: Sequence[Sequence[int]], *, row_totals: bool = True) -> Shown:
    """What of a table of counts may be shown with its totals, so that no count of 1 or 2 follows from the rest.

    Counts of 0 are hidden with them, unless they follow from what is shown: an empty cell must not say that the hidden
    ones are not. Where a table has too few counts to hide among, totals are hidden too. Without `row_totals` those of
    rows are not shown at all.
    """
    height, width = len(table), len(table[0]) if table else 0
    cells = [
        [
            _Edge(row, height + 1 + column, value, CELL + value * UNIT + row, value < SMALL)
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(table)
    ]
    bottom, right = height, height + 1 + width
    rows = [_Edge(right, row, sum(values), ROW_TOTAL, not row_totals) for row, values in enumerate(table)]
    columns = [
        _Edge(height + 1 + column, bottom, sum(values[column] for values in table), TOTAL) for column in range(width)
    ]
    total = _Edge(bottom, right, sum(edge.value for edge in rows), TOTAL)
    edges = [*(edge for line in cells for edge in line), *rows, *columns, total]
    graph = _Graph(edges, right + 1)
    for line in cells:
        for edge in line:
            if 0 < edge.value < SMALL:
                for other in graph.cycle(edge):
                    other.hidden = True
    for line in cells:
        for edge in line:
            if edge.value == 0 and edge.hidden and any(not other.hidden for other in graph.cycle(edge)):
                edge.hidden = False
    return Shown(
        tuple(tuple(not edge.hidden for edge in line) for line in cells),
        tuple(not edge.hidden for edge in rows),
        tuple(not edge.hidden for edge in columns),
        not total.hidden,
    )


class _Graph:
    """The steps by which a unit may move: with an edge, which makes it more, or against one that is not 0."""

    def __init__(self, edges: Sequence[_Edge], nodes: int) -> None:
        self._steps: list[list[tuple[int, _Edge]]] = [[] for _ in range(nodes)]
        for edge in edges:
            self._steps[edge.start].append((edge.end, edge))
            if edge.value:
                self._steps[edge.end].append((edge.start, edge))

    def cycle(self, edge: _Edge) -> list[_Edge]:
        """The other edges of the cheapest cycle through `edge`; hidden ones cost nothing."""
        ways = [self._path(edge.end, edge.start, edge)]
        if edge.value:
            ways.append(self._path(edge.start, edge.end, edge))
        return min(ways, key=lambda way: sum(0 if other.hidden else other.cost for other in way))

    def _path(self, start: int, goal: int, without: _Edge) -> list[_Edge]:
        """The cheapest path; there is one, if by nothing else than the totals."""
        best = {start: 0}
        came: dict[int, tuple[int, _Edge]] = {}
        waiting = [(0, start)]
        while waiting:
            cost, node = heappop(waiting)
            if node == goal:
                break
            if cost > best[node]:
                continue
            for after, edge in self._steps[node]:
                longer = cost + (0 if edge.hidden else edge.cost)
                if edge is not without and longer < best.get(after, longer + 1):
                    best[after], came[after] = longer, (node, edge)
                    heappush(waiting, (longer, after))
        return list(_back(came, start, goal))


def _back(came: dict[int, tuple[int, _Edge]], start: int, goal: int) -> Iterator[_Edge]:
    node = goal
    while node != start:
        node, edge = came[node]
        yield edge
