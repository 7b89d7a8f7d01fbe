"""A Word paper as data: what stands in it from top to bottom. The page shows it as it is, word.py makes it a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias

Align = Literal["left", "center", "right"]
Form = Literal["notice", "sheet"]
"""notice: an official notice in the measures of GB/T 9704; sheet: one dense page."""
Words = Literal["title", "heading", "text", "caption", "note"]
Cell = Literal["text", "heading", "figure"]


@dataclass(frozen=True)
class Col:
    """A column of a table: its heading, its share of the width, where its text stands."""

    heading: str
    share: float = 1
    align: Align = "center"


class Text(NamedTuple):
    """A paragraph. `stays`: on the page of the next one; `before`: points above it; `after`: room below."""

    kind: Words
    text: str
    align: Align | None = None
    indent: bool = True
    stays: bool = False
    before: float = 0
    after: bool = True


class Table(NamedTuple):
    """A ruled table as wide as the text. `strong`: rows that are sums; `noted`: what comes next belongs to it."""

    columns: tuple[Col, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int]
    noted: bool


class Mark(NamedTuple):
    """A cell: its ground and ink as RRGGBB, "" for the usual. `figure`: a number that stands for itself, larger."""

    text: str
    kind: Cell = "text"
    fill: str = ""
    ink: str = ""


class Grid(NamedTuple):
    """Cells without a heading, their columns wide in these shares."""

    shares: tuple[float, ...]
    rows: tuple[tuple[Mark, ...], ...]


Block: TypeAlias = Text | Table | Grid


@dataclass
class Paper:
    """A paper that is being written, from top to bottom."""

    form: Form
    lang: str
    blocks: list[Block] = field(default_factory=list)
    head: str = ""
    """What stands at the top of each page."""
    name: str = ""
    """The title among the properties of the file."""
    made: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """The date among them: the instant which the figures are of."""
    keywords: str = ""

    def title(self, text: str) -> None:
        """The title; a long one in two lines of whole words."""
        self.blocks.append(Text("title", text))

    def heading(self, text: str) -> None:
        """A heading of the first rank."""
        self.blocks.append(Text("heading", text))

    def text(
        self, text: str, *, align: Align | None = None, indent: bool = True, stays: bool = False, before: float = 0
    ) -> None:
        """A paragraph; the first line begins two characters to the right, as in every Chinese paper."""
        self.blocks.append(Text("text", text, align, indent, stays, before))

    def caption(self, text: str) -> None:
        """The title of a table, which stays with it."""
        self.blocks.append(Text("caption", text, stays=True))

    def note(self, text: str, *, after: bool = True) -> None:
        """Small print below a table."""
        self.blocks.append(Text("note", text, after=after))

    def table(
        self,
        columns: Sequence[Col],
        rows: Iterable[Sequence[str]],
        *,
        strong: Iterable[int] = (),
        noted: bool = False,
    ) -> None:
        """A table: its header row stands on every page, no row is torn, and a short table is not torn at all."""
        self.blocks.append(Table(tuple(columns), tuple(map(tuple, rows)), frozenset(strong), noted))

    def grid(self, shares: Sequence[float], rows: Iterable[Sequence[Mark]]) -> None:
        """Cells without a heading."""
        self.blocks.append(Grid(tuple(shares), tuple(map(tuple, rows))))

    def about(self, name: str, made: datetime, keywords: str = "") -> None:
        """The properties of the file."""
        self.name, self.made, self.keywords = name, made, keywords
