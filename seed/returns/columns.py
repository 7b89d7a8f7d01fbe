"""The ways in which the columns of returns are read: text, codes, counts, days, closed lists, yes and no."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from data_access.personal_data import holds_personal_data
from seed.returns import times, values
from seed.returns.reference import CITY_ITSELF, NO_CITY, Reference
from seed.returns.sandbox import Value
from seed.returns.table import Check, Read, Record
from seed.returns.values import UnreadableError

PEOPLE: Final = ("人次", "人")


def text(value: Value, _: Reference) -> str:
    """Text that everybody may read, as it was typed; personal data has no place in it (§5)."""
    typed = values.text(value)
    if holds_personal_data(typed):
        raise UnreadableError("personal_data")
    return typed


def private(value: Value, _: Reference) -> str:
    """Text for the private place, as it was typed."""
    return values.text(value)


def word(value: Value, _: Reference) -> str:
    """A name that is looked up: folded, without spaces of any width."""
    return values.word(value)


def key(value: Value, _: Reference) -> str:
    """A number or code that tells a row from others, folded, its letter case kept."""
    return values.key(value)


def no_rounded_keys(*names: str) -> Callable[[list[Record], Check], None]:
    """A rule for all rows together: long numbers in the columns `names` were not rounded by a spreadsheet."""

    def check_keys(records: list[Record], check: Check) -> None:
        for name in names:
            rounded = set(values.rounded_off(record[name] for record in records if record[name]))
            for record in records:
                if record[name] in rounded:
                    check.fault(record, name, "rounded_key")

    return check_keys


def path(value: Value, _: Reference) -> str:
    """The name of a file below its folder, folded."""
    return values.fold(values.text(value))


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
    return times.day(value, reference.years)


def moment(value: Value, reference: Reference) -> date | datetime:
    """A day, with its time of day if one is written."""
    return times.moment(value, reference.years)


def instant(value: Value, reference: Reference) -> datetime:
    """A local time."""
    return times.instant(value, reference.years)


def one_of(words: Mapping[str, str]) -> Read:
    """A closed list: word as written → code."""

    def read(value: Value, _: Reference) -> str:
        word = values.word(value)
        if word not in words:
            raise UnreadableError("not_in_list", expected="/".join(words))
        return words[word]

    return read


def yes(*, words: Mapping[str, bool]) -> Read:
    """A closed list of yes and no."""

    def read(value: Value, _: Reference) -> bool:
        word = values.word(value)
        if word not in words:
            raise UnreadableError("not_in_list", expected="/".join(words))
        return words[word]

    return read


def channel(value: Value, reference: Reference) -> str:
    """A reporting channel; the list is data."""
    word = values.word(value)
    if word not in reference.channels:
        raise UnreadableError("not_in_list", expected="/".join(reference.channels))
    return reference.channels[word]


def line(value: Value, reference: Reference) -> str:
    """A line code of the notice."""
    word = values.word(value)
    if word not in reference.lines:
        raise UnreadableError("unknown_line")
    return word


def unit(value: Value, reference: Reference) -> int:
    """A unit of the roster by any of its names: its id."""
    found = reference.units.get(values.word(value))
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
