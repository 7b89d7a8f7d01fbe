"""The map: one colour per place in SVG, drawn without any request to another host.

Two things keep plotly.js from fetching a world map from another host, and either is enough: the first trace is a
Scattergeo (only there it looks for a `locationmode`), and the charts' topojsonURL is an empty file of our own.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts.geo_frame import Label, Trace, framed, labelled
from dashboard.charts.place import Place
from dashboard.charts.ramp import Scale, colorbar, mixed, shade, steps
from data_access.drawing.boundaries import Boundaries, Box
from data_access.drawing.palette import Palette, clear, palette_of

LINE = 1.2
FADED = 0.45
MOST_LABELS = 40
"""121 counties in one picture: it takes 3.6 s to place their labels, and 169 pairs still overlap."""
STANDING_OUT = 12


class County(NamedTuple):
    """A county and the state of its obligations ("none": it has none); texts are ready."""

    code: str
    short: str
    name: str
    state: str
    said: str
    hover: str


Area = tuple[str, str]
"""Code and hover."""


def choropleth(
    places: Sequence[Place], shapes: Boundaries, is_dark: bool, scale: Scale, selected: Sequence[str] = ()
) -> go.Figure:
    """The places that have a polygon, coloured by their value; the caller lists the others.

    A place without a value keeps its polygon, in the colour of no data. With more than MOST_LABELS places only the
    outstanding ones have labels.
    """
    palette = palette_of(is_dark)
    drawn = [place for place in places if place.code in shapes.labels]
    known = [place for place in drawn if place.known]
    veiled = [place for place in drawn if place.code not in selected] if selected else []
    named = drawn if len(drawn) <= MOST_LABELS else _standing_out(known)
    labels = [Label(place.code, place.short, place.label, _seen(place, scale, palette, selected)) for place in named]
    box, points = _ground([place.code for place in drawn], shapes)
    chosen = _areas(place for place in drawn if place.code in selected)
    outline = _flat(chosen, shapes, palette, clear(palette.ground, 0), "selected")
    traces = [
        *labelled(labels, points, box, palette, shapes.inside),
        {
            **_fill(
                _areas(known), shapes, palette, [scale.share(place.value) for place in known], steps(palette), "places"
            ),
            "showscale": len(known) > 0,
            "colorbar": colorbar(scale, palette),
        },
        _flat(_areas(place for place in drawn if not place.known), shapes, palette, palette.missing, "no_data"),
        _flat(_areas(veiled), shapes, palette, clear(palette.ground, 1 - FADED), "veiled"),
        {**outline, "marker": {"line": {"color": palette.text, "width": 2.5}}},
    ]
    return framed(traces, box, is_dark)


def county_states(counties: Sequence[County], shapes: Boundaries, is_dark: bool) -> go.Figure:
    """The counties of one city that have a polygon, one colour and sign per state."""
    palette = palette_of(is_dark)
    drawn = [county for county in counties if county.code in shapes.labels]
    colours = {
        county.state: palette.states[county.state].fill if county.state in palette.states else palette.missing
        for county in drawn
    }
    box, points = _ground([county.code for county in drawn], shapes)
    labels = [Label(county.code, county.short, "", colours[county.state]) for county in drawn]
    traces = [*labelled(labels, points, box, palette, shapes.inside)]
    for state, colour in colours.items():
        traces.append(_flat(_areas(one for one in drawn if one.state == state), shapes, palette, colour, state))
    return framed(traces, box, is_dark)


def _areas(places: Iterable[Place | County]) -> list[Area]:
    return [(place.code, place.hover) for place in places]


def _standing_out(known: Sequence[Place]) -> list[Place]:
    """The places that are labelled where not all can be: those with the highest counts or the lowest rates."""
    counts = sorted((place for place in known if place.d is None and place.value > 0), key=lambda one: -one.value)
    rates = sorted((place for place in known if place.d is not None), key=lambda one: one.value)
    return (counts or rates)[:STANDING_OUT]


def _seen(place: Place, scale: Scale, palette: Palette, selected: Sequence[str]) -> str:
    """The colour on which the label of a place stands."""
    fill = shade(place.value, scale, palette) if place.known else palette.missing
    return mixed(fill, palette.ground, FADED) if selected and place.code not in selected else fill


def _ground(codes: list[str], shapes: Boundaries) -> tuple[Box, dict[str, tuple[float, float]]]:
    """The box around the polygons of these places, and a point inside each."""
    box = shapes.box(tuple(codes)) if codes else (0.0, 0.0, 1.0, 1.0)
    return box, {code: shapes.labels[code] for code in codes}


def _flat(places: list[Area], shapes: Boundaries, palette: Palette, colour: str, name: str) -> Trace:
    """Places in one colour, which may be clear."""
    return _fill(places, shapes, palette, [0.0] * len(places), [[0, colour], [1, colour]], name)


def _fill(
    places: list[Area],
    shapes: Boundaries,
    palette: Palette,
    values: list[float],
    colours: list[list[object]],
    name: str,
) -> Trace:
    return {
        "type": "choropleth",
        "name": name,
        "geojson": shapes.url,
        "featureidkey": "id",
        "locations": [place[0] for place in places],
        "z": values,
        "zmin": 0.0,
        "zmax": 1.0,
        "colorscale": colours,
        "showscale": False,
        "hovertext": [place[1] for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"line": {"color": palette.ground, "width": LINE}},
        "unselected": {"marker": {"opacity": 1}},
    }
