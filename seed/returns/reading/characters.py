"""What a reader does not see in a cell, and signs that only look like digits: folded away or found out."""

import re
import unicodedata
from typing import Final

ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How workbooks write a character that XML cannot hold; some programs leave it behind in text and in CSV."""
BREAKS: Final = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
"""Tabs and line breaks, those of word processors too: inside a cell they mean a space."""
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Soft hyphens, joiners, direction marks, fillers, variation selectors, tags: a text with them looks like one
without. They never count in a comparison."""
DROPPED: Final = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u2060-\u2064\ufeff]")
"""Those without a meaning in a stored text either. What stays (joiners, variation selectors) shapes a visible sign."""
REFUSED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
"""Controls, and what can turn the order of the characters around: a text with them does not mean what it shows."""
FOOTNOTE: Final = re.compile(r"(?<=\S)\s*[\u2460-\u2473\u24f5-\u24fe\u2776-\u277f*\uff0a\u203b]+\s*$")
"""Marks of footnotes at the end of a figure or date: ① ❶ ⓵ * ※."""
ONLY_WIDTH: Final = ("<wide>", "<narrow>")


def unescaped(text: str) -> str:
    """`text` with the characters that `_x000D_` and the like stand for."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, nothing invisible, breaks as spaces, no white space at the ends."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text.strip()
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", BREAKS.sub(" ", unescaped(text)))).strip()


def same(one: object, other: object) -> bool:
    """Whether two values are equal; texts are compared folded, also inside dicts, lists and tuples."""
    return one == other or comparable(one) == comparable(other)


def comparable(value: object) -> object:
    """`value` with its texts folded, lists as tuples: equal where `same` holds."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, dict):
        return {name: comparable(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return tuple(comparable(inner) for inner in value)
    return value


def without_footnote(text: str) -> str:
    """A figure or date without the mark of a footnote at its end."""
    return text if text.isascii() and "*" not in text else FOOTNOTE.sub("", text)


def has_false_digits(text: str) -> bool:
    """Is there a sign that folding would turn into digits of its neighbours: a power, a circled digit, a fraction?"""
    return not text.isascii() and any(
        sign > "\x7f"
        and not unicodedata.decomposition(sign).startswith(ONLY_WIDTH)
        and any("0" <= part <= "9" for part in unicodedata.normalize("NFKC", sign))
        for sign in text
    )


def visible(text: str) -> str:
    """`text` for a terminal or a log: what has no shape of its own as an escape (\\x1b, \\u202e)."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or unicodedata.category(sign) == "Zs" else sign.encode("unicode_escape").decode()
        for sign in text
    )
