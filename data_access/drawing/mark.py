"""A text pale across a page, again and again: a photograph of a part of the screen has it whole."""

from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import quote

WIDE, HIGH = 460, 250
"""Pixels from one mark to the next: a telephone shows one whole, a wall thirty."""
ACROSS: Final = (
    f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDE}' height='{HIGH}'><text x='50%' y='50%' fill='#7f7f7f' "
    "fill-opacity='.16' font-size='15' font-family='Microsoft YaHei,Noto Sans CJK SC,sans-serif' text-anchor='middle' "
    f"transform='rotate(-24 {WIDE // 2} {HIGH // 2})'>{{}}</text></svg>"
)
SHEET: Final = (
    ".stApp::after{{content:'';position:fixed;inset:0;z-index:999990;pointer-events:none;"
    'print-color-adjust:exact;-webkit-print-color-adjust:exact;background:url("data:image/svg+xml,{}")}}'
)
"""Fixed: a browser prints what is fixed on each page."""


@lru_cache(200)
def sheet_across(text: str) -> str:
    """The style sheet that draws `text` across the screen, and on each page of paper, in the way of no click."""
    return SHEET.format(quote(ACROSS.format(escape(text)), safe=""))
