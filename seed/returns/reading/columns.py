"""The ways in which the columns of returns are read: text, codes, counts, days, closed lists, yes and no."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from data_access.quality.personal_data import holds_personal_data
from data_access.quality.rules import MOST_ON_SITE, MOST_PEOPLE
from seed.returns.reading import times, values
from seed.returns.reading.reference import CITY_ITSELF, NO_CITY, Reference
from seed.returns.reading.sandbox import Value
from seed.returns.reading.table import Check, Read, Record
from seed.returns.reading.values import UnreadableError

PEOPLE: Final = ("人次", "人")
SEPARATORS: Final = re.compile(r"[、,，;；\s]+")
ALIKE: Final = 0.6
"""From this likeness on a name is suggested: 佳木撕市 for 佳木斯市 is 0.75, 南岗镇 for 南岗区 0.67."""


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
    """A number or code that identifies a row, folded, its letter case kept."""
    return values.key(value)


def keys(value: Value, _: Reference) -> str:
    """Numbers of other rows, separated by 、, comma, semicolon or space: each a key, joined by 、."""
    parts = SEPARATORS.split(value.strip()) if isinstance(value, str) else [value]
    return "、".join(values.key(part) for part in parts if part != "")


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


def on_site(value: Value, _: Reference) -> int:
    """How many people came."""
    return values.count(value, (*PEOPLE, "次"), most=MOST_ON_SITE)


def people(value: Value, _: Reference) -> int:
    """A count of attendances on line or views."""
    return values.count(value, (*PEOPLE, "次"), most=MOST_PEOPLE)


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
    """A line code of the notice; its case may differ, and the line's name may follow it."""
    written = values.word(value)
    if written in reference.lines:
        return written
    meant = [code for code in reference.lines if _begins_with(written, code)]
    longest = [code for code in meant if len(code) == max(map(len, meant))]
    if len(longest) != 1:
        raise UnreadableError("unknown_line", **nearest(written, reference.lines))
    return longest[0]


def _begins_with(written: str, code: str) -> bool:
    rest = written[len(code) :]
    return written.casefold().startswith(code.casefold()) and not re.match(r"[0-9A-Za-z.\-]", rest)


def nearest(written: str, names: Iterable[str]) -> dict[str, str]:
    """The detail of a fault that names what may be meant: the name most like the written one, if any is."""
    found = get_close_matches(written, list(names), 1, ALIKE)
    return {"near": found[0]} if found else {}


def unit(value: Value, reference: Reference) -> int:
    """A unit of the roster by any of its names: its id."""
    found = reference.units.get(values.word(value))
    if not found:
        raise UnreadableError("unknown_unit", **nearest(values.word(value), reference.units))
    return found.id


def where(record: Record, check: Check) -> None:
    """Longitude and latitude come together and lie in the province of the row's city."""
    for name, other in (("lon", "lat"), ("lat", "lon")):
        if name not in record.written and other in record.written:
            check.fault(record, name, "without", needed=check.table.column(name).heading)
    box = check.reference.boxes.get((record["city_adcode"] or "")[:2])
    if box is None:
        return
    for name, low, high in (("lon", box.west, box.east), ("lat", box.south, box.north)):
        if record[name] is not None and not low <= record[name] <= high:
            check.fault(record, name, "out_of_province", expected=f"{low:.1f} – {high:.1f}")


def note_new_industries(records: list[Record], check: Check) -> None:
    """A note for each industry that is not known yet, at the first row with it: it becomes one of its own."""
    known = check.reference.industries
    seen: set[str] = set()
    for record in records:
        name = values.heading(record["industry"] or "")
        if name and name not in known and name not in seen:
            seen.add(name)
            check.note(record, "industry", "new_industry", **nearest(name, known))


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
        check.fault(record, "city", "unknown_city", **nearest(city, reference.cities))
        return
    record.fields["city_adcode"] = record.fields["adcode"] = adcode
    if county is None or county == CITY_ITSELF:
        return
    record.fields["adcode"] = reference.counties.get((adcode, county))
    if record["adcode"] is None:
        here = [name for of, name in reference.counties if of == adcode]
        check.fault(record, "county", "unknown_county", city=reference.city_names[adcode], **nearest(county, here))
