"""Have all counties done it? Per city how many of its county leagues have, and whether its own league has too."""

import pandas as pd

from dashboard import agenda, overview, store
from dashboard.figures.ramp import Scale
from dashboard.view import View

SCALE = Scale(0.0, 1.0, ".0%")


def read(view: View) -> pd.DataFrame:
    """One row per city, as ranking_bars wants it: adcode, short, value, text (X/Y), mark, rank (NA), hover, full.

    A city is fully covered (全覆盖) when all its county leagues and its own have done what counties owe (question 10);
    own leagues are marked in the text. In official order: how many counties a city has is no merit.
    """
    wide = overview.everywhere(view)
    obligations = store.obligations(wide)
    counties = agenda.of_group(store.completion(wide), "county")
    lines = obligations.loc[obligations["unit_group"] == "county", "line_code"].unique().tolist()
    own = agenda.of_group(obligations[obligations["line_code"].isin(lines)], "city")
    cities = store.cities(view)
    column = "short_zh" if view.lang == "zh" else "name_en"
    rows = []
    short = dict(zip(cities["adcode"], cities[column], strict=True))
    for city, here in counties.groupby("city_adcode", sort=True):
        mine = own[(own["unit_adcode"] == city) & (own["state"] != "waived")]
        own_done = bool(mine["state"].isin(["done_on_time", "done_off_date", "done_late"]).all())
        done, active = int(here["done"].sum()), int(here["active"].sum())
        rows.append(_row(view, str(city), short[str(city)], (done, active), own_done))
    columns = ["adcode", "short", "value", "text", "mark", "rank", "hover", "full"]
    return pd.DataFrame(rows, columns=columns).astype({"value": "float64", "rank": "Int64", "full": "bool"})


def _row(view: View, city: str, name: str, parts: tuple[int, int], own_done: bool) -> tuple[object, ...]:
    done, active = parts
    full = done == active and own_done
    key = "coverage.full" if full else "coverage.own" if own_done else "coverage.own.missing"
    text = view.t(key, done=done, n=active)
    value = done / active if active else float("nan")
    return (city, name, value, text, "", pd.NA, f"<b>{name}</b><br>{text}", full)


def title(view: View, frame: pd.DataFrame) -> str:
    """How many county leagues and how many whole cities."""
    wide = agenda.of_group(store.completion(overview.everywhere(view)), "county")
    done, active, full = int(wide["done"].sum()), int(wide["active"].sum()), int(frame["full"].sum())
    return view.t("coverage.title", done=done, active=active, full=full, cities=len(frame))
