"""What the map page shows, read in one go: every city by one measure, and the units that have no polygon."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from htpy import Element

from dashboard.charts.city_map import bubbles, choropleth
from dashboard.charts.place import Place
from dashboard.charts.ramp import Scale
from dashboard.data import store
from dashboard.hazards import measures as hazard_measures, page as hazards
from dashboard.parts.figure import Figure
from dashboard.parts.table import Column, Kind
from dashboard.places import measures
from dashboard.places.ways import toggle
from dashboard.places.words import LINES, bars, in_words, of_map, province
from dashboard.province import choices as map_measures, late
from dashboard.settings import settings
from dashboard.view import View, plain
from data_access.drawing.boundaries import Boundaries, load_boundaries
from data_access.drawing.ranking import ranking
from data_access.notice.divisions import list_divisions
from data_access.notice.places import list_cities
from data_access.obligations.counts import UnitCounts
from data_access.wording import number

WITHOUT_PLACE: Final = ("member", "office")
"""Unit groups that belong to no city."""


class Outside(NamedTuple):
    """A unit that no polygon stands for."""

    name: str
    group: str
    text: str


@dataclass(frozen=True)
class Territory:
    """What the page shows, of all cities: a map is of the whole province, whichever cities are chosen."""

    measure: str
    places: list[Place]
    total: measures.Group
    scale: Scale
    shapes: Boundaries | None
    """None: no boundary files, or the reader wants none."""
    outside: list[Outside]
    """Never dropped."""
    groups: Mapping[str, measures.Group]
    """The measure of each unit group of the province as a whole; groups are never added up (G9)."""
    selected: tuple[str, ...]
    """The chosen cities among the places."""


def read(view: View, measure: str, with_boundaries: bool) -> Territory:
    """The territory by `measure`; no places when no city was asked for or none owes anything."""
    if map_measures.of_hazards(measure):
        return _of_hazards(view, *measure.split("."), with_boundaries=with_boundaries)
    wide = view.asking(view.question.everywhere())
    overdue = late.rows(view) if measure == late.LATE else {}
    held = store.held(wide) if measure == "held" else late.numbers(overdue)
    counted = store.in_order(view, store.completion(wide))
    units = {group: [one for one in counted if one.unit.group == group] for group in ("city", *WITHOUT_PLACE)}
    places = measures.places(view, units["city"], held, store.of_notice(view, list_cities), measure)
    places = late.worded(view, places, overdue) if overdue else places
    shapes = _shapes(view, with_boundaries=with_boundaries)
    return Territory(
        measure=measure,
        places=places,
        total=late.whole(view, places, overdue) if overdue else measures.whole(units["city"], held, measure),
        scale=measures.scale(places, measure),
        shapes=shapes,
        outside=outside(view, units, held, places, shapes, measure),
        groups={group: measures.whole(units[group], held, measure) for group in WITHOUT_PLACE if measure != "held"},
        selected=tuple(place.code for place in places if place.code in view.filters.cities),
    )


def _of_hazards(view: View, grade: str, measure: str, *, with_boundaries: bool) -> Territory:
    """Hazards of one grade: they lie in cities, so nothing belongs to units of the province."""
    found = hazards.read(view.asking(view.question.everywhere().placed()))
    cities = found.cities if found else []
    places = hazard_measures.places(view, cities, grade, store.of_notice(view, list_cities), measure)
    return Territory(
        measure=f"{grade}.{measure}",
        places=places,
        total=hazard_measures.whole(found.whole.of(grade), measure) if found else measures.Group(0, None),
        scale=hazard_measures.scale(places, measure),
        shapes=_shapes(view, with_boundaries=with_boundaries),
        outside=[],
        groups={},
        selected=tuple(place.code for place in places if place.code in view.filters.cities),
    )


def grounds(view: View) -> tuple[str, ...]:
    """What the map can be drawn on: boundaries only where the province has them."""
    return ("boundaries", "seats") if load_boundaries(province(view), "cities") else ("seats",)


def _shapes(view: View, *, with_boundaries: bool) -> Boundaries | None:
    allowed = with_boundaries and settings().map_boundaries
    return load_boundaries(province(view), "cities") if allowed else None


def outside(
    view: View,
    units: Mapping[str, Sequence[UnitCounts]],
    held: Mapping[str, int],
    places: Sequence[Place],
    shapes: Boundaries | None,
    measure: str,
) -> list[Outside]:
    """The units that are not on the map: cities without polygon or seat, then those of the province, group by group.

    Volumes held by 省直 units are one row (C11).
    """
    found = [
        Outside(place.name, "city", place.text)
        for place in places
        if (place.code not in shapes.labels if shapes else math.isnan(place.lon))
    ]
    if measure == "held":
        if "province" in held:
            found.append(Outside(view.t("map.outside.province"), "member", number(held["province"])))
        return found
    for group in WITHOUT_PLACE:
        found += [Outside(view.name(one.unit), group, measures.text(one, measure)) for one in units[group]]
    return found


def beside(view: View, found: Territory) -> str:
    """What the map leaves out, in words: each group of units of the province, and divisions without a polygon."""
    if map_measures.of_hazards(found.measure):
        return ""
    said = []
    for group, count in Counter(one.group for one in found.outside).items():
        text = found.groups.get(group)
        if text is not None:
            said.append(view.t("map.outside.group", group=view.t(f"groups.{group}"), count=count, text=text.text))
    counties = load_boundaries(province(view), "counties") if found.shapes else None
    if counties is not None:
        missing: dict[str, list[str]] = {}
        for division in store.of_notice(view, list_divisions):
            if division.adcode not in counties.labels:
                missing.setdefault(division.city, []).append(view.pick(division.name_zh, division.name_en))
        for city, names in sorted(missing.items()):
            said.append(view.t("map.outside.counties", names=view.t("list.and").join(names), city=view.city(city)))
    return LINES.join(plain(line) for line in said)


def figure(view: View, found: Territory) -> Element:
    """The map: polygons, or bubbles at the seats. A click filters by the city and opens its case, a second one goes
    back to all.
    """
    words, way = of_map(view, alt(view, found)), toggle(view, "city")
    if found.shapes is not None:
        return choropleth(found.places, found.shapes, found.scale, words, found.selected, way)
    seated = [place for place in found.places if not math.isnan(place.lon)]
    return bubbles(seated, found.scale, words, found.selected, way)


def ranked(view: View, found: Territory) -> Element:
    """The list beside the map, in its colours."""
    return ranking(alt(view, found), bars(view, found.places, found.scale, found.selected, toggle(view)))


def total(view: View, found: Territory) -> Figure:
    """The measure of all cities together, with what it asks: the map is of the whole province."""
    wide = map_measures.view_of(view.asking(view.question.everywhere()), found.measure).question
    if map_measures.of_hazards(found.measure):
        question = wide.of_hazards(grades=(found.measure.split(".")[0],))
    elif found.measure == "held":
        question = wide
    else:
        question = wide.of_groups("city")
    n, d = found.total.n, found.total.d
    if found.measure == late.LATE:  # hazards beside them have a page of their own
        n = late.tasks(found.places, late.rows(view))
    return Figure(
        view.t(f"map.measure.{'overdue' if found.measure == late.LATE else found.measure}"),
        value=n if d is None else None,
        n=n if d is not None else None,
        d=d,
        definition_key=map_measures.DEFINITIONS[found.measure],
        question=question,
    )


def alt(view: View, found: Territory) -> str:
    """The map in words: each place and its value, in the order of the list."""
    return view.t("map.alt", measure=view.t(f"map.measure.{found.measure}"), places=in_words(view, found.places))


def outside_columns(view: View, measure: str) -> list[Column]:
    """Of Outside: the unit, its group, and the measure in words."""
    named = {"name": "map.column.unit", "group": "map.column.group", "text": f"map.measure.{measure}"}
    kinds: dict[str, Kind] = {"name": "text", "group": "group", "text": "said"}
    return [Column(name, view.t(key), kinds[name]) for name, key in named.items()]


def credit(view: View, found: Territory) -> str:
    """The source line below the map: the operator's own (审图号), else where the boundaries come from."""
    if found.shapes is None:
        return view.t("map.credit.seats")
    return settings().map_credit or view.t("map.credit.boundaries")
