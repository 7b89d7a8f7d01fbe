"""Filters as a query string and back: codes and ISO dates only, so that links work in every language (decision 4)."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from data_access.question import AsOf, Filters, HazardFilters

KEYS = ("campaign", "city", "line", "group", "asof")
HAZARD_KEYS = {
    "grade": "grades",
    "industry": "industries",
    "source": "sources",
    "class": "classes",
    "county": "counties",
}
"""Parameter -> field of HazardFilters."""
MAX_QUERY = 4000
MAX_VALUES = 200
"""Values of one filter at most; a notice has fewer lines."""
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2200, 12, 31)
"""The days that an address may name; the campaign decides which of them it can answer (Choices.earliest, latest)."""
ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of an instant that is typed without one."""

_CODE = {
    "campaign": re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}"),
    "city": re.compile(r"[0-9]{6}"),
    "line": re.compile(r"[A-Z][A-Za-z0-9.]{0,15}"),
    "group": re.compile(r"[a-z]{1,8}"),
    "grade": re.compile(r"[a-z]{1,8}"),
    "industry": re.compile(r"[a-z][a-z0-9-]{0,23}"),
    "source": re.compile(r"[a-z_]{1,16}"),
    "class": re.compile(r"[A-Z][0-9]?"),
    "county": re.compile(r"[0-9]{6}"),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")

Pairs = Iterable[tuple[str, str]]


def encode(filters: Filters) -> list[tuple[str, str]]:
    """The parameters of `filters`, in fixed order; nothing for a filter that is not set."""
    pairs = [("campaign", filters.campaign)] if filters.campaign else []
    pairs += [("city", code) for code in filters.cities]
    pairs += [("line", code) for code in filters.lines]
    pairs += [("group", code) for code in filters.groups]
    if filters.as_of is not None:
        pairs.append(("asof", write_as_of(filters.as_of)))
    return pairs


def decode(pairs: Pairs) -> tuple[Filters, tuple[str, ...]]:
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
    filters = Filters(
        campaign=found["campaign"][0] if found["campaign"] else "",
        cities=tuple(sorted(found["city"])),
        lines=tuple(sorted(found["line"])),
        groups=tuple(sorted(found["group"])),
        as_of=as_of,
    )
    return filters, tuple(dict.fromkeys(refused))


def encode_hazards(hazards: HazardFilters) -> list[tuple[str, str]]:
    """The parameters of the filters of hazards and tips; nothing for a filter that is not set."""
    return [(key, code) for key, name in HAZARD_KEYS.items() for code in getattr(hazards, name)]


def decode_hazards(pairs: Pairs) -> tuple[HazardFilters, tuple[str, ...]]:
    """The filters of hazards and tips in `pairs`, and the values that could not be read, as decode."""
    found: dict[str, list[str]] = {key: [] for key in HAZARD_KEYS}
    refused: list[str] = []
    for key, value in pairs:
        if key not in found:
            continue
        if not _CODE[key].fullmatch(value) or len(found[key]) >= MAX_VALUES:
            refused.append(shown(value))
        elif value not in found[key]:
            found[key].append(value)
    hazards = HazardFilters(**{name: tuple(sorted(found[key])) for key, name in HAZARD_KEYS.items()})
    return hazards, tuple(dict.fromkeys(refused))


def to_query(filters: Filters) -> str:
    """`filters` as a query string without the question mark."""
    return urlencode(encode(filters))


def from_query(query: str) -> tuple[Filters, tuple[str, ...]]:
    """The filters in a query string, as decode; a string that is too long is refused as a whole."""
    if len(query) > MAX_QUERY:
        return Filters(), (shown(query),)
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
