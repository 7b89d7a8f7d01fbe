"""What a Word paper says, piece by piece, as the page shows it before it is fetched: read out of the paper itself."""

import io
from typing import Literal, NamedTuple

from docx import Document
from docx.table import Table
from sqlalchemy import Connection

from data_access.filters import Question
from data_access.papers import make


class Piece(NamedTuple):
    """A paragraph or a table of a paper."""

    kind: Literal["title", "heading", "caption", "text", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table, its heading first."""


def load_pieces(conn: Connection, q: Question, name: str, lang: str, of: str) -> tuple[Piece, ...]:
    """The pieces of a Word paper from top to bottom, empty paragraphs left out; UnknownPaperError."""
    paper = Document(io.BytesIO(make(conn, name, q, lang, of).body))
    found = []
    for block in paper.iter_inner_content():
        if isinstance(block, Table):
            found.append(Piece("table", rows=tuple(tuple(cell.text for cell in row.cells) for row in block.rows)))
        elif block.text.strip():
            style = block.style.name if block.style else ""
            kinds: dict[str | None, Literal["title", "heading"]] = {"Title": "title", "Heading 1": "heading"}
            is_caption = style == "Normal" and bool(block.paragraph_format.keep_with_next)
            found.append(
                Piece(kinds.get(style, "caption" if is_caption else "text"), block.text.replace("\n", "").strip())
            )
    return tuple(found)
