"""What a file will hold, before it is fetched: its name, its first rows as the file has them, how many there are."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from data_access.database.snapshot import Snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import columns_of, question_of, texts_of
from data_access.extracts.names import file_name
from data_access.notice.words import speaking
from data_access.question import Question
from data_access.tables.columns import Manner
from data_access.tables.table import Table

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


def load_preview(s: Snapshot, q: Question, name: str, lang: str) -> Preview:
    """The preview of an extract; KeyError for an unknown name.

    Its size and checksum are in its manifest, which has to make the whole file to know them.
    """
    q = question_of(name, q)
    extract = EXTRACTS[name]
    rows = iter(extract.rows(s, q))
    first = _first(extract, rows, q, speaking(s, q, lang), ROWS)
    if extract.count is not None:
        count = extract.count(s, q)
    elif extract.select is not None:
        [(count,)] = s.ask(_select_count, q, extract.select)
    else:
        count = len(first.rows) + sum(1 for _ in rows)
    return Preview(file_name(s, name, q, lang, "csv"), count, first.headings, first.rows)


def _first(extract: Table, rows: Iterator[object], q: Question, lang: str, most: int) -> First:
    """The headings and the next rows as the file for people has them."""
    manner = Manner(lang, ZoneInfo(q.zone), plain=False)
    headings = tuple(column.heading(lang, plain=False) for column in columns_of(extract, plain=False))
    return First(headings, tuple(map(tuple, map(texts_of(extract, manner), islice(rows, most)))))


def _select_count(q: Question, build: Any) -> Select[*tuple[Any, ...]]:
    return select(func.count()).select_from(build(q).order_by(None).subquery())
