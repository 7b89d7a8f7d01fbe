"""What a Word paper says, piece by piece, as the page shows it before it is fetched: the paper before it is a file."""

from typing import Literal, NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.papers.catalogue import load_paper
from data_access.papers.documents.paper import Block, Grid, Table, Text
from data_access.question import Question


class Piece(NamedTuple):
    """A paragraph or a table of a paper."""

    kind: Literal["title", "heading", "caption", "text", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table, its heading first."""


def load_pieces(s: Snapshot, q: Question, name: str, lang: str, of: str) -> tuple[Piece, ...]:
    """The pieces of a Word paper from top to bottom, empty paragraphs left out; UnknownPaperError."""
    blocks = load_paper(s, q, name, lang, of).blocks
    return tuple(_piece(block) for block in blocks if not isinstance(block, Text) or block.text.strip())


def _piece(block: Block) -> Piece:
    match block:
        case Table(columns, rows):
            return Piece("table", rows=(tuple(column.heading for column in columns), *rows))
        case Grid(_, rows):
            return Piece("table", rows=tuple(tuple(mark.text for mark in row) for row in rows))
        case Text(kind, text):
            return Piece("text" if kind == "note" else kind, text.strip())
