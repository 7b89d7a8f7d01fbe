"""What the map shows: one chosen measure per place, in words and as a number, and the scale of its colours."""

import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.figures.ramp import Scale
from dashboard.ranking import RATES, ranked, ratio, with_rates
from dashboard.rows import records
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
    frame = _ordered(completion, held, measure)
    seats = cities.set_index("adcode")[["lon", "lat"]]
    found = [_place(view, row, measure) for row in records(frame)]
    result = pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)
    return result.join(seats, on="adcode")


def values(view: View, completion: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Only the words of a measure of `completion`, in its order: unit_code, name, text; unranked, without a place."""
    numerator, denominator = RATES.get(measure, (measure, ""))
    whole = completion[denominator].tolist() if denominator else []
    parts = zip(completion[numerator].tolist(), whole, strict=True)
    text = [rate_text(n, d) for n, d in parts] if denominator else [number(n) for n in completion[numerator].tolist()]
    return completion[["unit_code"]].assign(name=completion[view.column("unit")], text=text)


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
}


def whole(completion: pd.DataFrame, held: pd.DataFrame, measure: str) -> Group:
    """The measure of all units of `completion` together; distinct activities (C11) come from `held`."""
    if measure == "held":
        return Group(int(held.loc[held["place_code"] == "all", "held"].sum()), None)
    if measure == "overdue":
        return Group(int(completion["overdue"].sum()), None)
    total = ratio(completion, measure)
    return Group(total.n, total.d)


def scale(frame: pd.DataFrame, measure: str) -> Scale:
    """The ends of the colours: rates from tenth to tenth around what there is, counts from 0."""
    values = frame["value"].dropna()
    if measure in COUNTS:
        return Scale(0.0, float(max(values.max() if len(values) else 0, 1)), ",.0f")
    low = math.floor((values.min() if len(values) else 0.0) / STEP + 1e-9) * STEP
    high = math.ceil((values.max() if len(values) else 1.0) / STEP - 1e-9) * STEP
    if high - low < STEP / 2:
        low, high = (low - STEP, high) if high > 1 - STEP / 2 else (low, high + STEP)
    return Scale(max(low, 0.0), min(high, 1.0), ".0%")


def _ordered(completion: pd.DataFrame, held: pd.DataFrame, measure: str) -> pd.DataFrame:
    counts = held.set_index("place_code")["held"]
    frame = completion.assign(held=completion["unit_adcode"].map(counts).fillna(0).astype("int64"))
    if measure in RATES:
        return ranked(frame, measure)
    frame = with_rates(frame).assign(rank=pd.Series(pd.NA, index=frame.index, dtype="Int64"), small_sample=False)
    keys, ascending = (["overdue", "sort_order"], [False, True]) if measure == "overdue" else (["sort_order"], [True])
    return frame.sort_values(keys, ascending=ascending, kind="stable").reset_index(drop=True)


def _place(view: View, row: dict[str, Any], measure: str) -> dict[str, Any]:
    numerator, denominator = RATES.get(measure, (measure, None))
    n = int(row[numerator])
    d = None if denominator is None else int(row[denominator])
    text = number(n) if d is None else rate_text(n, d)
    value = float(n) if d is None else n / d if d else math.nan
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
        "hover": _hover(view, row, measure, text),
        "weight": float(n if d is None else d),
        "rank": row["rank"],
        "small": row["small_sample"],
    }


def _hover(view: View, row: dict[str, Any], measure: str, text: str) -> str:
    lines = [f"<b>{view.name(row, 'unit')}</b>", f"{view.t(f'map.measure.{measure}')} {text}"]
    if not pd.isna(row["rank"]):
        lines.append(view.t("map.hover.rank", rank=row["rank"]))
    if row["small_sample"]:
        lines.append(view.t("map.small"))
    lines += [f"{view.t(f'map.measure.{count}')} {number(row[count])}" for count in COUNTS if count != measure]
    return "<br>".join(lines)
