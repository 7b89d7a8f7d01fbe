"""Days and times as offices write them, in the years that can be meant (§2, C1)."""

import re
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from seed.returns.reading import values
from seed.returns.reading.sandbox import ErrorCell, Serial1904, Value
from seed.returns.reading.values import UnreadableError

EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # serial numbers carry no zone
FIRST_SERIAL: Final = 36_526
LAST_SERIAL: Final = 73_415
"""2000-01-01 and 2100-12-30: a number beyond them is not meant as a day."""
DAYS_TO_1904: Final = 1_462
DAYS_OF_WEEK: Final = "一二三四五六日"

DAY: Final = re.compile(
    r"(?:(?P<y>[0-9]{4})\s*(?:\.\s*(?P<m1>[0-9]{1,2})\s*\.\s*(?P<d1>[0-9]{1,2})"
    r"|-\s*(?P<m2>[0-9]{1,2})\s*-\s*(?P<d2>[0-9]{1,2})|/\s*(?P<m3>[0-9]{1,2})\s*/\s*(?P<d3>[0-9]{1,2}))"
    r"|(?P<y4>[0-9]{4})(?P<m4>[0-9]{2})(?P<d4>[0-9]{2})(?![0-9])"
    r"|(?:(?P<y5>[0-9]{4})\s*年\s*)?(?P<m5>[0-9]{1,2})\s*月\s*(?P<d5>[0-9]{1,2})\s*(?P<word>[日号]))"
    r"(?:\s*\(?(?:星期|周)(?P<weekday>[一二三四五六日天])\)?)?"
)
TIME: Final = re.compile(
    r"(?P<apart>T|\s*)(?P<half>[上下]午)?\s*(?:(?P<h1>[0-9]{1,2}):(?P<n1>[0-9]{2})(?::(?P<s1>[0-9]{2})(?:\.0+)?)?"
    r"|(?P<h2>[0-9]{1,2})\s*[时点]\s*(?:(?P<n2>[0-9]{1,2})\s*分)?\s*(?:(?P<s2>[0-9]{1,2})\s*秒)?)"
)
SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")


class Years(NamedTuple):
    """The years of a notice: which one is meant where none is written, and the first and last that can be."""

    meant: int
    first: int
    last: int


def moment(value: Value, years: Years) -> date | datetime:
    """A day, or a day with its time of day, both local.

    Midnight exactly is a day: Excel cannot distinguish the two (C1).
    """
    read = instant_of(value, years)
    return read.date() if read.time() == datetime.min.time() else read


def day(value: Value, years: Years) -> date:
    """A day; a time of day beside it is left out, also 24时, which ends it."""
    at, clock = _read(value, years)
    return (at + clock if clock < timedelta(days=1) else at).date()


def instant(value: Value, years: Years) -> datetime:
    """A local time without zone; a day alone is its first second (C1)."""
    try:
        return instant_of(value, years)
    except UnreadableError as fault:
        if fault.code != "not_a_date":
            raise
        raise UnreadableError("not_a_time") from fault


def instant_of(value: Value, years: Years) -> datetime:
    """The local time of a cell; 24时 is the first second of the next day."""
    at, clock = _read(value, years)
    return at + clock


def _read(value: Value, years: Years) -> tuple[datetime, timedelta]:
    """The first second of a day in one of the years that can be meant, and the time of day."""
    if isinstance(value, bool | ErrorCell):
        raise UnreadableError("not_a_date")
    at, clock = _cell(value) if isinstance(value, datetime | int | float) else _written(values.figure(value), years)
    if not years.first <= at.year <= years.last:
        raise UnreadableError("year", expected=f"{years.first} – {years.last}")
    return at, clock


def _cell(value: datetime | float) -> tuple[datetime, timedelta]:
    """A date cell or a serial number, to the second: a spreadsheet keeps times as fractions of a day."""
    if not isinstance(value, datetime):
        if (isinstance(value, int) or value.is_integer()) and (match := DAY.fullmatch(str(int(value)))):
            return _at(match, match["y4"], "4"), timedelta()
        return _from_serial(float(value) + (DAYS_TO_1904 if isinstance(value, Serial1904) else 0))
    midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return midnight, timedelta(seconds=round((value - midnight).total_seconds()))


def _written(folded: str, years: Years) -> tuple[datetime, timedelta]:
    if SERIAL.fullmatch(folded):
        return _from_serial(float(folded))
    match = DAY.match(folded)
    if not match:
        raise UnreadableError("not_a_date")
    form = next(form for form in "12345" if match[f"m{form}"])
    year = match["y"] or match["y4"] or match["y5"] or str(years.meant)
    at = _at(match, year, form)
    if match["weekday"] and match["weekday"].replace("天", "日") != DAYS_OF_WEEK[at.weekday()]:
        raise UnreadableError("weekday", expected=f"星期{DAYS_OF_WEEK[at.weekday()]}")
    if match.end() == len(folded):
        return at, timedelta()
    clock = TIME.fullmatch(folded, match.end())
    if not clock or not (clock["apart"] or match["word"] or match["weekday"]):
        raise UnreadableError("not_a_date")
    return at, _clock(clock)


def _at(match: "re.Match[str]", year: str, form: str) -> datetime:
    try:
        return datetime(int(year), int(match[f"m{form}"]), int(match[f"d{form}"]))  # noqa: DTZ001
    except ValueError as fault:
        raise UnreadableError("not_a_date") from fault


def _clock(clock: "re.Match[str]") -> timedelta:
    """The time of day; 24时 sharp is a whole day."""
    hour, minute, second = (int(clock[f"{part}1"] or clock[f"{part}2"] or 0) for part in "hns")
    if clock["half"]:
        if not 1 <= hour <= 12 or (clock["half"], hour) == ("上午", 12):
            raise UnreadableError("not_a_date")
        hour += 12 if clock["half"] == "下午" and hour < 12 else 0
    if minute > 59 or second > 59 or (hour, minute, second) > (24, 0, 0):
        raise UnreadableError("not_a_date")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _from_serial(serial: float) -> tuple[datetime, timedelta]:
    if not FIRST_SERIAL <= serial < LAST_SERIAL:
        raise UnreadableError("not_a_date")
    days, part = divmod(round(serial * 86_400), 86_400)
    return EPOCH_1900 + timedelta(days=days), timedelta(seconds=part)
