"""How an address names a case: its kind and codes, `task:230900:D2:2020-W23`."""

import re
from typing import Final, NamedTuple

UNIT: Final = r"[A-Za-z0-9][A-Za-z0-9-]{0,31}"
CITY: Final = r"[0-9]{6}"
LINE: Final = r"[A-Z][A-Za-z0-9.]{0,15}"
PERIOD: Final = r"[0-9]{4}-[A-Z0-9]{2,8}"
NUMBER: Final = r"[^\s:]{1,64}"
"""Of a hazard or an activity, as a ledger writes it."""
SECTION: Final = r"[a-z_]{1,16}"
DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DEFINITION: Final = r"[a-z0-9_]{1,40}"
NARROWING: Final = r"-?[a-z]{1,10}(\.[A-Za-z0-9.-]{1,24})?"
KINDS: Final = {
    "task": (UNIT, LINE, f"{PERIOD}?"),
    "hazard": (NUMBER,),
    "activity": (NUMBER,),
    "city": (CITY, f"{SECTION}?"),
    "unit": (UNIT, f"{SECTION}?"),
    "day": (DAY, f"({UNIT}|{LINE})?"),
    "week": (DAY, f"({UNIT}|{LINE})?"),
    "figure": (DEFINITION, f"({NARROWING})*"),
}
"""Kind -> its codes in order; the last one may be missing where it ends in ?, and come again where it ends in *."""
LONGEST: Final = 200


class Item(NamedTuple):
    """What an address asks to be told of."""

    kind: str
    codes: tuple[str, ...]

    def __str__(self) -> str:
        """As an address has it."""
        return ":".join((self.kind, *self.codes))


def item(kind: str, *codes: str) -> str:
    """What an address says for a case; codes that are empty are left out at the end. KeyError for another kind."""
    assert kind in KINDS
    while codes and not codes[-1]:
        codes = codes[:-1]
    return str(Item(kind, codes))


def read(text: str) -> Item | None:
    """The item that an address names; None for what names none."""
    kind, *codes = text.split(":")
    if kind not in KINDS or len(text) > LONGEST:
        return None
    patterns = KINDS[kind]
    last = patterns[-1]
    least = len(patterns) - (last[-1] in "?*")
    most = len(codes) if last.endswith("*") else len(patterns)
    if not least <= len(codes) <= most:
        return None
    each = [*patterns[:least], *[last.rstrip("?*") if last[-1] in "?*" else last] * (len(codes) - least)]
    return Item(kind, tuple(codes)) if all(map(re.fullmatch, each, codes)) else None
