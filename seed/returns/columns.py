"""The ways in which the columns of returns are read: text, codes, counts, days, closed lists, yes and no."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from seed.returns import values
from seed.returns.reference import CITY_ITSELF, NO_CITY, Reference
from seed.returns.sandbox import Value
from seed.returns.table import Check, Read, Record
from seed.returns.values import UnreadableError

PEOPLE: Final = ("人次", "人")
CODE_LENGTH: Final = 64


def text(value: Value, _: Reference) -> str:
    """Folded text."""
    return values.text(value)


def code(value: Value, _: Reference) -> str:
    """A number or code: folded text, letter case kept."""
    return values.text(value, CODE_LENGTH)


def people(value: Value, _: Reference) -> int:
    """A count of attendances or views."""
    return values.count(value, (*PEOPLE, "次"))


def count(value: Value, _: Reference) -> int:
    """A count without unit."""
    return values.count(value, ("次",))


def wan(value: Value, _: Reference) -> Decimal:
    """An amount of money in 万元."""
    return values.amount(value, ("万元",), in_wan=True)


def day(value: Value, reference: Reference) -> date:
    """A day."""
    return values.day(value, reference.year)


def moment(value: Value, reference: Reference) -> date | datetime:
    """A day, with its time of day if one is written."""
    return values.moment(value, reference.year)


def instant(value: Value, reference: Reference) -> datetime:
    """A local time."""
    return values.instant(value, reference.year)


def one_of(words: Mapping[str, str]) -> Read:
    """A closed list: word as written → code."""

    def read(value: Value, _: Reference) -> str:
        word = values.text(value)
        if word not in words:
            raise UnreadableError("not_in_list", expected="/".join(words))
        return words[word]

    return read


def yes(*, words: Mapping[str, bool]) -> Read:
    """A closed list of yes and no."""

    def read(value: Value, _: Reference) -> bool:
        word = values.text(value)
        if word not in words:
            raise UnreadableError("not_in_list", expected="/".join(words))
        return words[word]

    return read


def channel(value: Value, reference: Reference) -> str:
    """A reporting channel; the list is data."""
    word = values.text(value)
    if word not in reference.channels:
        raise UnreadableError("not_in_list", expected="/".join(reference.channels))
    return reference.channels[word]


def line(value: Value, reference: Reference) -> str:
    """A line code of the notice."""
    word = values.text(value)
    if word not in reference.lines:
        raise UnreadableError("unknown_line")
    return word


def unit(value: Value, reference: Reference) -> int:
    """A unit of the roster by any of its names: its id."""
    found = reference.units.get(values.text(value))
    if not found:
        raise UnreadableError("unknown_unit")
    return found.id


def degrees(low: float, high: float) -> Read:
    """A coordinate, rounded to 0.01° (§5)."""

    def read(value: Value, _: Reference) -> float:
        angle = values.number(value)
        if not low <= angle <= high:
            raise UnreadableError("out_of_range", expected=f"{low} – {high}")
        return float(round(angle, 2))

    return read


def place(record: Record, check: Check, *, province: bool) -> None:
    """Add the field `adcode`: the county inside its city, the city itself, or None for 省直 if `province` allows it.

    Faults name 市(地) or 县(市、区).
    """
    reference = check.reference
    record.fields["adcode"] = record.fields["city_adcode"] = None
    city, county = record["city"], record["county"]
    if city is None:
        return
    if city == NO_CITY and province:
        if county is not None:
            check.fault(record, "county", "unknown_county", city=city)
        return
    adcode = reference.city(city)
    if adcode is None:
        check.fault(record, "city", "unknown_city")
        return
    record.fields["city_adcode"] = record.fields["adcode"] = adcode
    if county is None or county == CITY_ITSELF:
        return
    record.fields["adcode"] = reference.counties.get((adcode, county))
    if record["adcode"] is None:
        check.fault(record, "county", "unknown_county", city=reference.city_names[adcode])
