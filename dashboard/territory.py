"""What the map page shows, read in one go: every city by one measure, and the units that have no polygon."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import agenda, findings, measures, store
from dashboard.boundaries import Boundaries, load_boundaries
from dashboard.figures.city_map import choropleth
from dashboard.figures.ramp import Scale
from dashboard.figures.seat_map import bubbles
from dashboard.overview import everywhere
from dashboard.ranking import RATES
from dashboard.rows import frame_of, records
from dashboard.settings import settings
from dashboard.view import View, plain

LINES: Final = "  \n"
"""Between the lines of a caption."""
WITHOUT_PLACE: Final = ("member", "office")
"""Unit groups that belong to no city."""


@dataclass(frozen=True)
class Territory:
    """The frames of the page, for all cities: a map is of the whole province, whichever cities are chosen."""

    measure: str
    places: pd.DataFrame
    total: measures.Group
    scale: Scale
    shapes: Boundaries | None
    """None: no boundary files, or the reader wants none."""
    outside: pd.DataFrame
    """Units that no polygon stands for: unit_code, name, group, text; never dropped."""
    groups: Mapping[str, measures.Group]
    """The measure of each unit group of the province as a whole; groups are never added up (G9)."""

    @property
    def selected(self) -> tuple[str, ...]:
        """The chosen cities among the places."""
        codes = zip(self.places["adcode"].tolist(), self.places["chosen"].tolist(), strict=True)
        return tuple(code for code, chosen in codes if chosen)


def province(view: View) -> str:
    """The adcode of the campaign's province: the first two digits of its cities' codes and four zeros (GB/T 2260)."""
    return f"{view.choices.cities[0].code[:2]}0000" if view.choices.cities else ""


def read(view: View, measure: str, with_boundaries: bool) -> Territory:
    """The territory by `measure`; places without rows when no city was asked for or none owes anything."""
    wide = everywhere(view)
    completion, held = store.completion(wide), store.held_summary(wide)
    units = {group: agenda.of_group(completion, group) for group in ("city", *WITHOUT_PLACE)}
    places = measures.places(view, units["city"], held, store.cities(view), measure)
    places = places.assign(chosen=[code in view.filters.cities for code in places["adcode"].tolist()])
    allowed = with_boundaries and settings().map_boundaries
    shapes = load_boundaries(province(view), "cities") if allowed else None
    return Territory(
        measure=measure,
        places=places,
        total=measures.whole(units["city"], held, measure),
        scale=measures.scale(places, measure),
        shapes=shapes,
        outside=outside(view, units, held, places, shapes, measure),
        groups={group: measures.whole(units[group], held, measure) for group in WITHOUT_PLACE if measure != "held"},
    )


def outside(
    view: View,
    units: Mapping[str, pd.DataFrame],
    held: pd.DataFrame,
    places: pd.DataFrame,
    shapes: Boundaries | None,
    measure: str,
) -> pd.DataFrame:
    """The units that are not on the map: cities without polygon or seat, then those of the province, group by group.

    Columns: unit_code, name, group, text. Volumes held by 省直 units are one row (C11).
    """
    columns = ("unit_code", "name", "text", "adcode", "lon")
    rows = [
        (unit, name, "city", text)
        for unit, name, text, code, lon in zip(*(places[column].tolist() for column in columns), strict=True)
        if (code not in shapes.labels if shapes else math.isnan(lon))
    ]
    if measure == "held":
        here = zip(*(held[column].tolist() for column in ("place_code", view.column("place"), "held")), strict=True)
        rows += [(code, name, "member", f"{count:,}") for code, name, count in here if code == "province"]
    else:
        for group in WITHOUT_PLACE:
            said = measures.values(view, units[group], measure)
            names = zip(said["unit_code"].tolist(), said["name"].tolist(), said["text"].tolist(), strict=True)
            rows += [(unit, name, group, text) for unit, name, text in names]
    return frame_of(rows, dict.fromkeys(("unit_code", "name", "group", "text"), "str"))


def beside(view: View, found: Territory) -> str:
    """What the map leaves out, in words: each group of units of the province, and divisions without a polygon."""
    said = []
    for group, count in Counter(found.outside["group"].tolist()).items():
        text = found.groups.get(group)
        if text is not None:
            said.append(view.t("map.outside.group", group=view.t(f"group.{group}"), count=count, text=text.text))
    counties = load_boundaries(province(view), "counties") if found.shapes else None
    if counties is not None:
        missing: dict[str, list[str]] = {}
        for row in records(store.divisions(view)):
            if row["adcode"] not in counties.labels:
                missing.setdefault(row["city_adcode"], []).append(row[view.column("name")])
        for city, names in sorted(missing.items()):
            said.append(view.t("map.outside.counties", names=view.t("list.and").join(names), city=view.city(city)))
    return LINES.join(plain(line) for line in said)


def figure(view: View, found: Territory) -> go.Figure:
    """The map: polygons, or bubbles at the seats."""
    if found.shapes is not None:
        return choropleth(found.places, found.shapes, view.dark, found.scale, found.selected)
    seated = found.places[found.places["lon"].notna()]
    return bubbles(seated, view.dark, found.scale, found.selected)


def listed(view: View, found: Territory) -> pd.DataFrame:
    """The places as ranking_bars wants them: small samples are marked behind the name (G12)."""
    small = view.t("map.small.mark")
    return found.places.assign(mark=[small if mark else "" for mark in found.places["small"].tolist()])


def finding(view: View, found: Territory) -> str:
    """The page's finding: the chosen city's place among all, or who stands out at both ends."""
    name = view.t(f"map.measure.{found.measure}")
    places = records(found.places)
    chosen = [place for place in places if place["chosen"]]
    if len(chosen) == 1:
        return _one(view, chosen[0], name, len(places))
    known = [place for place in places if not math.isnan(place["value"])]
    whole = found.total.text
    if not known:
        return view.t("map.finding.none", measure=name)
    high, low = max(place["value"] for place in known), min(place["value"] for place in known)
    top = [place for place in known if place["value"] == high]
    bottom = [place for place in known if place["value"] == low]
    if found.measure in RATES:
        key = "map.finding.same" if high == low else "map.finding.rate"
        words = {"high": _names(view, top), "high_text": top[0]["label"]}
        return view.t(key, measure=name, whole=whole, low=_names(view, bottom), low_text=bottom[0]["label"], **words)
    if high == 0:
        return view.t(f"map.finding.{found.measure}.none")
    return view.t(f"map.finding.{found.measure}", whole=whole, names=_names(view, top), each=top[0]["label"])


def alt(view: View, found: Territory) -> str:
    """The map in words: each place and its value, in the order of the list."""
    said = [
        view.t("map.alt.place", name=name, text=text)
        for name, text in zip(found.places["short"].tolist(), found.places["text"].tolist(), strict=True)
    ]
    return view.t("map.alt", measure=view.t(f"map.measure.{found.measure}"), places=view.t("map.alt.join").join(said))


def credit(view: View, found: Territory) -> str:
    """The source line below the map: the operator's own (审图号), else where the boundaries come from."""
    if found.shapes is None:
        return view.t("map.credit.seats")
    return settings().map_credit or view.t("map.credit.boundaries")


def _one(view: View, place: Mapping[str, Any], name: str, among: int) -> str:
    words = {"name": place["name"], "measure": name, "text": place["text"]}
    if pd.isna(place["rank"]):
        return view.t("map.finding.one", **words)
    return view.t("map.finding.one.rank", rank=place["rank"], among=among, **words)


def _names(view: View, places: Sequence[Mapping[str, Any]]) -> str:
    names = [place["short"] for place in places]
    shown = findings.join(view, names[:3])
    return shown if len(names) <= 3 else view.t("map.finding.more", names=shown, n=len(names))
