"""The counties of one city: what their leagues owe and did, drawn and listed; those that owe nothing are named."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import store
from dashboard.boundaries import Boundaries, load_boundaries
from dashboard.cells import LEGEND, split, worst
from dashboard.figures.city_map import county_states
from dashboard.rows import records
from dashboard.settings import settings
from dashboard.theme import SIGNS
from dashboard.view import View, plain

KIND = re.compile(r"( Autonomous)? (District|County|City)$")
"""What a map leaves out of an English name; names in Chinese have their short form in the data."""
DONE = ("done_on_time", "done_off_date", "done_late")


@dataclass(frozen=True)
class Counties:
    """One row per county-level division: adcode, short, name, state ("none": owes nothing), label, hover, drawn."""

    city: str
    frame: pd.DataFrame
    shapes: Boundaries | None

    @property
    def owing(self) -> pd.DataFrame:
        """Those whose league owes something."""
        return self.frame[self.frame["state"] != "none"].reset_index(drop=True)

    @property
    def done(self) -> int:
        """How many of them have done it."""
        return int(self.frame["state"].isin(DONE).sum())


def read(view: View, city_adcode: str, province: str, with_boundaries: bool) -> Counties:
    """The counties of a city with the state of their league (M5.3b in this notice; the worst of several lines)."""
    rows = [_county(view, row) for row in records(store.county_completion(view, city_adcode))]
    shapes = load_boundaries(province, "counties") if with_boundaries and settings().map_boundaries else None
    frame = pd.DataFrame(rows, columns=["adcode", "short", "name", "state", "said", "label", "hover"])
    drawn = frame["adcode"].isin(list(shapes.labels)) if shapes else False
    return Counties(view.city(city_adcode), frame.assign(drawn=drawn), shapes)


def figure(view: View, found: Counties) -> go.Figure | None:
    """The map of the counties; None when none of them has a polygon."""
    if found.shapes is None or not found.frame["drawn"].any():
        return None
    return county_states(found.frame, found.shapes, view.dark)


def finding(view: View, found: Counties) -> str:
    """How many leagues have held their event."""
    if found.owing.empty:
        return view.t("map.counties.none", city=found.city)
    key = "map.counties.all" if found.done == len(found.owing) else "map.counties.some"
    return view.t(key, city=found.city, done=found.done, n=len(found.owing), missing=len(found.owing) - found.done)


def left_out(view: View, found: Counties) -> str:
    """Who owes nothing and who has no polygon, by name; "" when there is nobody."""
    idle = found.frame.loc[found.frame["state"] == "none", "name"].tolist()
    undrawn = found.frame.loc[~found.frame["drawn"], "name"].tolist() if found.frame["drawn"].any() else []
    said = {"map.counties.idle": idle, "map.counties.undrawn": undrawn}
    return "  \n".join(plain(view.t(key, names=view.t("list.and").join(names))) for key, names in said.items() if names)


def alt(view: View, found: Counties) -> str:
    """The map in words."""
    said = [view.t("map.alt.place", name=row["name"], text=row["said"]) for row in records(found.frame)]
    return view.t("map.counties.alt", city=found.city, places=view.t("map.alt.join").join(said))


def _county(view: View, row: dict[str, Any]) -> tuple[str, ...]:
    name = view.name(row, "name")
    short = str(row["short_zh"]) if view.lang == "zh" else KIND.sub("", name)
    if not row["has_obligation"]:
        said = view.t("map.counties.state.none")
        return (str(row["adcode"]), short, name, "none", said, "", f"<b>{name}</b><br>{said}")
    state, counts = worst(row), split(row)
    said = f"{SIGNS[state]} {view.t(f'state.{state}')}"
    hover = [f"<b>{name}</b>", *(f"{SIGNS[s]} {view.t(f'state.{s}')} {counts[s]}" for s in LEGEND if counts[s])]
    lines = hover if sum(counts.values()) > 1 else [f"<b>{name}</b>", said]
    return (str(row["adcode"]), f"{short} {SIGNS[state]}", name, state, said, "", "<br>".join(lines))
