"""The map without boundaries: bubbles at the seats of government, their area the number, their colour the value."""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.geo_frame import SIZE, Trace, framed, labelled, pixels_per_degree
from dashboard.figures.map_labels import latitude, mercator
from dashboard.figures.ramp import Scale, colorbar, steps
from dashboard.theme import Palette


def bubbles(frame: pd.DataFrame, is_dark: bool, scale: Scale, selected: Sequence[str] = ()) -> go.Figure:
    """The same places as bubbles at their seats, for a province without boundary files; nothing but points is drawn.

    Columns as `choropleth`, and lon, lat of the seat and `weight` (what the area of the bubble shows).
    """
    palette = theme.palette(is_dark)
    box = (frame["lon"].min(), frame["lat"].min(), frame["lon"].max(), frame["lat"].max())
    most = max(float(frame["weight"].max()), 1.0)
    radii = [5 + 9 * math.sqrt(max(weight, 0) / most) for weight in frame["weight"].tolist()]
    frame = frame.assign(diameter=[2 * radius for radius in radii], fill=palette.ground)
    known, unknown = frame[frame["value"].notna()], frame[frame["value"].isna()]
    ramp = {
        "color": known["value"].tolist(),
        "colorscale": steps(palette),
        "cmin": scale.low,
        "cmax": scale.high,
        "colorbar": colorbar(scale, palette),
    }
    dots = [
        _dots(known, palette, selected, ramp, "places"),
        _dots(unknown, palette, selected, {"color": palette.missing}, "no_data"),
    ]
    degrees = 1 / pixels_per_degree(box)
    points = {
        code: (lon, latitude(mercator(lat) - (radius + SIZE * 1.25 + 2) * degrees))
        for code, lon, lat, radius in zip(frame["adcode"], frame["lon"], frame["lat"], radii, strict=True)
    }
    blocked = tuple(zip(frame["lon"], frame["lat"], frame["diameter"], strict=True))
    labels, leaders = labelled(frame, points, box, palette, {}, blocked)
    return framed([leaders, *dots, labels], box, is_dark)


def _dots(
    frame: pd.DataFrame,
    palette: Palette,
    selected: Sequence[str],
    colour: dict[str, object],
    name: str,
) -> Trace:
    return {
        "type": "scattergeo",
        "name": name,
        "lon": frame["lon"].tolist(),
        "lat": frame["lat"].tolist(),
        "mode": "markers",
        "customdata": frame["adcode"].tolist(),
        "hovertext": frame["hover"].tolist(),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            **colour,
            "size": frame["diameter"].tolist(),
            "line": {
                "color": [palette.text if code in selected else palette.quiet for code in frame["adcode"]],
                "width": [3 if code in selected else 1 for code in frame["adcode"]],
            },
            "opacity": 1,
        },
        "unselected": {"marker": {"opacity": 1}},
    }
