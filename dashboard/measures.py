"""What the map shows: one chosen measure per place, in words and as a number, and the scale of its colours."""

import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.figures.ramp import Scale
from dashboard.ranking import RATES, SMALL_SAMPLE, ranks, ratio
from dashboard.rows import frame_of, records
from dashboard.view import View, number, rate, rate_text

MEASURES: Final = ("completion", "due_completion", "on_time_stated", "on_time", "overdue", "held")
COUNTS: Final = ("overdue", "held")
STEP: Final = 0.1
"""The ends of a scale of rates are rounded outwards to tenths."""


@dataclass(frozen=True)
class Group:
    """A measure of a whole group of units: ΣN/ΣD of a rate (G11), or the sum of a count."""

    n: int
    d: int | None

    @property
    def text(self) -> str:
        """As it is printed: 76.6% (259/338), or 71."""
        return number(self.n) if self.d is None else rate_text(self.n, self.d)


def places(
    view: View, completion: pd.DataFrame, held: pd.DataFrame, cities: pd.DataFrame, measure: str
) -> pd.DataFrame:
    """One row per unit of `completion` (one unit group), in the order in which it is listed beside the map.

    Columns: adcode, unit_code, short, name, value (float64, NaN: empty denominator), n, d (Int64, d NA for a count),
    label (for the map), text (with its parts), hover, lon, lat (NaN: no place), weight, rank (Int64, NA: not ranked),
    small (bool, G12). Rates are ranked, overdue counts sorted, volumes stay in the official order (G14).
    """
    counts = dict(zip(held["place_code"].tolist(), held["held"].tolist(), strict=True))
    seats = {row["adcode"]: row for row in records(cities[["adcode", "lon", "lat"]])}
    ranked = ranks(completion, measure) if measure in RATES else [None] * len(completion)
    found = []
    for row, rank in zip(records(completion), ranked, strict=True):
        row |= {"held": counts.get(row["unit_adcode"], 0), "rank": rank}
        found.append(_place(view, row, measure) | _seat(seats.get(row["unit_adcode"])))
    found.sort(key=lambda place: place["order"])
    return frame_of([[place[name] for name in COLUMNS] for place in found], COLUMNS)


def values(view: View, completion: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Only the words of a measure of `completion`, in its order: unit_code, name, text; unranked, without a place."""
    numerator, denominator = RATES.get(measure, (measure, ""))
    counts = completion[numerator].tolist()
    if denominator:
        text = [rate_text(n, d) for n, d in zip(counts, completion[denominator].tolist(), strict=True)]
    else:
        text = [number(n) for n in counts]
    names = completion[view.column("unit")].tolist()
    return pd.DataFrame({"unit_code": completion["unit_code"].tolist(), "name": names, "text": text}, dtype="str")


COLUMNS: Final = {
    "adcode": "str",
    "unit_code": "str",
    "short": "str",
    "name": "str",
    "value": "float64",
    "n": "Int64",
    "d": "Int64",
    "label": "str",
    "text": "str",
    "hover": "str",
    "weight": "float64",
    "rank": "Int64",
    "small": "bool",
    "lon": "float64",
    "lat": "float64",
}


def whole(completion: pd.DataFrame, held: pd.DataFrame, measure: str) -> Group:
    """The measure of all units of `completion` together; distinct activities (C11) come from `held`."""
    if measure == "held":
        return Group(
            sum(n for code, n in zip(held["place_code"].tolist(), held["held"].tolist(), strict=True) if code == "all"),
            None,
        )
    if measure == "overdue":
        return Group(int(completion["overdue"].sum()), None)
    total = ratio(completion, measure)
    return Group(total.n, total.d)


def scale(frame: pd.DataFrame, measure: str) -> Scale:
    """The ends of the colours: rates from tenth to tenth around what there is, counts from 0."""
    values = [value for value in frame["value"].tolist() if not math.isnan(value)]
    if measure in COUNTS:
        return Scale(0.0, float(max([*values, 1])), ",.0f")
    low = math.floor(min(values, default=0.0) / STEP + 1e-9) * STEP
    high = math.ceil(max(values, default=1.0) / STEP - 1e-9) * STEP
    if high - low < STEP / 2:
        low, high = (low - STEP, high) if high > 1 - STEP / 2 else (low, high + STEP)
    return Scale(max(low, 0.0), min(high, 1.0), ".0%")


def _place(view: View, row: dict[str, Any], measure: str) -> dict[str, Any]:
    numerator, denominator = RATES.get(measure, (measure, None))
    n = int(row[numerator])
    d = None if denominator is None else int(row[denominator])
    text = number(n) if d is None else rate_text(n, d)
    value = float(n) if d is None else n / d if d else math.nan
    small = d is not None and 0 < d < SMALL_SAMPLE
    most_overdue = -row["overdue"] if measure == "overdue" else 0
    return {
        "adcode": row["unit_adcode"],
        "unit_code": row["unit_code"],
        "short": view.short(row, "unit"),
        "name": view.name(row, "unit"),
        "value": value,
        "n": n,
        "d": d,
        "label": number(n) if d is None else rate(n, d),
        "text": text,
        "hover": _hover(view, row, measure, text, small),
        "weight": float(n if d is None else d),
        "rank": row["rank"],
        "small": small,
        "order": (row["rank"] is None, row["rank"] or most_overdue, row["sort_order"]),
    }


def _seat(city: dict[str, Any] | None) -> dict[str, float]:
    known = city is not None and not pd.isna(city["lon"])
    return {"lon": city["lon"], "lat": city["lat"]} if city and known else {"lon": math.nan, "lat": math.nan}


def _hover(view: View, row: dict[str, Any], measure: str, text: str, small: bool) -> str:
    lines = [f"<b>{view.name(row, 'unit')}</b>", f"{view.t(f'map.measure.{measure}')} {text}"]
    if row["rank"] is not None:
        lines.append(view.t("map.hover.rank", rank=row["rank"]))
    if small:
        lines.append(view.t("map.small"))
    lines += [f"{view.t(f'map.measure.{count}')} {number(row[count])}" for count in COUNTS if count != measure]
    return "<br>".join(lines)
