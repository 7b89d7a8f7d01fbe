"""The HTTP routes beside Streamlit: extracts, their manifests, papers, and whether the server is ready."""

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.data import kept, reader
from dashboard.data.loading import loading
from dashboard.parts import links
from dashboard.server.files import making, refusals
from dashboard.server.files.asked import asked
from data_access.extracts import catalogue
from data_access.i18n import LANGUAGES, t
from data_access.papers import catalogue as papers


def extract(request: Request) -> Response:
    """The file of an extract, whole or visibly broken. The signed order has the question, the path the form."""
    name, _, ext = str(request.path_params["file"]).partition(".")
    try:
        known = name in catalogue.EXTRACTS and (
            ext in links.EXTENSIONS or (ext == links.TEXT and catalogue.EXTRACTS[name].text is not None)
        )
        found = asked(request, name, ext, known=known)
        return making.head(ext) if request.method == "HEAD" else making.extract_file(found)
    except refusals.RefusedError as refused:
        return refused.response


def paper(request: Request) -> Response:
    """The file of a paper, made whole before its first byte, or a refusal."""
    name, _, ext = str(request.path_params["file"]).partition(".")
    try:
        known = name in papers.PAPERS and ext in papers.PAPERS[name].forms
        found = asked(request, f"{links.PAPER}{name}", ext, known=known)
        return making.head(ext) if request.method == "HEAD" else making.paper_file(found, name)
    except refusals.RefusedError as refused:
        return refused.response


def ready(request: Request) -> Response:
    """Whether this process can answer, as JSON; the database is read at most once a second. `what` is a sentence in
    each language about what is wrong; the status code is 503 where no page can be drawn. empty: the database holds no
    return yet; loading: the hazards are still being read, `read` of `all` rows; newer_before: data_until of newer data
    that this process has shown; memory: what it keeps (kept.held).
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
    if loading().starting:
        return _amiss("loading", "loading", **facts, read=loading().read, all=loading().all)
    if stamp.is_ahead(now):
        clocks = {"now": f"{now:%F %R}Z", "until": f"{until:%F %R}Z"}
        what = {lang: t(lang, "shell.clock", None, **clocks) for lang in LANGUAGES}
        return JSONResponse({"status": "clock", **facts, "what": what, "memory": kept.held()})
    return JSONResponse({"status": "ready" if until else "empty", **facts, "memory": kept.held()})


def _amiss(status: str, why: str, **facts: str | int | None) -> Response:
    answer = {"status": status, **facts, "what": {lang: reader.words_of(why, lang) for lang in LANGUAGES}}
    return JSONResponse({**answer, "memory": kept.held()}, 503, headers={"Retry-After": str(refusals.RETRY_AFTER)})


ROUTES: Final = [
    Route("/extract/{file}", extract, methods=["GET"]),
    Route("/paper/{file}", paper, methods=["GET"]),
    Route("/readyz", ready, methods=["GET"]),
]
