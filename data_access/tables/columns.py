"""The columns of tables: where a value lies in a row, and what it becomes in a file for people, a plain file for
machines and a workbook. The screen takes the same columns (dashboard.parts.table).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from data_access.i18n import t

Kind = Literal["text", "code", "count", "figure", "rate", "coordinate", "day", "instant", "flag", "word", "enterprise"]
"""figure: a number that may be missing (未报). rate: a quotient, "/" for an empty denominator (C16). word: a code of
the family named by the column, in words. enterprise: a name that may have to be withheld (某企业)."""
Form = Literal["both", "people", "plain", "screen"]
"""Which files have the column: both, one of them, or none, so that only tables on the screen can have it."""
Cell = str | int | float | datetime | None

# What a spreadsheet would read as a formula: the first character after spaces, controls and what nobody sees (signs
# that fold to = + - @ count, since some input methods and imports fold them), and a leading TAB or CR, which others
# strip before they look.
FORMULA: Final = re.compile(
    "^[\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]*"
    "[=+\\-@\u207a-\u207c\u208a-\u208c\u2a75\u2a76\ufb29\ufe62\ufe63\ufe66\ufe6b＝＋－＠\t\r]"
)
FILLERS: Final = "\u115f\u1160\u3164\uffa0"
"""Letters that nobody sees."""


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would compute it."""
    if text[:1].isalnum() and text[0] not in FILLERS:  # nearly all cells; the pattern costs five times as much
        return text
    return f"'{text}" if FORMULA.match(text) else text


@dataclass(frozen=True)
class Column:
    """One column: its key (the plain heading and the id of its words), its source in a row, its kind."""

    key: str
    source: str = ""
    """Path of the value in a row, such as unit.code, `{lang}` standing for zh or en; empty: the key."""
    kind: Kind = "text"
    form: Form = "both"
    family: str = ""
    words: str = ""
    """The id of its words, where another column of this key has others; empty: the key."""
    definition: str = ""
    """Of a rate the key of its definition (data_access.extracts.definitions)."""
    none: str = ""
    """Of a word what it says where there is no code: the id of words, or nothing."""
    of: str = ""
    """Of a rate the path of its denominator; `source` is that of its numerator."""

    def path(self, lang: str) -> str:
        """Where the value lies in a row."""
        return (self.source or self.key).format(lang=lang)

    def value(self, lang: str) -> Callable[[object], Any]:
        """A function from a row to the value; to n/d of a rate, None where it has no numerator or denominator (C16)."""
        take = attrgetter(self.path(lang))
        return _quotient(take, attrgetter(self.of)) if self.of else take

    def heading(self, lang: str, *, plain: bool) -> str:
        """The column's name in a file."""
        return self.key if plain else guarded(t(lang, f"column.{self.words or self.key}"))

    def shown(self, *, plain: bool) -> bool:
        """Whether a file of this form has the column."""
        return self.form in ("both", "plain" if plain else "people")


def coded(
    key: str, source: str = "", family: str = "", *, label: str = "", words: str = "", none: str = ""
) -> tuple[Column, Column]:
    """A code, and for people its words beside it under `<key>_label`. `family`: that of the words, else the key;
    `words`: the id of the code's heading, `label` that of the words'; `none`: what it means that there is no code.
    """
    source = source or key
    return (
        Column(key, source, "code", words=words),
        Column(f"{key}_label", source, "word", "people", family or key, label, none=none),
    )


def within(part: str, *columns: Column) -> tuple[Column, ...]:
    """`columns` as those of rows that hold in their field `part` what these columns are of."""
    return tuple(
        replace(one, source=f"{part}.{one.source or one.key}", of=one.of and f"{part}.{one.of}") for one in columns
    )


def values_of(columns: Sequence[Column], lang: str) -> Callable[[object], Sequence[Any]]:
    """A function from a row to the values of `columns`, in their order."""
    if len(columns) > 1 and not any(column.of for column in columns):
        return attrgetter(*(column.path(lang) for column in columns))  # one call in C for all: 52,000 rows ask for it
    each = [column.value(lang) for column in columns]
    return lambda row: [value(row) for value in each]


def _quotient(numerator: Callable[[object], Any], denominator: Callable[[object], Any]) -> Callable[[object], Any]:
    def quotient(row: object) -> float | None:
        n, d = numerator(row), denominator(row)
        return n / d if d and n is not None else None

    return quotient


@dataclass(frozen=True)
class Manner:
    """How cells are written."""

    lang: str
    zone: ZoneInfo
    plain: bool


def writer(column: Column, manner: Manner) -> Callable[[Any], str]:
    """A function from a value to the text of its CSV cell.

    Text and codes are guarded in both forms: they come from files and from other systems. Our own codes begin with a
    letter or digit and stay bare.
    """
    make = _PLAIN if manner.plain else _PEOPLE
    if column.kind == "word":
        return _words(column, manner)
    if column.kind in ("day", "instant"):
        return _dated(column.kind, manner)
    if column.kind == "figure" and not manner.plain:
        missing = t(manner.lang, "word.missing")
        return lambda value: missing if value is None else number(value)
    if column.kind == "flag":
        yes, no = ("true", "false") if manner.plain else (t(manner.lang, "word.yes"), t(manner.lang, "word.no"))
        return lambda value: "" if value is None else yes if value else no
    if column.kind == "enterprise":
        withheld = "" if manner.plain else t(manner.lang, "word.some_enterprise")
        return lambda value: make["text"](value) or withheld
    return make[column.kind]


def typed(column: Column, manner: Manner) -> Callable[[Any], Cell]:
    """A function from a value to what a workbook's cell holds: numbers as numbers, days and instants as local ones."""
    if column.kind in ("count", "coordinate"):
        return lambda value: value
    if column.kind in ("figure", "rate"):
        missing = t(manner.lang, "word.missing") if column.kind == "figure" else "/"
        return lambda value: missing if value is None else value
    if column.kind in ("day", "instant"):
        return lambda value: None if value is None else value.astimezone(manner.zone).replace(tzinfo=None)
    if column.kind in ("text", "code"):
        return lambda value: value or None
    return writer(column, manner)


def number(value: float) -> str:
    """A number without a trailing .0, as short as it reads back."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _guarded_text(value: str | None) -> str:
    return guarded(value) if value else ""


def _number(value: float | None) -> str:
    return "" if value is None else number(value)


def _rate(value: float | None) -> str:
    return "/" if value is None else f"{value:.4f}"


def _words(column: Column, manner: Manner) -> Callable[[Any], str]:
    said: dict[str, str] = {}
    none = t(manner.lang, column.none) if column.none else ""

    def word(value: str | None) -> str:
        if not value:
            return none
        if value not in said:
            said[value] = t(manner.lang, f"{column.family}.{value}")
        return said[value]

    return word


def _dated(kind: str, manner: Manner) -> Callable[[Any], str]:
    zone = manner.zone
    separator = "T" if manner.plain else " "

    @lru_cache(maxsize=4096)  # returns name days: few instants, many rows; a fifth of the time of an extract
    def day(value: datetime | None) -> str:
        return "" if value is None else value.astimezone(zone).date().isoformat()

    @lru_cache(maxsize=4096)
    def instant(value: datetime | None) -> str:
        if value is None:
            return ""
        local = value.astimezone(zone)
        return (local if manner.plain else local.replace(tzinfo=None)).isoformat(separator, "seconds")

    return day if kind == "day" else instant


_PLAIN: Final[Mapping[str, Callable[[Any], str]]] = {
    "text": _guarded_text,
    "code": _guarded_text,
    "count": _number,
    "figure": _number,
    "rate": lambda value: "" if value is None else f"{value:.4f}",
    "coordinate": _number,
}
_PEOPLE: Final[Mapping[str, Callable[[Any], str]]] = {**_PLAIN, "rate": _rate}
