"""Maps of places: areas by their value, counties by their state, circles at seats where there are no boundaries."""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from htpy import Element

from dashboard.charts.place import Place
from dashboard.charts.ramp import MISSING, Scale, keys, tone
from data_access.drawing.boundaries import Boundaries, mercator
from data_access.drawing.lettering import GROUND, SIZE, Label, Mark, framed, lettering, pixels_per_degree
from data_access.drawing.map_labels import latitude
from data_access.drawing.territory import Dot, Key, Patch, territory

Way = Callable[[str], str]
"""Code -> the address of what a click on it opens."""
MOST_LABELS: Final = 40
"""121 counties in one picture: it takes 3.6 s to place their labels, and 169 pairs still overlap."""
STANDING_OUT: Final = 12


class County(NamedTuple):
    """A county and the state of its obligations ("none": it has none); texts are ready."""

    code: str
    short: str
    name: str
    state: str
    said: str
    hover: str


class Words(NamedTuple):
    """What a map says: the whole of it, for who cannot see it, and what the colour of no data means."""

    whole: str
    missing: str


def choropleth(
    places: Sequence[Place],
    shapes: Boundaries,
    scale: Scale,
    words: Words,
    selected: Sequence[str] = (),
    way: Way | None = None,
) -> Element:
    """The places that have a polygon, coloured by their value; the caller lists the others.

    A place without a value keeps its polygon, in the colour of no data. With more than MOST_LABELS places only the
    outstanding ones have labels.
    """
    drawn = [place for place in places if place.code in shapes.labels]
    named = drawn if len(drawn) <= MOST_LABELS else _standing_out([place for place in drawn if place.known])
    labels = [Label(place.code, place.short, place.label, tone(place.value, scale)) for place in named]
    patches = [
        Patch(
            shapes.paths[place.code],
            tone(place.value, scale),
            place.hover,
            way(place.code) if way else "",
            place.code in selected,
        )
        for place in drawn
    ]
    return _areas(words.whole, shapes, [place.code for place in drawn], patches, labels, _keys(drawn, scale, words))


def county_states(counties: Sequence[County], shapes: Boundaries, said: str, keys: Sequence[Key]) -> Element:
    """The counties of one city that have a polygon, one colour and sign per state (state_tone)."""
    drawn = [county for county in counties if county.code in shapes.labels]
    labels = [Label(county.code, county.short, "", state_tone(county.state)) for county in drawn]
    patches = [Patch(shapes.paths[county.code], state_tone(county.state), county.hover) for county in drawn]
    return _areas(said, shapes, [county.code for county in drawn], patches, labels, keys)


def state_tone(state: str) -> str:
    """The class of a state's colour."""
    return MISSING if state == "none" else state.replace("_", "-")


def bubbles(
    places: Sequence[Place], scale: Scale, words: Words, selected: Sequence[str] = (), way: Way | None = None
) -> Element:
    """The places as circles at their seats, their area the number, their colour the value; nothing else is drawn.

    All of `places` have a seat.
    """
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    box = (min(lons), min(lats), max(lons), max(lats))
    most = max([place.weight for place in places] + [1.0])
    marks = {
        place.code: Mark(place.lon, place.lat, 10 + 18 * math.sqrt(max(place.weight, 0) / most)) for place in places
    }
    pixels = pixels_per_degree(box)
    below = {}
    for place in places:
        away = (marks[place.code].size / 2 + SIZE * 1.25 + 2) / pixels
        below[place.code] = (place.lon, latitude(mercator(place.lat) - away))
    named = [Label(place.code, place.short, place.label, GROUND) for place in places]
    written = lettering(named, below, box, {}, marks)
    dots = [
        Dot(
            marks[place.code],
            tone(place.value, scale),
            place.hover,
            way(place.code) if way else "",
            place.code in selected,
        )
        for place in places
    ]
    frame = framed(box, written.labels, list(marks.values()))
    return territory(words.whole, frame, _keys(places, scale, words), dots=dots, written=written)


def _areas(
    said: str,
    shapes: Boundaries,
    codes: Sequence[str],
    patches: Sequence[Patch],
    labels: Sequence[Label],
    keys: Sequence[Key],
) -> Element:
    box = shapes.box(tuple(codes)) if codes else (0.0, 0.0, 1.0, 1.0)
    written = lettering(labels, shapes.labels, box, shapes.inside)
    return territory(said, framed(box, written.labels), keys, patches=patches, written=written)


def _keys(drawn: Sequence[Place], scale: Scale, words: Words) -> list[Key]:
    known = [place for place in drawn if place.known]
    missing = words.missing if len(known) < len(drawn) else ""
    return keys(scale, missing) if known else [Key(MISSING, words.missing)]


def _standing_out(known: Sequence[Place]) -> list[Place]:
    """The places that are labelled where not all can be: those with the highest counts or the lowest rates."""
    counts = sorted((place for place in known if place.d is None and place.value > 0), key=lambda one: -one.value)
    rates = sorted((place for place in known if place.d is not None), key=lambda one: one.value)
    return (counts or rates)[:STANDING_OUT]
