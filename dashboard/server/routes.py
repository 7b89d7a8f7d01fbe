"""The HTTP routes beside Streamlit: streamed extracts, their manifests, papers, and whether the server is ready.

ADR 0002, 0003, 0021, 0047.
"""

import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from threading import BoundedSemaphore
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import access, errors
from dashboard.data import kept, reader
from dashboard.parts import links
from dashboard.server.download import CHUNK, Download, Pace
from dashboard.settings import settings
from data_access.access.viewer import Viewer
from data_access.database.failures import DATABASE, failure_of
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts import catalogue, files as extracts, names
from data_access.i18n import LANGUAGES, t
from data_access.manifests import keys, signature
from data_access.papers import catalogue as papers
from data_access.question import Question

MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "manifest.json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
RETRY_AFTER: Final = 5
IN_MEMORY: Final = 4 * 2**20
"""Bytes up to which a workbook is made in memory and not on disk."""


class RefusedError(Exception):
    """The answer in place of a file: a status and a sentence."""

    def __init__(self, status: int, key: str, lang: str, **headers: str) -> None:
        self.response = PlainTextResponse(t(lang, key) + "\n", status, headers=headers)


@cache
def slots() -> BoundedSemaphore:
    """The slots of this process: so many extracts may run at once."""
    return BoundedSemaphore(settings().extract_slots)


def extract(request: Request) -> Response:
    """The file of an extract, whole or visibly broken. The signed order has the question, the path the form."""
    name, _, ext = str(request.path_params["file"]).partition(".")
    try:
        known = name in catalogue.EXTRACTS and (
            ext in links.EXTENSIONS or (ext == links.TEXT and catalogue.EXTRACTS[name].text is not None)
        )
        order = _order(request, name, known)
        return _head(ext) if request.method == "HEAD" else _answer(order, ext)
    except RefusedError as refused:
        return refused.response


def paper(request: Request) -> Response:
    """The file of a paper, made whole before its first byte, or a refusal."""
    name, _, ext = str(request.path_params["file"]).partition(".")
    try:
        known = name in papers.PAPERS and ext in papers.PAPERS[name].forms
        order = _order(request, f"{links.PAPER}{name}", known)
        return _head(ext) if request.method == "HEAD" else _paper(order, name, ext)
    except RefusedError as refused:
        return refused.response


def _order(request: Request, name: str, known: bool) -> links.Order:
    lang = "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"
    if not known:
        raise RefusedError(404, "extract.unknown", lang)
    try:
        order = links.read(request.query_params.get("t", ""), name)
    except links.LinkExpiredError as error:
        raise RefusedError(410, "extract.expired", lang) from error
    except links.LinkInvalidError as error:
        raise RefusedError(403, "extract.invalid", lang) from error
    if refusal := _refusal(order, access.current()):
        raise RefusedError(403, refusal, order.lang)
    return order


def _refusal(order: links.Order, viewer: Viewer) -> str:
    """Why this person may not fetch this file now, as a key of the words; "" if he may. A link is no key: it works in
    the session that its page was drawn in, as long as that lives, with the rights of this moment.
    """
    if (order.viewer, order.session) != (viewer.id, viewer.session):
        return "extract.of_another"
    if order.name.startswith(links.PAPER):
        takes = links.takes_paper(viewer, order.name.removeprefix(links.PAPER))
    else:
        takes = links.takes_file(viewer, order.name)
    if not takes:
        return "extract.no_right"
    return "" if order.question.scope == access.scope(viewer) else "extract.other_scope"


def _head(ext: str) -> Response:
    """The headers of a file, which is not made: its length is not known before."""
    answer = Response(media_type=MEDIA[ext])
    del answer.headers["content-length"]
    return answer


@contextmanager
def _in_words(order: links.Order) -> Iterator[None]:
    """Turns errors inside into a refusal with a sentence; the log gets the details."""
    try:
        yield
    except papers.UnknownPaperError as error:
        raise RefusedError(404, "paper.unknown", order.lang) from error
    except DATABASE as error:
        errors.report(error)
        gone = failure_of(error) in ("away", "missing", "engine")
        raise (_refused(503, "extract.away", order) if gone else _failed(order)) from error
    except keys.KeyFileError as error:
        errors.report(error)
        raise RefusedError(503, "extract.unsigned", order.lang) from error
    except RefusedError:
        raise
    except Exception as error:
        errors.report(error)
        raise _failed(order) from error


def _refused(status: int, key: str, order: links.Order) -> RefusedError:
    return RefusedError(status, key, order.lang, **{"Retry-After": str(RETRY_AFTER)})


def _failed(order: links.Order) -> RefusedError:
    return RefusedError(500, "paper.failed", order.lang)


def _open_snapshot(stack: ExitStack, order: links.Order) -> tuple[Snapshot, dict[str, str]]:
    """A snapshot, which goes back with `stack` as its slot does, and a header with the version of its data.
    RefusedError where no slot is free.
    """
    if not slots().acquire(blocking=False):
        raise _refused(503, "extract.busy", order)
    stack.callback(slots().release)
    s = stack.enter_context(snapshot(reader.extract_engine()))
    version = read_stamp(s).version
    return kept.remembering(s, version), {"X-Data-Stamp": quote(version, safe=":.,;+-")}


def _answer(order: links.Order, ext: str) -> Response:
    """The file of an extract. Slot and snapshot go back when the body has been sent or has failed (Download)."""
    with _in_words(order), ExitStack() as stack:
        s, headers = _open_snapshot(stack, order)
        what = s, order.name, order.question, order.lang
        headers["Content-Disposition"] = _disposition(names.file_name(*what, ext))
        if ext == "manifest.json":
            facts = extracts.manifest(*what, order.plain)
            said = {**facts, "as_shown": order.stamp == facts["stamp"]}
            return JSONResponse(signature.signed(said, keys.signing_key()), headers=headers)
        if ext == "txt":
            return Response(extracts.text_of(*what), media_type=MEDIA[ext], headers=headers)
        body = _workbook(*what) if ext == "xlsx" else extracts.stream_csv(*what, order.plain)
        held = stack.pop_all()
    pace = Pace(settings().download_speed, settings().download_seconds)
    return Download(body, held, failed=_failed(order).response, pace=pace, media_type=MEDIA[ext], headers=headers)


def _paper(order: links.Order, name: str, ext: str) -> Response:
    with _in_words(order), ExitStack() as stack:
        s, headers = _open_snapshot(stack, order)
        made = papers.make(s, name, order.question, order.lang, order.of, ext)
    headers["Content-Disposition"] = _disposition(made.name)
    return Response(made.body, media_type=MEDIA[ext], headers=headers)


def _workbook(s: Snapshot, name: str, q: Question, lang: str) -> Generator[bytes]:
    """The bytes of a workbook, complete before the first of them; before, an empty part for each step of its making."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        with closing(extracts.steps_of_xlsx(s, name, q, lang, file)) as steps:
            for _ in steps:
                yield b""
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _disposition(file_name: str) -> str:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def ready(request: Request) -> Response:
    """Whether this process can answer, as JSON; the database is read at most once a second. `what` is a sentence in
    each language about what is wrong; the status code is 503 where no page can be drawn. empty: the database holds no
    return yet; newer_before: data_until of newer data that this process has shown; memory: what it keeps (kept.held).
    """
    del request
    seen, now = reader.pulse().read(), datetime.now(UTC)
    if isinstance(seen, str):
        return _amiss("unavailable" if seen == "away" else seen, seen)
    stamp, until = seen.stamp, seen.stamp.data_until
    facts = {"stamp": stamp.version, "label": stamp.label, "data_until": until.isoformat() if until else None}
    if newer := reader.high_water().above("", stamp):
        facts["newer_before"] = newer.isoformat()
    if seen.fit:
        return _amiss(seen.fit, f"fit.{seen.fit}", **facts)
    if stamp.is_ahead(now):
        clocks = {"now": f"{now:%F %R}Z", "until": f"{until:%F %R}Z"}
        what = {lang: t(lang, "shell.clock", None, **clocks) for lang in LANGUAGES}
        return JSONResponse({"status": "clock", **facts, "what": what, "memory": kept.held()})
    return JSONResponse({"status": "ready" if until else "empty", **facts, "memory": kept.held()})


def _amiss(status: str, why: str, **facts: str | None) -> Response:
    answer = {"status": status, **facts, "what": {lang: reader.words_of(why, lang) for lang in LANGUAGES}}
    return JSONResponse({**answer, "memory": kept.held()}, 503, headers={"Retry-After": str(RETRY_AFTER)})


ROUTES: Final = [
    Route("/extract/{file}", extract, methods=["GET"]),
    Route("/paper/{file}", paper, methods=["GET"]),
    Route("/readyz", ready, methods=["GET"]),
]
