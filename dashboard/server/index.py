"""The page that a browser loads before Streamlit runs: Streamlit's own, with our language, title and waiting words."""

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.registry import PAGES
from data_access.i18n import LANGUAGES, t

INDEX: Final = Path(streamlit.__file__).parent / "static" / "index.html"
TAGS: Final = {"zh": "zh-CN", "en": "en"}
WAITING: Final = (
    '<div role=\'status\' style=\'font:16px/1.6 "PingFang SC","Microsoft YaHei",sans-serif;'
    "color:#5a6672;padding:3rem;text-align:center'>{}</div>"
)
CHANGES: Final = (
    (re.compile(r'<html lang="en">'), '<html lang="{tag}">'),
    (re.compile(r"<title>Streamlit</title>"), "<title>{title}</title>"),
    (re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>'), ""),  # a Latin font that no page of ours uses
    (re.compile(r'<link rel="service-desc"[^>]*>'), ""),
    (re.compile(r"<noscript>.*?</noscript>", re.DOTALL), "<noscript>{no_script}</noscript>"),
    (re.compile(r'<div id="root"></div>'), '<div id="root">{waiting}</div>'),
)
"""What stands in Streamlit's page, each once, and what takes its place."""


@cache
def page_in(lang: str) -> str:
    """The page in one language. RuntimeError where Streamlit's own no longer has what we change in it."""
    text = INDEX.read_text(encoding="utf-8")
    words = {
        "tag": TAGS[lang],
        "title": escape(t(lang, "app.title")),
        "no_script": escape(t(lang, "index.no_script")),
        "waiting": WAITING.format(escape(t(lang, "index.waiting"))),
    }
    for old, new in CHANGES:
        text, found = old.subn(lambda _, new=new: new.format(**words), text)  # type: ignore[misc]
        if found != 1:
            raise RuntimeError(f"Streamlit's index.html has {old.pattern} {found} times, not once")
    return text


def index(request: Request) -> Response:
    """The page in the language of the address, else in that of the browser."""
    lang = request.query_params.get("lang", "")
    if lang not in LANGUAGES:
        lang = "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"
    return HTMLResponse(page_in(lang), headers={"Cache-Control": "no-cache"})


ROUTES: Final = [Route(entry.path, index, methods=["GET"]) for entry in PAGES]
