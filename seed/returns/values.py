"""What a cell says, once folded: text, numbers, days, instants. None is missing; zero is zero (§2, C16)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from seed.returns.sandbox import ErrorCell, Value

ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff"
ENDS: Final = re.compile(rf"^[\s{ZERO_WIDTH}]+|[\s{ZERO_WIDTH}]+$")
NOT_FILLED: Final = frozenset({"", "/", "无", "—", "——", "-"})
MINUS: Final = str.maketrans({"\u2212": "-"})
EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # serial numbers carry no zone
FIRST_SERIAL: Final = 36_526
LAST_SERIAL: Final = 73_415
"""2000-01-01 and 2100-12-30: a number beyond them is not meant as a day."""

NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*(?P<rest>.*)"
)
DAY: Final = re.compile(
    r"(?:(?P<y>\d{4})\s*(?:\.\s*(?P<m1>\d{1,2})\s*\.\s*(?P<d1>\d{1,2})|-\s*(?P<m2>\d{1,2})\s*-\s*(?P<d2>\d{1,2})"
    r"|/\s*(?P<m3>\d{1,2})\s*/\s*(?P<d3>\d{1,2})|年\s*(?P<m4>\d{1,2})\s*月\s*(?P<d4>\d{1,2})\s*日)"
    r"|(?P<m5>\d{1,2})\s*月\s*(?P<d5>\d{1,2})\s*日)"
)
TIME: Final = re.compile(
    r"(?:(?:T|\s+)(?P<h1>\d{1,2}):(?P<n1>\d{2})(?::(?P<s1>\d{2})(?:\.0+)?)?"
    r"|\s*(?P<h2>\d{1,2})\s*[时点]\s*(?:(?P<n2>\d{1,2})\s*分)?\s*(?:(?P<s2>\d{1,2})\s*秒)?)"
)
SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")


class UnreadableError(ValueError):
    """The cell holds something, but not what its column asks for; `code` and `details` are a fault's."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def fold(value: Value) -> str:
    """The text of a cell: NFKC, without spaces of any width at its ends; a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return ENDS.sub("", unicodedata.normalize("NFKC", str(value)))


def heading(value: Value) -> str:
    """A heading for comparison: folded, without any white space or line break."""
    return "".join(fold(value).translate({ord(mark): None for mark in ZERO_WIDTH}).split())


def filled(value: Value | None) -> bool:
    """Does the cell say anything? `/`, 无 and dashes say that nothing is known."""
    return value is not None and (not isinstance(value, str) or fold(value) not in NOT_FILLED)


def text(value: Value, longest: int = 2000) -> str:
    """Folded text; UnreadableError for a formula's error or for more than `longest` characters."""
    if isinstance(value, ErrorCell):
        raise UnreadableError("error_value")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    folded = fold(value)
    if len(folded) > longest:
        raise UnreadableError("too_long", limit=str(longest))
    if "\x00" in folded:  # PostgreSQL stores no NUL
        raise UnreadableError("bad_character")
    return folded


def number(value: Value, units: Iterable[str] = (), *, in_wan: bool = False) -> Decimal:
    """A number, as text with thousands commas, its unit and 万 or as Excel keeps it.

    `in_wan`: the column is already in 万, so that 12.8, 12.8万 and 12.8万元 are all 12.8; otherwise 万 is ten thousand.
    """
    if isinstance(value, bool | datetime | ErrorCell):
        raise UnreadableError("not_a_number")
    if isinstance(value, int | float):
        try:
            return _finite(Decimal(repr(value)))
        except InvalidOperation as fault:
            raise UnreadableError("not_a_number") from fault
    match = NUMBER.fullmatch(fold(value).translate(MINUS))
    if not match:
        raise UnreadableError("not_a_number")
    rest = match["rest"].strip()
    amount = Decimal(match["sign"] + match["digits"].replace(",", ""))
    if rest.startswith("万") and rest not in units:
        rest = rest.removeprefix("万").strip()
        amount = amount if in_wan else amount * 10_000
    if rest and rest not in units:
        raise UnreadableError("not_a_number")
    return _finite(amount)


def count(value: Value, units: Iterable[str] = (), *, in_wan: bool = False) -> int:
    """A whole number that is not negative."""
    amount = number(value, units)
    if in_wan and "万" not in fold(value):
        amount *= 10_000
    if amount < 0:
        raise UnreadableError("negative")
    if amount != amount.to_integral_value():
        raise UnreadableError("not_a_count")
    if amount > 2_147_483_647:
        raise UnreadableError("out_of_range", expected="0 – 2147483647")
    return int(amount)


def amount(value: Value, units: Iterable[str] = (), *, in_wan: bool = False) -> Decimal:
    """A number that is not negative."""
    read = number(value, units, in_wan=in_wan)
    if read < 0:
        raise UnreadableError("negative")
    return read


def moment(value: Value, year: int) -> date | datetime:
    """A day, or a day with its time of day, both local; `year` is meant where none is written.

    Midnight exactly is a day: Excel cannot tell the two apart (C1).
    """
    read = _moment(value, year)
    return read.date() if read.time() == datetime.min.time() else read


def day(value: Value, year: int) -> date:
    """A day; a time of day beside it is left out."""
    return _moment(value, year).date()


def instant(value: Value, year: int) -> datetime:
    """A local time without zone; a day alone is its first second (C1)."""
    try:
        return _moment(value, year)
    except UnreadableError as fault:
        raise UnreadableError("not_a_time") from fault


def _moment(value: Value, year: int) -> datetime:
    if isinstance(value, bool | ErrorCell):
        raise UnreadableError("not_a_date")
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    if isinstance(value, int | float):
        return _from_serial(float(value))
    folded = fold(value)
    if SERIAL.fullmatch(folded):
        return _from_serial(float(folded))
    match = DAY.match(folded)
    if not match:
        raise UnreadableError("not_a_date")
    month = next(match[f"m{form}"] for form in range(1, 6) if match[f"m{form}"])
    of_month = next(match[f"d{form}"] for form in range(1, 6) if match[f"d{form}"])
    clock = TIME.fullmatch(folded, match.end()) if match.end() < len(folded) else None
    if match.end() < len(folded) and not clock:
        raise UnreadableError("not_a_date")
    hour, minute, second = (
        (int((clock[f"{part}1"] or clock[f"{part}2"]) or 0) for part in "hns") if clock else (0, 0, 0)
    )
    try:
        return datetime(int(match["y"] or year), int(month), int(of_month), hour, minute, second)  # noqa: DTZ001
    except ValueError as fault:
        raise UnreadableError("not_a_date") from fault


def _from_serial(serial: float) -> datetime:
    if not FIRST_SERIAL <= serial < LAST_SERIAL:
        raise UnreadableError("not_a_date")
    return EPOCH_1900 + timedelta(seconds=round(serial * 86_400))


def _finite(amount: Decimal) -> Decimal:
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 13:
        raise UnreadableError("not_a_number")
    return amount
