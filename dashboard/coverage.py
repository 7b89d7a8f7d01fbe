"""Have all counties done it? Per city how many of its county leagues have, and whether its own league has too."""

import pandas as pd

from dashboard import store
from dashboard.completion import below_chosen, whole
from dashboard.figures.ramp import Scale
from dashboard.rows import frame_of
from dashboard.view import View

SCALE = Scale(0.0, 1.0, ".0%")
PARTS = ("done", "active")
COLUMNS = {
    **dict.fromkeys(("adcode", "short"), "str"),
    "value": "float64",
    **dict.fromkeys(("text", "mark"), "str"),
    "rank": "Int64",
    "hover": "str",
    "full": "bool",
    **dict.fromkeys(PARTS, "int64"),
}


def read(view: View) -> pd.DataFrame:
    """One row per city, as ranking_bars wants it: adcode, short, value, text (X/Y), mark, rank (NA), hover, full.

    A city is fully covered (全覆盖) when all its county leagues and its own have done what counties owe (question 10);
    own leagues are marked in the text. In official order: how many counties a city has is no merit.
    """
    below = below_chosen(view)
    matrix = store.matrix(whole(view))
    columns = (matrix[name].tolist() for name in ("unit_group", "city_adcode", "line_code", *PARTS))
    owed = [row for row in zip(*columns, strict=True) if row[-1] and (not below or row[2] in below)]
    lines = {line for group, _, line, *_ in owed if group == "county"}
    counties: dict[str, tuple[int, int]] = {}
    own_missing = set()
    for group, city, line, done, active in owed:
        if group == "county":
            before = counties.get(city, (0, 0))
            counties[city] = before[0] + done, before[1] + active
        elif group == "city" and line in lines and done < active:
            own_missing.add(city)
    cities = store.cities(view)
    short = cities["short_zh" if view.lang == "zh" else "name_en"].tolist()
    names = dict(zip(cities["adcode"].tolist(), short, strict=True))
    rows = [
        _row(view, city, names.get(city, city), counties[city], city not in own_missing) for city in sorted(counties)
    ]
    return frame_of(rows, COLUMNS)


def _row(view: View, city: str, name: str, parts: tuple[int, int], own_done: bool) -> tuple[object, ...]:
    done, active = parts
    full = done == active and own_done
    key = "coverage.full" if full else "coverage.own" if own_done else "coverage.own.missing"
    text = view.t(key, done=done, n=active)
    return (city, name, done / active, text, "", pd.NA, f"<b>{name}</b><br>{text}", full, done, active)


def title(view: View, frame: pd.DataFrame) -> str:
    """How many county leagues and how many whole cities."""
    done, active, full = (sum(frame[name].tolist()) for name in (*PARTS, "full"))
    return view.t("coverage.title", done=done, active=active, full=full, cities=len(frame))
