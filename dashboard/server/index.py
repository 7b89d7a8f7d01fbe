"""The page that a browser loads before Streamlit runs: Streamlit's own, with our language, title and waiting words.

It names all files that each page of ours needs, so that they come side by side and not each after the other, and a
style sheet without the fonts that none needs (ADR 0036).
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from html import escape
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.marks import component
from dashboard.registry import PAGES
from dashboard.server import assets, pack
from data_access.i18n import LANGUAGES, t

INDEX: Final = pack.ASSETS.parent / "index.html"
TAGS: Final = {"zh": "zh-CN", "en": "en"}
WAITING: Final = (
    '<div role=\'status\' style=\'font:16px/1.6 "PingFang SC","Microsoft YaHei",sans-serif;'
    "color:#5a6672;padding:3rem;text-align:center'>{}</div>"
)
CHANGES: Final = (
    (re.compile(r'<html lang="en">'), '<html lang="{tag}">'),
    (re.compile(r"<title>Streamlit</title>"), "<title>{title}</title>"),
    (re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>'), ""),  # a Latin font that no page of ours uses
    (
        re.compile(r'<link rel="stylesheet" crossorigin href="./static/css/index[^"]*">'),
        '<link rel="stylesheet" crossorigin href=".{style}">{ahead}',
    ),
    (re.compile(r'<link rel="service-desc"[^>]*>'), ""),
    (re.compile(r"<noscript>.*?</noscript>", re.DOTALL), "<noscript>{no_script}</noscript>"),
    (re.compile(r'<div id="root"></div>'), '<div id="root">{waiting}</div>'),
)
"""What stands in Streamlit's page, each once, and what takes its place."""
FACES: Final = (
    (re.compile(r"(?:@font-face\{font-family:Source Sans;[^}]*\}){2}"), ""),  # a browser would load it for nobody
    # Streamlit asks for this font in words that have a space, whether a page has an icon or none: 375 kB. Without the
    # space the font is loaded where an icon stands, whose name has only such letters.
    (
        re.compile(r"(@font-face\{font-family:Material Symbols Rounded;[^}]*)\}"),
        r"\1;unicode-range:U+30-39,U+5F,U+61-7A}",
    ),
)
"""What stands in Streamlit's style sheet, each once, and what takes its place."""
AHEAD: Final = ("Html", "purify.es", "BidiComponent", "_arrayReduce", "serialization", "recordbatch")
"""Scripts that each page of ours needs and of which Streamlit knows only once it has drawn something."""


class Style(NamedTuple):
    """The style sheet and its address, which has its hash."""

    path: str
    text: str


def _changed(text: str, changes: Iterable[tuple[re.Pattern[str], str]], of: str) -> str:
    """`text` with all changes made. RuntimeError where one of them is not there just once."""
    for old, new in changes:
        text, found = old.subn(new, text)
        if found != 1:
            raise RuntimeError(f"Streamlit's {of} has {old.pattern} {found} times, not once")
    return text


@cache
def style() -> Style:
    """Streamlit's style sheet with our FACES."""
    [plain] = (pack.ASSETS / "css").glob("index.*.css")
    text = _changed(plain.read_text(encoding="utf-8"), FACES, plain.name).replace("../media/", "../static/media/")
    return Style(f"/styles/index.{sha256(text.encode()).hexdigest()[:8]}.css", text)


def _ahead() -> Iterator[str]:
    """The addresses of AHEAD, and of our own script."""
    for name in AHEAD:
        [found] = (pack.ASSETS / "js").glob(f"{name}.????????.js")
        yield f"./static/js/{found.name}"
    for script in component.SCRIPTS:
        yield f".{component.ADDRESS}/{script}"


@cache
def page_in(lang: str) -> str:
    """The page in one language. RuntimeError where Streamlit's own no longer has what we change in it."""
    text = INDEX.read_text(encoding="utf-8")
    words = {
        "tag": TAGS[lang],
        "title": escape(t(lang, "app.title")),
        "no_script": escape(t(lang, "index.no_script")),
        "waiting": WAITING.format(escape(t(lang, "index.waiting"))),
        "style": style().path,
        "ahead": "".join(f'<link rel="modulepreload" crossorigin href="{path}">' for path in _ahead()),
    }
    return _changed(text, [(old, new.format(**words)) for old, new in CHANGES], INDEX.name)


@cache
def packed_in(lang: str) -> bytes:
    """The same, compressed."""
    return gzip.compress(page_in(lang).encode())


def spoken(request: Request) -> str:
    """The language of the address, else that of the browser."""
    lang = request.query_params.get("lang", "")
    if lang in LANGUAGES:
        return lang
    return "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"


def index(request: Request) -> Response:
    """The page in the language of the address, else in that of the browser."""
    lang = spoken(request)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language"}
    if "gzip" not in assets.accepted(request.headers.get("accept-encoding", "")):
        return HTMLResponse(page_in(lang), headers=headers)
    return HTMLResponse(packed_in(lang), headers={**headers, "Content-Encoding": "gzip"})


def styles(request: Request) -> Response:
    """The style sheet; Streamlit compresses it."""
    del request
    return Response(style().text, media_type="text/css", headers={"Cache-Control": assets.FOREVER})


ROUTES: Final = [
    *(Route(entry.path, index, methods=["GET"]) for entry in PAGES),
    Route(style().path, styles, methods=["GET"]),
]
