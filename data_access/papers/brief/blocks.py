"""What the sheets of a brief are made of, in ready words: every form of the brief draws the same blocks."""

from typing import Final, Literal, NamedTuple, TypeAlias

from data_access.papers.documents.paper import Table, Text

SHEETS: Final = ("conclusion", "cities", "overdue", "hazards", "week")
"""The five sheets, in the order in which they are shown."""


class Tile(NamedTuple):
    """One figure that is read from afar: the number, what it is, what stands beside it."""

    number: str
    label: str
    note: str
    tone: Literal["bad", "plain"]


class Tiles(NamedTuple):
    """The figures of a sheet in one row."""

    tiles: tuple[Tile, ...]


class LedgerRow(NamedTuple):
    """A unit: its tasks by state, its on-time rate, and the other cells; `hot`: which of these are among the worst."""

    code: str
    """Its adcode."""
    name: str
    states: tuple[tuple[str, int], ...]
    """State -> how many, in the order in which states are drawn, without those of none."""
    rate: str
    of: str
    """The parts of the rate: 16/26."""
    cells: tuple[str, ...]
    hot: frozenset[int]


class Ledger(NamedTuple):
    """One row a unit, the most pressing first, and the map with one number in each of their places."""

    title: str
    name: str
    """The heading of the names, as those of the other columns."""
    bar: str
    rate: str
    cells: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    key: str
    """The signs of the states with their words and sums."""
    map_title: str
    map_note: str
    numbers: dict[str, int]
    """adcode -> number on the map."""


Block: TypeAlias = Text | Table | Tiles | Ledger


class Sheet(NamedTuple):
    """One of SHEETS: its finding, and what stands below it from top to bottom."""

    name: str
    title: str
    blocks: tuple[Block, ...]


class Brief(NamedTuple):
    """A brief in words: what stands on every sheet, and the sheets."""

    lang: str
    title: str
    label: str
    """What must stand on every sheet that shows no real data (示例数据); "" for real data."""
    sources: tuple[str, ...]
    """As of when, data until when, of which data, narrowed by what."""
    sheets: tuple[Sheet, ...]
