"""The value of a cell: text as typed, words and keys folded, numbers. None is missing; zero is zero (§2, C16)."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from seed.returns.reading import characters
from seed.returns.reading.sandbox import ErrorCell, Value

NOT_FILLED: Final = frozenset({"", "/", "无", "—", "——", "-"})
MINUS: Final = str.maketrans({"\u2212": "-"})
NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(?P<rest>.*)"
)
HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
KEY: Final = re.compile(rf"[0-9A-Za-z{HAN}(〔](?:[0-9A-Za-z{HAN}\-_./()〔〕#·]*[0-9A-Za-z{HAN})〕])?")
"""A key: letters and digits of ASCII, Chinese, and between them these signs; other dashes and letters look alike."""
REMARK: Final = re.compile(r"[(〔]见?注[^()〔〕]*[)〕]$")
"""A footnote at the end of a key: (注1), (见注)."""
KEY_SIGNS: Final = "-_./()〔〕#·"
SPOILED: Final = re.compile(
    r"[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
"""What a spreadsheet makes of a key that it takes for a number or a day (2.301E+17, 6月1日, 1-Jun), or would (1E5)."""
BETWEEN_ITEMS: Final = re.compile(r"[、,\s]+")
EXACT_DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number; the others become zeros."""


class UnreadableError(ValueError):
    """The cell holds something, but not what its column requires; `code` and `details` are a fault's."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def written(value: Value) -> str:
    """The text of a cell as it was typed; a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def fold(value: Value) -> str:
    """The text of a cell for comparison: NFKC, nothing invisible, without spaces of any width at its ends."""
    return characters.fold(written(value))


def heading(value: Value) -> str:
    """A heading for comparison: folded, without any white space or line break."""
    return "".join(fold(value).split())


def word(value: Value) -> str:
    """A word of a closed list, a place, a unit or a code of the notice: as headings compare."""
    if isinstance(value, ErrorCell):
        raise UnreadableError("error_value")
    if characters.has_false_digits(written(value)):
        raise UnreadableError("false_digits")
    return heading(value)


def items(listed: str | None) -> list[str]:
    """The items of a list of units or numbers, separated by 、, comma or space, folded."""
    return [item for item in BETWEEN_ITEMS.split(fold(listed or "")) if item]


def filled(value: Value | None) -> bool:
    """Whether the cell has a value; `/`, 无 and dashes mean that nothing is known."""
    return value is not None and (not isinstance(value, str) or fold(value) not in NOT_FILLED)


def text(value: Value, longest: int = 2000) -> str:
    """Text as it was typed, its line breaks and tabs as spaces, without spaces at its ends and invisible characters.

    UnreadableError for a formula or its error, a control character, or more than `longest` characters.
    """
    if isinstance(value, ErrorCell):
        raise UnreadableError("error_value")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    typed = characters.BREAKS.sub(" ", characters.unescaped(written(value)))
    typed = characters.DROPPED.sub("", typed).strip()
    if refused := characters.REFUSED.search(typed):
        raise UnreadableError("bad_character", sign=f"U+{ord(refused[0]):04X}")
    if len(typed) > longest:
        raise UnreadableError("too_long", limit=str(longest))
    if fold(typed[:8]).startswith("="):
        raise UnreadableError("formula")
    return typed


def key(value: Value, longest: int = 64) -> str:
    """A number or code that identifies a row, folded, its letter case kept.

    UnreadableError where a spreadsheet spoiled it, or where it holds what could make a look-alike of another key.
    """
    if isinstance(value, ErrorCell):
        raise UnreadableError("error_value")
    if isinstance(value, bool | datetime) or (isinstance(value, float) and not value.is_integer()):
        raise UnreadableError("spoiled_key")
    if isinstance(value, int | float) and abs(value) >= 10**EXACT_DIGITS:
        raise UnreadableError("spoiled_key")
    typed = written(value)
    folded = characters.fold(typed)
    if SPOILED.fullmatch(folded):
        raise UnreadableError("spoiled_key")
    if characters.has_false_digits(typed) or not KEY.fullmatch(folded) or REMARK.search(folded):
        raise UnreadableError("bad_key", expected=KEY_SIGNS)
    if len(folded) > longest:
        raise UnreadableError("too_long", limit=str(longest))
    return folded


def rounded_off(keys: Iterable[str]) -> list[str]:
    """Of the keys of one file the long numbers, if a spreadsheet made zeros of their ends; none if that may be chance.

    All of them end so, and chance would do that once in a thousand files.
    """
    long = [number for number in dict.fromkeys(keys) if number.isdecimal() and len(number) > EXACT_DIGITS]
    ends = [number[EXACT_DIGITS:] for number in long]
    return long if not any(end.strip("0") for end in ends) and sum(map(len, ends)) >= 3 else []


def figure(value: Value) -> str:
    """The folded text of a number or date, without a footnote's mark; UnreadableError for powers and the like."""
    typed = characters.without_footnote(characters.unescaped(written(value)))
    if characters.has_false_digits(typed):
        raise UnreadableError("false_digits")
    return characters.fold(typed)


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
    match = NUMBER.fullmatch(figure(value).translate(MINUS))
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


def count(value: Value, units: Iterable[str] = (), *, most: int = 2_147_483_647) -> int:
    """A whole number from 0 to `most`."""
    amount = number(value, units)
    if amount < 0:
        raise UnreadableError("negative")
    if amount != amount.to_integral_value():
        raise UnreadableError("not_a_count")
    if amount > most:
        raise UnreadableError("out_of_range", expected=f"0 – {most}")
    return int(amount)


def amount(value: Value, units: Iterable[str] = (), *, in_wan: bool = False) -> Decimal:
    """A number that is not negative."""
    read = number(value, units, in_wan=in_wan)
    if read < 0:
        raise UnreadableError("negative")
    return read


def _finite(amount: Decimal) -> Decimal:
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 13:
        raise UnreadableError("not_a_number")
    return amount
