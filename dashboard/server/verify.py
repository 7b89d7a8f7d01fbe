"""/verify: a file and its manifest are dropped here, and the answer says whether the file is ours (ADR 0049).

Nothing of what is sent is kept: the file is read once, from memory or a temporary file, and is gone with the answer.
"""

from io import BufferedIOBase
from typing import Final, cast

from htpy import Node, button, dd, dl, dt, form, input as field, label, p
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import errors
from dashboard.server.index import spoken
from dashboard.server.plain_page import plain_page
from data_access.i18n import t
from data_access.manifests import keys
from data_access.manifests.verdict import MAX_MANIFEST, Verdict, in_words, judge, told

ADDRESS: Final = "/verify"
MAX_BYTES: Final = 2**30
"""Of a request; a million hazards are 0.34 GB."""
NO_CROWD: Final = 3
"""Form parts that are read: file, manifest, and one for what a browser adds."""


async def ask(request: Request) -> Response:
    """The form."""
    return plain_page(request, t(spoken(request), "verify.title"), *_form(spoken(request)))


async def answer(request: Request) -> Response:
    """The verdict about the two files that were sent, above the form for the next ones."""
    lang = spoken(request)
    status, said = await _judged(request, lang)
    return plain_page(request, t(lang, "verify.title"), *said, *_form(lang), status=status)


async def _judged(request: Request, lang: str) -> tuple[int, tuple[Node, ...]]:
    if not 0 < int(request.headers.get("content-length", "0")) <= MAX_BYTES:
        return 413, (p(".bad")[t(lang, "verify.too_long", gigabytes=MAX_BYTES >> 30)],)
    try:
        async with request.form(max_files=NO_CROWD, max_fields=NO_CROWD) as sent:
            file, manifest = sent.get("file"), sent.get("manifest")
            if not (isinstance(file, UploadFile) and isinstance(manifest, UploadFile) and manifest.filename):
                return 400, (p(".bad")[t(lang, "verify.both")],)
            text = await manifest.read(MAX_MANIFEST + 1)
            verdict = await run_in_threadpool(judge, cast(BufferedIOBase, file.file), text, keys.trusted_keys())
    except keys.KeyFileError as error:
        errors.report(error)
        return 503, (p(".bad")[t(lang, "verify.keys")],)
    except HTTPException:  # so Starlette tells a form that is none, or has too many parts
        return 400, (p(".bad")[t(lang, "verify.both")],)
    except ValueError:
        return 400, (p(".bad")[t(lang, "verify.no_manifest")],)
    return 200, _told(verdict, lang)


def _told(verdict: Verdict, lang: str) -> tuple[Node, ...]:
    whole, *parts = in_words(verdict, lang)
    facts = told(verdict, lang)
    return (
        p(".good" if verdict.proved else ".bad")[whole],
        (p[part] for part in parts),
        facts and dl[((dt[name], dd[value]) for name, value in facts)],
    )


def _form(lang: str) -> tuple[Node, ...]:
    return (
        p[t(lang, "verify.about")],
        form(method="post", action=f"{ADDRESS}?lang={lang}", enctype="multipart/form-data")[
            label[t(lang, "verify.file"), field(type="file", name="file", required=True)],
            label[t(lang, "verify.manifest"), field(type="file", name="manifest", accept=".json", required=True)],
            button[t(lang, "verify.do")],
        ],
        p(".soft")[t(lang, "verify.kept")],
    )


ROUTES: Final = [Route(ADDRESS, ask, methods=["GET"]), Route(ADDRESS, answer, methods=["POST"])]
