"""The extracts: named tables as CSV or workbook, whole or visibly broken, with a manifest that says what is in them.

People get their language, labels beside codes, a BOM and cells that no spreadsheet computes; machines get the plain
form: no BOM, no escaping, English headings, codes and Chinese names. Both are UTF-8 and RFC 4180.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any, Final, NotRequired, TypedDict
from zoneinfo import ZoneInfo

from data_access.database.snapshot import PARTITION, Snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts.catalogue import BASES, EXTRACTS
from data_access.extracts.names import file_name, filters_in_words
from data_access.extracts.workbook import write_workbook
from data_access.manifests.digests import FIRST, chosen
from data_access.notice.filters import FILTERS
from data_access.notice.words import speaking
from data_access.obligations.states import DEFINITION_VERSION
from data_access.question import Question
from data_access.tables.columns import Column, Manner, values_of, writer
from data_access.tables.lines import lines_of
from data_access.tables.table import Table

__all__ = [
    "BASES",
    "EXTRACTS",
    "Manifest",
    "Table",
    "file_name",
    "filters_in_words",
    "manifest",
    "question_of",
    "steps_of_xlsx",
    "stream_csv",
    "text_of",
    "write_xlsx",
]

BOM: Final = "\ufeff"


class Manifest(TypedDict):
    """What a file says about itself; a short file cannot pass for a whole one."""

    extract: str
    file: str
    columns: list[str]
    rows: int
    bytes: int
    sha256: str
    sm3: NotRequired[str]
    as_of: str
    known_at: str | None
    since: str | None
    time_zone: str
    data_until: str | None
    stamp: str
    label: str
    definition_version: str
    filters: dict[str, Any]
    language: str
    plain: bool


def question_of(name: str, q: Question) -> Question:
    """The question without the filters that do nothing to this extract, so that neither name, manifest nor sheet of
    the file claims them; KeyError for an unknown name.
    """
    about = EXTRACTS[name].about
    q = q if about == "events" else q.counted_from(None)
    if about in ("notice", "events"):
        return q.without_hazards()
    if about == "campaign":
        return q.unfiltered()
    q = q.without_lines().of_groups()
    if about == "cities":
        return q.without_hazards()
    return q if about == "hazards" else q.of_tips()


def stream_csv(
    s: Snapshot, name: str, q: Question, lang: str = "zh", plain: bool = False, *, tally: list[int] | None = None
) -> Generator[bytes]:
    """The bytes of an extract as CSV, a partition of rows at a time; `tally` is given the number of rows of each.

    KeyError for an unknown name, before the first byte. An error half-way breaks the stream: no text of it goes into
    the file.
    """
    extract = EXTRACTS[name]
    spoken = speaking(s, q, "zh" if plain else lang)
    return _stream(s, extract, q, Manner(spoken, ZoneInfo(q.zone), plain), tally)


def _stream(s: Snapshot, extract: Table, q: Question, manner: Manner, tally: list[int] | None) -> Generator[bytes]:
    columns = columns_of(extract, plain=manner.plain)
    head = _lines([[column.heading(manner.lang, plain=manner.plain) for column in columns]])
    if not manner.plain:
        head = BOM.encode() + head
    for rows, lines in _from_parts(s, extract, q, manner) if extract.parts else _from_rows(s, extract, q, manner):
        if tally is not None:
            tally.append(rows)
        yield head + lines
        head = b""
    if head:
        yield head


def _from_parts(s: Snapshot, extract: Table, q: Question, manner: Manner) -> Iterator[tuple[int, bytes]]:
    lines = lines_of(columns_of(extract, plain=manner.plain), manner)
    for part in extract.parts(s, q) if extract.parts else ():
        yield len(next(iter(part.values())).places), lines(part)


def _from_rows(s: Snapshot, extract: Table, q: Question, manner: Manner) -> Iterator[tuple[int, bytes]]:
    row_of, rows = texts_of(extract, manner), iter(extract.rows(s, q))
    while partition := list(islice(rows, PARTITION)):
        yield len(partition), _lines(map(row_of, partition))


def _lines(rows: Iterable[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def texts_of(extract: Table, manner: Manner) -> Callable[[object], list[str]]:
    """A function from a row to the texts of its cells in a CSV file."""
    columns = columns_of(extract, plain=manner.plain)
    values, writers = values_of(columns, manner.lang), [writer(column, manner) for column in columns]
    return lambda row: [write(value) for write, value in zip(writers, values(row), strict=True)]


def columns_of(extract: Table, *, plain: bool) -> list[Column]:
    """The columns that a file of this form has."""
    return [column for column in extract.columns if column.shown(plain=plain)]


def text_of(s: Snapshot, name: str, q: Question, lang: str) -> bytes:
    """An extract as plain text to be sent on, with a BOM for Windows; KeyError for a name without such a form."""
    text = EXTRACTS[name].text
    if text is None:
        raise KeyError(name)
    return f"{BOM}{text(s, q, speaking(s, q, lang))}".encode()


def write_xlsx(s: Snapshot, name: str, q: Question, lang: str, file: IO[bytes]) -> int:
    """Write an extract as a workbook for people into a binary file; comes back with the number of rows.

    ValueError for more rows than a sheet has, or a text longer than a cell takes: such a file would not be whole.
    """
    return max(steps_of_xlsx(s, name, q, lang, file))


def steps_of_xlsx(s: Snapshot, name: str, q: Question, lang: str, file: IO[bytes], mark: str = "") -> Generator[int]:
    """write_xlsx a partition of rows at a time: the number of rows until now, the last time when the file is whole.
    `mark`: who takes it.
    """
    extract = EXTRACTS[name]
    return write_workbook(s, extract, columns_of(extract, plain=False), q, speaking(s, q, lang), file, mark)


def manifest(s: Snapshot, name: str, q: Question, lang: str = "zh", plain: bool = False) -> Manifest:
    """What the CSV of this question holds in this snapshot: rows, as-of, stamp, definitions, filters, digests."""
    tally: list[int] = []
    digests, size = {one: hashlib.new(one) for one in chosen()}, 0
    for chunk in stream_csv(s, name, q, lang, plain, tally=tally):
        for digest in digests.values():
            digest.update(chunk)
        size += len(chunk)
    stamp = read_stamp(s, q.filters.campaign)
    said: Manifest = {
        "extract": name,
        "file": file_name(s, name, q, lang, "csv"),
        "columns": [column.key for column in columns_of(EXTRACTS[name], plain=plain)],
        "rows": sum(tally),
        "bytes": size,
        "sha256": digests[FIRST].hexdigest(),
        "as_of": _iso(q.as_of, q),
        "known_at": _iso(q.known_at, q) if q.known_at else None,
        "since": _iso(q.since, q) if q.since else None,
        "time_zone": q.zone,
        "data_until": _iso(stamp.data_until, q) if stamp.data_until else None,
        "stamp": stamp.version,
        "label": stamp.label,
        "definition_version": DEFINITION_VERSION,
        "filters": {
            "campaign": q.filters.campaign,
            **{one.field: list(one.chosen(q.filters, q.hazards)) for one in FILTERS},
            "scope": None if q.scope.cities is None else list(q.scope.cities),
        },
        "language": lang,
        "plain": plain,
    }
    if "sm3" in digests:
        said["sm3"] = digests["sm3"].hexdigest()
    return said


def _iso(instant: datetime, q: Question) -> str:
    return instant.astimezone(ZoneInfo(q.zone)).isoformat(timespec="seconds")
