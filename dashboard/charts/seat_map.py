"""The map without boundaries: bubbles at the seats of government, their area the number, their colour the value."""

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts.geo_frame import SIZE, Label, Trace, framed, labelled, pixels_per_degree
from dashboard.charts.map_labels import latitude
from dashboard.charts.place import Place
from dashboard.charts.ramp import Scale, colorbar, steps
from data_access.drawing.boundaries import mercator
from data_access.drawing.palette import Palette, palette_of


def bubbles(places: Sequence[Place], is_dark: bool, scale: Scale, selected: Sequence[str] = ()) -> go.Figure:
    """The places as bubbles at their seats, for a province without boundary files; nothing but points is drawn.

    All of `places` have a seat.
    """
    palette = palette_of(is_dark)
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    box = (min(lons), min(lats), max(lons), max(lats))
    most = max([place.weight for place in places] + [1.0])
    radii = {place.code: 5 + 9 * math.sqrt(max(place.weight, 0) / most) for place in places}
    known = [place for place in places if place.known]
    ramp = {
        "color": [scale.share(place.value) for place in known],
        "colorscale": steps(palette),
        "cmin": 0.0,
        "cmax": 1.0,
        "colorbar": colorbar(scale, palette),
    }
    unknown = [place for place in places if not place.known]
    dots = [
        _dots(known, radii, palette, selected, ramp, "places"),
        _dots(unknown, radii, palette, selected, {"color": palette.missing}, "no_data"),
    ]
    degrees = 1 / pixels_per_degree(box)
    points = {
        place.code: (
            place.lon,
            latitude(mercator(place.lat) - (radii[place.code] + SIZE * 1.25 + 2) * degrees),
        )
        for place in places
    }
    blocked = tuple((place.lon, place.lat, 2 * radii[place.code]) for place in places)
    named = [Label(place.code, place.short, place.label, palette.ground) for place in places]
    labels, leaders = labelled(named, points, box, palette, {}, blocked)
    return framed([leaders, *dots, labels], box, is_dark)


def _dots(
    places: Sequence[Place],
    radii: Mapping[str, float],
    palette: Palette,
    selected: Sequence[str],
    colour: dict[str, object],
    name: str,
) -> Trace:
    return {
        "type": "scattergeo",
        "name": name,
        "lon": [place.lon for place in places],
        "lat": [place.lat for place in places],
        "mode": "markers",
        "customdata": [place.code for place in places],
        "hovertext": [place.hover for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            **colour,
            "size": [2 * radii[place.code] for place in places],
            "line": {
                "color": [palette.text if place.code in selected else palette.quiet for place in places],
                "width": [3 if place.code in selected else 1 for place in places],
            },
            "opacity": 1,
        },
        "unselected": {"marker": {"opacity": 1}},
    }
