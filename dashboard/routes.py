"""HTTP beside Streamlit: extracts that stream, their manifests, papers, and whether the server is ready.

ADR 0002, 0003, 0021.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from threading import BoundedSemaphore
from typing import IO, Final
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard import errors, links, reader
from dashboard.i18n import t
from dashboard.settings import settings
from data_access import extracts, papers
from data_access.engine import snapshot
from data_access.stamp import Stamp, read_stamp

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "manifest.json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
CHUNK: Final = 64 * 1024
RETRY_AFTER: Final = 5
IN_MEMORY: Final = 4 * 2**20
"""A workbook up to this size is not written to disk before it is sent."""


class RefusedError(Exception):
    """An answer other than the extract, in words."""

    def __init__(self, status: int, key: str, lang: str, **headers: str) -> None:
        self.response = PlainTextResponse(t(lang, key) + "\n", status, headers=headers)


@cache
def slots() -> BoundedSemaphore:
    """How many extracts may run at once in this process."""
    return BoundedSemaphore(settings().extract_slots)


def extract(request: Request) -> Response:
    """One extract, whole or visibly broken: the signed order says of what, the path says in which form."""
    name, _, ext = str(request.path_params["file"]).partition(".")
    try:
        known = name in extracts.EXTRACTS and (
            ext in links.EXTENSIONS or (ext == links.TEXT and extracts.EXTRACTS[name].text is not None)
        )
        order = _order(request, name, known)
        return _answer(order, ext, head=request.method == "HEAD")
    except RefusedError as refused:
        return refused.response


def paper(request: Request) -> Response:
    """One paper, whole before its first byte, or refused in words."""
    name, _, ext = str(request.path_params["file"]).partition(".")
    try:
        known = name in papers.PAPERS and papers.PAPERS[name].ext == ext
        return _paper(_order(request, f"{links.PAPER}{name}", known), name)
    except RefusedError as refused:
        return refused.response


def _order(request: Request, name: str, known: bool) -> links.Order:
    lang = "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"
    if not known:
        raise RefusedError(404, "extract.unknown", lang)
    try:
        return links.read(request.query_params.get("t", ""), name)
    except links.LinkExpiredError as error:
        raise RefusedError(410, "extract.expired", lang) from error
    except links.LinkInvalidError as error:
        raise RefusedError(403, "extract.invalid", lang) from error


def _opened(stack: ExitStack, order: links.Order) -> tuple[Connection, Stamp]:
    """A slot and a snapshot; both go back with `stack`. RefusedError when there is none."""
    if not slots().acquire(blocking=False):
        raise RefusedError(503, "extract.busy", order.lang, **{"Retry-After": str(RETRY_AFTER)})
    stack.callback(slots().release)
    try:
        connection = stack.enter_context(snapshot(reader.extract_engine()))
        return connection, read_stamp(connection)
    except reader.AWAY as error:
        errors.report(error)
        raise RefusedError(503, "extract.away", order.lang, **{"Retry-After": str(RETRY_AFTER)}) from error


def _answer(order: links.Order, ext: str, *, head: bool) -> Response:
    """Slot and snapshot go back when the body is sent, or breaks, or the reader leaves."""
    with ExitStack() as stack:
        connection, stamp = _opened(stack, order)
        headers = {
            "Content-Disposition": _disposition(
                extracts.file_name(connection, order.name, order.question, order.lang, ext)
            ),
            "X-Data-Stamp": quote(stamp.version, safe=":.,;+-"),
        }
        if head:
            return Response(media_type=MEDIA[ext], headers=headers)
        if ext == "manifest.json":
            said = extracts.manifest(connection, order.name, order.question, order.lang, order.plain)
            return JSONResponse({**said, "as_shown": order.stamp == stamp.version}, headers=headers)
        if ext == "txt":
            body = iter([extracts.text_of(connection, order.name, order.question, order.lang)])
        elif ext == "xlsx":
            body = _workbook(lambda file: extracts.write_xlsx(connection, order.name, order.question, order.lang, file))
        else:
            body = extracts.stream_csv(connection, order.name, order.question, order.lang, order.plain)
        kept = stack.pop_all()
    return StreamingResponse(_guarded(body, kept), media_type=MEDIA[ext], headers=headers)


def _paper(order: links.Order, name: str) -> Response:
    with ExitStack() as stack:
        connection, stamp = _opened(stack, order)
        try:
            made = papers.make(connection, name, order.question, order.lang, order.of)
        except papers.UnknownPaperError as error:
            raise RefusedError(404, "paper.unknown", order.lang) from error
        except reader.AWAY as error:
            errors.report(error)
            raise RefusedError(503, "extract.away", order.lang, **{"Retry-After": str(RETRY_AFTER)}) from error
        except Exception as error:
            errors.report(error)
            raise RefusedError(500, "paper.failed", order.lang) from error
    headers = {"Content-Disposition": _disposition(made.name), "X-Data-Stamp": quote(stamp.version, safe=":.,;+-")}
    return Response(made.body, media_type=MEDIA[papers.PAPERS[name].ext], headers=headers)


def _workbook(write: Callable[[IO[bytes]], object]) -> Iterator[bytes]:
    """A workbook is complete before its first byte is sent."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        write(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _guarded(body: Iterator[bytes], kept: ExitStack) -> Iterator[bytes]:
    """`body`; an error in it is logged and cuts the chunked answer, which browsers and curl report as failed."""
    with kept:
        try:
            yield from body
        except Exception as error:
            errors.report(error)
            raise


def _disposition(file_name: str) -> str:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def ready(request: Request) -> Response:
    """Whether this process can answer: asks the database, at most once a second; empty: it holds no return yet."""
    del request
    stamp = reader.pulse().read()
    if stamp is None:
        return JSONResponse({"status": "unavailable"}, 503, headers={"Retry-After": str(RETRY_AFTER)})
    until = stamp.data_until.isoformat() if stamp.data_until else None
    status = "ready" if stamp.data_until else "empty"
    return JSONResponse({"status": status, "stamp": stamp.version, "label": stamp.label, "data_until": until})


ROUTES: Final = [
    Route("/extract/{file}", extract, methods=["GET"]),
    Route("/paper/{file}", paper, methods=["GET"]),
    Route("/readyz", ready, methods=["GET"]),
]
