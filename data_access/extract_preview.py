"""What a file will hold, before it is fetched: its name, its first rows as the file has them, how many there are."""

import csv
import io
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, func, select

from data_access.asked import ask
from data_access.extracts import BOM, EXTRACTS, Extract, file_name, question_of, stream_csv
from data_access.filters import Question

ROWS: Final = 20


class First(NamedTuple):
    """How the CSV for people of an extract begins."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cell for cell, all text."""


class Preview(NamedTuple):
    """The CSV for people of an extract, in short."""

    file: str
    rows: int
    headings: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    """At most ROWS rows, cell for cell, all text."""


def load_preview(conn: Connection, q: Question, name: str, lang: str) -> Preview:
    """The preview of an extract; KeyError for an unknown name.

    Its size and checksum are in its manifest, which has to make the whole file to know them.
    """
    q = question_of(name, q)
    first = load_first(conn, q, name, lang, ROWS)
    return Preview(file_name(conn, name, q, lang, "csv"), _counted(conn, EXTRACTS[name], q), first.headings, first.rows)


def load_first(conn: Connection, q: Question, name: str, lang: str, most: int) -> First:
    """The headings and at most `most` (up to frames.PARTITION) rows of an extract; KeyError for an unknown name."""
    chunk = next(stream_csv(conn, name, question_of(name, q), lang)).decode().removeprefix(BOM)
    headings, *rows = islice(csv.reader(io.StringIO(chunk, newline="")), most + 1)
    return First(tuple(headings), tuple(tuple(row) for row in rows))


def _counted(conn: Connection, extract: Extract, q: Question) -> int:
    if extract.select is None:
        return sum(1 for _ in extract.rows(conn, q))
    return int(ask(conn, _select_count, q, extract.select).scalar_one())


def _select_count(q: Question, build: Any) -> Select[*tuple[Any, ...]]:
    return select(func.count()).select_from(build(q).order_by(None).subquery())
