"""Pages that the server writes whole, without Streamlit or a script: sign-in, refusals, proof of a file."""

from functools import cache
from pathlib import Path
from typing import Final

from htpy import Node, a, body, h1, head, header, html, main, meta, span, strong, style, title
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dashboard.server.index import TAGS, spoken
from data_access.drawing import styles
from data_access.i18n import LANGUAGES, t

SHEET: Final = Path(__file__).parents[1] / "static" / "plain.css"


@cache
def _sheet() -> Markup:
    return Markup(styles.sheet_of_both() + SHEET.read_text(encoding="utf-8"))  # noqa: S704  # our own files


def plain_page(request: Request, heading: str, *children: Node, status: int = 200) -> HTMLResponse:
    """A page in the reader's language under `heading`, with a link to the same page in the other language."""
    lang = spoken(request)
    other = next(one for one in LANGUAGES if one != lang)
    there = str(request.url.include_query_params(lang=other).query)
    page = html(lang=TAGS[lang])[
        head[
            meta(charset="utf-8"),
            meta(name="viewport", content="width=device-width, initial-scale=1"),
            title[f"{heading} · {t(lang, 'app.title')}"],
            style[_sheet()],
        ],
        body[
            header[
                strong[t(lang, "app.title")],
                span[a(href=f"?{there}", lang=TAGS[other])[t(other, f"lang.{other}")]],
            ],
            main[h1[heading], children],
        ],
    ]
    return HTMLResponse(str(page), status, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})
