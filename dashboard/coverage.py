"""Have all counties done it? Per city how many of its county leagues have, and whether its own league has too."""

import pandas as pd

from dashboard import overview, store
from dashboard.figures.ramp import Scale
from dashboard.view import View

SCALE = Scale(0.0, 1.0, ".0%")
DONE = ("done_on_time", "done_off_date", "done_late")


def read(view: View) -> pd.DataFrame:
    """One row per city, as ranking_bars wants it: adcode, short, value, text (X/Y), mark, rank (NA), hover, full.

    A city is fully covered (全覆盖) when all its county leagues and its own have done what counties owe (question 10);
    own leagues are marked in the text. In official order: how many counties a city has is no merit.
    """
    wide = overview.everywhere(view)
    obligations = store.obligations(wide)
    columns = ["unit_group", "city_adcode", "line_code", "state"]
    facts = list(zip(*(obligations[column].tolist() for column in columns), strict=True))
    lines = {line for group, _, line, _ in facts if group == "county"}
    counties: dict[str, list[bool]] = {}
    own: dict[str, list[bool]] = {}
    for group, city, line, state in facts:
        if line in lines and group in ("county", "city") and state != "waived":
            (counties if group == "county" else own).setdefault(city, []).append(state in DONE)
    cities = store.cities(view)
    names = dict(zip(cities["adcode"], cities["short_zh" if view.lang == "zh" else "name_en"], strict=True))
    rows = [
        _row(view, city, names.get(city, city), (sum(counties[city]), len(counties[city])), all(own.get(city, [])))
        for city in sorted(counties)
    ]
    names_of_columns = ["adcode", "short", "value", "text", "mark", "rank", "hover", "full", "done", "active"]
    types = {"value": "float64", "rank": "Int64", "full": "bool", "done": "int64", "active": "int64"}
    return pd.DataFrame(rows, columns=names_of_columns).astype(types)


def _row(view: View, city: str, name: str, parts: tuple[int, int], own_done: bool) -> tuple[object, ...]:
    done, active = parts
    full = done == active and own_done
    key = "coverage.full" if full else "coverage.own" if own_done else "coverage.own.missing"
    text = view.t(key, done=done, n=active)
    value = done / active if active else float("nan")
    return (city, name, value, text, "", pd.NA, f"<b>{name}</b><br>{text}", full, done, active)


def title(view: View, frame: pd.DataFrame) -> str:
    """How many county leagues and how many whole cities."""
    done, active, full = int(frame["done"].sum()), int(frame["active"].sum()), int(frame["full"].sum())
    return view.t("coverage.title", done=done, active=active, full=full, cities=len(frame))
