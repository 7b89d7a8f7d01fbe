"""Plain matching: which views of which place, line and day the words of a query mean. No session and no database."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Final, Literal, NamedTuple

MOST: Final = 8
"""Offers at most."""
MOST_WORDS: Final = 6
MOST_LETTERS: Final = 60
"""Of a query; what is beyond is left out."""
NEAREST: Final = 6
"""Things of one kind that are tried with those of the others."""
SAME, BEGINS, HOLDS = 4, 3, 1
"""How well a word matches a name: it is the name, its beginning, or inside it."""
SHORT: Final = 3
"""Latin letters below which a word must begin a name."""
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = "|".join(f"{month}[a-z]*" for month in MONTHS)
_DAYS: Final = (
    re.compile(
        r"(?<![a-z0-9.])(?:(?P<y>\d{4})[-/\u5e74])?(?P<m>\d{1,2})[-/\u6708](?P<d>\d{1,2})[\u65e5\u53f7]?(?![\d.])"
    ),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<n>{_MONTH})\b(?: (?P<y>\d{{4}}))?"),
    re.compile(rf"\b(?P<n>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y>\d{{4}}))?"),
)
"""A day as one writes it; the escapes are the signs for year, month and day."""
_RUN: Final = re.compile(r"[\x21-\x7e]+|[^\x00-\x7f\s]+")

Kind = Literal["place", "line", "view"]


class Thing(NamedTuple):
    """Something that a query can name."""

    kind: Kind
    code: str
    names: tuple[str, ...]
    """As `plainly` writes them."""


class Asked(NamedTuple):
    """What a query means: codes, "" for what it does not name."""

    view: str = ""
    place: str = ""
    line: str = ""
    day: date | None = None


def plainly(text: str) -> str:
    """`text` as it is compared: in small letters of normal width, without apostrophes, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\u2019", "").split())


def meant(query: str, things: Sequence[Thing], filler: frozenset[str], first: date, last: date) -> list[Asked]:
    """What `query` may mean, the best first; every word of it counts but those of `filler`. [] for nothing. A day
    without a year is that of the window from `first` to `last`.
    """
    text, day = _day(plainly(query[:MOST_LETTERS]), first, last)
    words = _words(text, things, filler)
    if not words:
        return [Asked(day=day)] if day and words is not None else []
    scores = [{thing: score for thing in things if (score := _score(word, thing))} for word in words]
    found = sorted(_combined(scores), key=lambda one: (-one[0], one[1], not one[2].view))
    return [asked._replace(day=day) for _, _, asked in found]


def _combined(scores: Sequence[Mapping[Thing, int]]) -> list[tuple[int, int, Asked]]:
    """Each choice of at most one thing a kind by which every word is matched and no thing is idle: how well it matches,
    how many things it takes, and what it is.
    """
    nearest: dict[str, list[Thing]] = {kind: [] for kind in ("view", "place", "line")}
    total: dict[Thing, int] = {}
    for of_word in scores:
        for thing, score in of_word.items():
            total[thing] = total.get(thing, 0) + score
    for thing in sorted(total, key=lambda one: -total[one]):
        if len(nearest[thing.kind]) < NEAREST:
            nearest[thing.kind].append(thing)
    found = []
    for chosen in product(*([None, *of_kind] for of_kind in nearest.values())):
        taken = [thing for thing in chosen if thing]
        best = [_best(of_word, taken) for of_word in scores]
        if set(best) == {None, *taken} - {None} and taken:
            score = sum(of_word[one] for of_word, one in zip(scores, best, strict=True) if one)
            view, place, line = (thing.code if thing else "" for thing in chosen)
            found.append((score, len(taken), Asked(view, place, line)))
    return found


def _best(scores: Mapping[Thing, int], taken: Sequence[Thing]) -> Thing | None:
    """Which of the things that are taken a word matches best; None where it matches none of them."""
    return max((thing for thing in taken if thing in scores), key=scores.__getitem__, default=None)


def _score(word: str, thing: Thing) -> int:
    return max((_match(word, name) for name in thing.names), default=0)


def _match(word: str, name: str) -> int:
    if word == name:
        return SAME
    if name.startswith(word):
        return BEGINS
    inside = word in name and (len(word) >= SHORT or not word.isascii())
    return HOLDS if inside else 0


def _words(text: str, things: Sequence[Thing], filler: frozenset[str]) -> list[str] | None:
    """The words of a query: those between spaces, and between Chinese and Latin signs; in place of a Chinese one that
    nothing matches the names that it is put together of. None where a word is no name at all.
    """
    found: list[str] = []
    for word in _RUN.findall("".join(sign if sign.isalnum() or sign in ".-" else " " for sign in text)):
        if word in filler:
            continue
        if any(_score(word, thing) for thing in things):
            found.append(word)
            continue
        pieces = _pieces(word, things, filler)
        if pieces is None:
            return None
        found += pieces
    return found[:MOST_WORDS]


def _pieces(word: str, things: Sequence[Thing], filler: frozenset[str]) -> list[str] | None:
    """The names, or beginnings of names of two signs and more, that a Chinese word is put together of: at each place
    the longest.
    """
    found: list[str] = []
    while word and not word.isascii():
        pieces = [word[:end] for end in range(len(word), 0, -1)]
        known = (one for one in pieces if len(one) > 1 and any(_score(one, thing) >= BEGINS for thing in things))
        piece = next(known, "") or next((one for one in pieces if one in filler), "")
        if not piece:
            return None
        if piece not in filler:
            found.append(piece)
        word = word[len(piece) :]
    return None if word else found


def _day(text: str, first: date, last: date) -> tuple[str, date | None]:
    """`text` without the day that it names, and that day."""
    for pattern in _DAYS:
        if (match := pattern.search(text)) and (day := _dated(match.groupdict(), first, last)):
            return f"{text[: match.start()]} {text[match.end() :]}", day
    return text, None


def _dated(parts: Mapping[str, str | None], first: date, last: date) -> date | None:
    name, year = parts.get("n"), parts.get("y")
    month = MONTHS.index(name[:3]) + 1 if name else int(parts["m"] or 0)
    years = [int(year)] if year else [*range(first.year, last.year + 1)]
    days = []
    for one in years:
        try:
            days.append(date(one, month, int(parts["d"] or 0)))
        except ValueError:
            continue
    return next((day for day in days if first <= day <= last), days[0] if days else None)
