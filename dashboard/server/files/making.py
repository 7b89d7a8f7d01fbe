"""Makes the file that is asked for: a slot, a snapshot, the body, its mark and its lines in the audit."""

import tempfile
from collections.abc import Generator, Iterator, MutableMapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Final, NamedTuple
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from dashboard import traces
from dashboard.addresses import url
from dashboard.data import kept, reader
from dashboard.data.loading import loading
from dashboard.server.download import CHUNK, Download, Pace
from dashboard.server.files.asked import Asked
from dashboard.server.files.refusals import failed, in_words, later
from dashboard.settings import settings
from data_access.access.audit.line import Fact
from data_access.access.audit.record import is_recorded, recorded
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts import files as extracts, names
from data_access.manifests import keys, signature
from data_access.papers import catalogue as papers

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "manifest.json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
IN_MEMORY: Final = 4 * 2**20
"""Bytes up to which a workbook is made in memory and not on disk."""
Told = MutableMapping[str, Fact]
"""What the audit's last line about a file is to tell."""


class Opened(NamedTuple):
    """What a file is made from: a snapshot, the number and the mark of the export, headers; and what is told of it."""

    s: Snapshot
    number: str
    mark: str
    headers: dict[str, str]
    told: Told

    def called(self, name: str, ext: str) -> None:
        """Name the file, with the number of the export."""
        self.headers["Content-Disposition"] = _disposition(self.numbered(name, ext))

    def numbered(self, name: str, ext: str) -> str:
        """The name of a file with the number of the export before its ending."""
        return f"{name.removesuffix(f'.{ext}')}_{self.number}.{ext}" if self.number else name


@cache
def slots() -> BoundedSemaphore:
    """The slots of this process: so many files may be made at once."""
    return BoundedSemaphore(settings().extract_slots)


def head(ext: str) -> Response:
    """The headers of a file, which is not made: its length is not known before."""
    answer = Response(media_type=MEDIA[ext])
    del answer.headers["content-length"]
    return answer


def extract_file(asked: Asked) -> Response:
    """The file of an extract. Slot and snapshot go back when the body has been sent or has failed (Download)."""
    order, ext = asked.order, asked.ext
    with in_words(order), ExitStack() as stack:
        opened = stack.enter_context(_opened(asked))
        what = opened.s, order.name, order.question, order.lang
        opened.called(names.file_name(*what, ext), ext)
        if ext == "manifest.json":
            return JSONResponse(_manifest(asked, opened), headers=opened.headers)
        if ext == "txt":
            return _whole(extracts.text_of(*what), ext, opened)
        rows: list[int] = []
        csv = extracts.stream_csv(*what, order.plain, tally=rows)
        body = _workbook(asked, opened, rows) if ext == "xlsx" else csv
        body = _told_at_its_end(body, opened.told, rows) if is_recorded() else body
        held = stack.pop_all()
    pace = Pace(settings().download_speed, settings().download_seconds)
    return Download(body, held, failed=failed(order).response, pace=pace, media_type=MEDIA[ext], headers=opened.headers)


def paper_file(asked: Asked, name: str) -> Response:
    """The file of a paper, made whole before its first byte."""
    order, ext = asked.order, asked.ext
    with in_words(order), _opened(asked) as opened:
        made = papers.make(opened.s, name, order.question, order.lang, order.of, ext, opened.mark)
        opened.called(made.name, ext)
        return _whole(made.body, ext, opened)


@contextmanager
def _opened(asked: Asked) -> Iterator[Opened]:
    """A slot, a snapshot, and the first line of the audit; at the end all of them go back, and the last line says what
    became of the file. RefusedError where no slot is free or hazards are still being read, AuditError where nothing can
    be written.
    """
    order, q = asked.order, asked.order.question
    if not slots().acquire(blocking=False):
        raise later("extract.busy", order)
    with ExitStack() as stack:
        stack.callback(slots().release)
        s = stack.enter_context(snapshot(reader.extract_engine()))
        version = read_stamp(s).version
        if loading().awaited(version):
            raise later("extract.loading", order)
        number = asked.number(version)
        facts: dict[str, Fact] = {
            "number": number,
            "name": order.name,
            "of": order.of,
            "form": asked.ext,
            "filters": url.to_query(q.filters, q.hazards),
            "as_of": q.as_of.isoformat(),
            "scope": q.scope.cities,
            "stamp": version,
        }
        told = stack.enter_context(recorded("file", asked.viewer, facts, asked.address))
        mark = traces.mark(asked.viewer, datetime.now(UTC), q.zone, order.lang, number)
        headers = {"X-Data-Stamp": quote(version, safe=":.,;+-")}
        yield Opened(kept.remembering(s, version), number, mark, headers, told)


def _manifest(asked: Asked, opened: Opened) -> dict[str, object]:
    """The signed manifest of a CSV: with its number, and whether the page showed the same data."""
    order = asked.order
    facts = extracts.manifest(opened.s, order.name, order.question, order.lang, order.plain)
    opened.told.update(rows=facts["rows"], of_sha256=facts["sha256"])
    said = {**facts, "file": opened.numbered(facts["file"], "csv"), "as_shown": order.stamp == facts["stamp"]}
    if opened.number:
        said["export"] = opened.number
    return signature.signed(said, keys.signing_key())


def _whole(body: bytes, ext: str, opened: Opened) -> Response:
    opened.told.update(bytes=len(body), sha256=sha256(body).hexdigest())
    return Response(body, media_type=MEDIA[ext], headers=opened.headers)


def _told_at_its_end(body: Generator[bytes], told: Told, rows: list[int]) -> Generator[bytes]:
    """`body`; where it comes to its end, its rows, bytes and SHA-256 are told."""
    digest, size = sha256(), 0
    with closing(body):
        for part in body:
            digest.update(part)
            size += len(part)
            yield part
    told.update(rows=sum(rows), bytes=size, sha256=digest.hexdigest())


def _workbook(asked: Asked, opened: Opened, rows: list[int]) -> Generator[bytes]:
    """The bytes of a workbook, complete before the first of them; before, an empty part for each step of its making."""
    order = asked.order
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        steps = extracts.steps_of_xlsx(opened.s, order.name, order.question, order.lang, file, opened.mark)
        with closing(steps):
            for step in steps:
                rows[:] = [step]
                yield b""
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _disposition(file_name: str) -> str:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
