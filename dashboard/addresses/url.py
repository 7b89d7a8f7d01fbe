"""Filters as a query string and back: codes and ISO dates only, so that links work in every language (decision 4)."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from data_access.notice.filters import FILTERS, with_codes
from data_access.question import NOT_NARROWED, AsOf, Filters, HazardFilters

KEYS = ("campaign", "asof", *(one.parameter for one in FILTERS))
"""The parameters of all pages, but the language."""
MAX_QUERY = 4000
MAX_VALUES = 200
"""Values of one filter at most; a notice has fewer lines."""
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2200, 12, 31)
"""The days that an address may name; the campaign decides which of them it can answer (Choices.earliest, latest)."""
ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of an instant that is typed without one."""

_CODE = {
    "campaign": re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}"),
    **{one.parameter: re.compile(one.pattern) for one in FILTERS},
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")

Pairs = Iterable[tuple[str, str]]


class Decoded(NamedTuple):
    """What an address asks for, and what could not be read in it."""

    filters: Filters
    hazards: HazardFilters
    refused: tuple[str, ...]


def encode(filters: Filters, hazards: HazardFilters = NOT_NARROWED) -> list[tuple[str, str]]:
    """The parameters of both, in fixed order; nothing for a filter that is not set."""
    campaign = [("campaign", filters.campaign)] if filters.campaign else []
    as_of = [("asof", write_as_of(filters.as_of))] if filters.as_of is not None else []
    codes = [(one.about, one.parameter, code) for one in FILTERS for code in one.chosen(filters, hazards)]
    shared, narrow = ([(key, code) for of, key, code in codes if of == about] for about in ("everything", "hazards"))
    return [*campaign, *shared, *as_of, *narrow]


def decode(pairs: Pairs) -> Decoded:
    """The filters in `pairs`, and the values that could not be read, to be shown to the reader (shown).

    Other parameters are left alone. Order and repetition do not matter.
    """
    found: dict[str, list[str]] = {key: [] for key in KEYS}
    refused: list[str] = []
    for key, value in pairs:
        if key not in found:
            continue
        if (key != "asof" and not _CODE[key].fullmatch(value)) or len(found[key]) >= MAX_VALUES:
            refused.append(shown(value))
        elif value not in found[key]:
            found[key].append(value)
    as_of: AsOf = None
    for text in found["asof"][:1]:
        as_of = read_as_of(text)
        if as_of is None:
            refused.append(shown(text))
    refused += [shown(value) for key in ("campaign", "asof") for value in found[key][1:]]
    alone = Filters("".join(found["campaign"][:1]), as_of=as_of)
    filters, hazards = with_codes(alone, {one.field: sorted(found[one.parameter]) for one in FILTERS})
    return Decoded(filters, hazards, tuple(dict.fromkeys(refused)))


def to_query(filters: Filters, hazards: HazardFilters = NOT_NARROWED) -> str:
    """Both as a query string without the question mark."""
    return urlencode(encode(filters, hazards))


def from_query(query: str) -> Decoded:
    """`decode` of a query string; one that is too long is refused whole."""
    if len(query) > MAX_QUERY:
        return Decoded(Filters(), NOT_NARROWED, (shown(query),))
    return decode(parse_qsl(query, keep_blank_values=False, errors="replace"))


def write_as_of(as_of: date | datetime) -> str:
    """A day as ISO date; an instant as ISO in UTC."""
    if isinstance(as_of, datetime):
        return as_of.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return as_of.isoformat()


def read_as_of(text: str) -> date | datetime | None:
    """The day or the instant (aware, UTC) in `text`, None when it is neither. An instant without a zone is local
    (ZONE).
    """
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return day if FIRST_DAY <= day <= LAST_DAY else None
        if _INSTANT.fullmatch(text):
            instant = datetime.fromisoformat(text)
            instant = (instant if instant.tzinfo else instant.replace(tzinfo=ZONE)).astimezone(UTC)
            return instant if FIRST_DAY <= instant.date() <= LAST_DAY else None
    except (ValueError, OverflowError):
        return None
    return None


def shown(text: str) -> str:
    """A refused value as the reader sees it: at most 40 characters, none of them a control character."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:40])
