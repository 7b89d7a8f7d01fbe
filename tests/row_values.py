"""The values of a row of any table under plain names, for tests that count rows of many tables in one way."""

from collections.abc import Iterable
from typing import Any

MERGED = ("counts", "row")
"""Parts of rows whose values need no prefix: their names occur once in a row."""


def values(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Each row as a dictionary: `unit.group` is under unit_group, the city of a unit under city_adcode."""
    return [_values(row) for row in rows]


def _values(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row._asdict().items():
        if not hasattr(value, "_fields"):
            found[name.removesuffix("_")] = value
        elif name in MERGED:
            found |= _values(value)
        else:
            found |= {f"{name}_{inner}": one for inner, one in _values(value).items()}
    if "unit_city" in found:
        found["city_adcode"] = found.pop("unit_city")
    if city := found.get("city_code", found.get("place_code")):
        found["city_adcode"] = city
    return found
