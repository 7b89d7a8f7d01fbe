"""The map: one colour per place in SVG, drawn without any request to another host.

Two things keep plotly.js from asking another host for a world map, and either is enough: the first trace is a
Scattergeo (it looks only there for a `locationmode`), and the charts' topojsonURL names an own, empty file.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.boundaries import Boundaries
from dashboard.figures.geo_frame import framed, labelled
from dashboard.figures.ramp import Scale, colorbar, mixed, shade, steps
from dashboard.theme import Palette

LINE = 1.2
FADED = 0.45


def choropleth(
    frame: pd.DataFrame, shapes: Boundaries, is_dark: bool, scale: Scale, selected: Sequence[str] = ()
) -> go.Figure:
    """The places of `frame` that have a polygon, coloured by `value`; the others are the caller's to list.

    Columns: adcode, short, value (float, NaN: no denominator), label, hover (ready words). A place without a value
    keeps its polygon, in the colour of no data.
    """
    palette = theme.palette(is_dark)
    drawn = frame[frame["adcode"].isin(list(shapes.labels))]
    fills = [palette.missing if pd.isna(value) else shade(value, scale, palette) for value in drawn["value"].tolist()]
    veiled = ~drawn["adcode"].isin([*selected]) & (len(selected) > 0)
    drawn = drawn.assign(
        fill=[mixed(fill, palette.ground, FADED) if veil else fill for fill, veil in zip(fills, veiled, strict=True)]
    )
    known, unknown = drawn[drawn["value"].notna()], drawn[drawn["value"].isna()]
    box = shapes.box(tuple(drawn["adcode"])) if len(drawn) else (0.0, 0.0, 1.0, 1.0)
    points = {code: shapes.labels[code] for code in drawn["adcode"]}
    fig = go.Figure(list(labelled(drawn, points, box, palette, shapes.inside)))
    fig.add_trace(_polygons(known, shapes, palette, scale))
    fig.add_trace(_flat(unknown, shapes, palette, palette.missing, "no_data"))
    fig.add_trace(_flat(drawn[veiled], shapes, palette, _clear(palette.ground, 1 - FADED), "veiled"))
    outline = _flat(drawn[drawn["adcode"].isin(list(selected))], shapes, palette, _clear(palette.ground, 0), "selected")
    fig.add_trace(outline.update(marker_line={"color": palette.text, "width": 2.5}))
    return framed(fig, box, is_dark)


def county_states(frame: pd.DataFrame, shapes: Boundaries, is_dark: bool) -> go.Figure:
    """The counties of one city, one colour and sign per state.

    Columns: adcode, short, state (a code of the theme; "none" for no obligation), label, hover.
    """
    palette = theme.palette(is_dark)
    drawn = frame[frame["adcode"].isin(list(shapes.labels))]
    fills = [palette.states[s].fill if s in palette.states else palette.missing for s in drawn["state"].tolist()]
    drawn = drawn.assign(fill=fills)
    box = shapes.box(tuple(drawn["adcode"])) if len(drawn) else (0.0, 0.0, 1.0, 1.0)
    points = {code: shapes.labels[code] for code in drawn["adcode"]}
    fig = go.Figure(list(labelled(drawn, points, box, palette, shapes.inside)))
    for state in dict.fromkeys(drawn["state"]):
        here = drawn[drawn["state"] == state]
        colour = str(here["fill"].iloc[0])
        fig.add_trace(_flat(here, shapes, palette, colour, state))
    return framed(fig, box, is_dark)


def _polygons(frame: pd.DataFrame, shapes: Boundaries, palette: Palette, scale: Scale) -> go.Choropleth:
    trace = _fill(frame, shapes, palette, frame["value"].tolist(), steps(palette), (scale.low, scale.high), "places")
    return trace.update(showscale=len(frame) > 0, colorbar=colorbar(scale, palette))


def _flat(frame: pd.DataFrame, shapes: Boundaries, palette: Palette, colour: str, name: str) -> go.Choropleth:
    """Places in one colour, which may be clear."""
    return _fill(frame, shapes, palette, [0.0] * len(frame), [[0, colour], [1, colour]], (0.0, 1.0), name)


def _fill(
    frame: pd.DataFrame,
    shapes: Boundaries,
    palette: Palette,
    values: list[float],
    colours: list[list[object]],
    ends: tuple[float, float],
    name: str,
) -> go.Choropleth:
    return go.Choropleth(
        name=name,
        geojson=shapes.url,
        featureidkey="id",
        locations=frame["adcode"].tolist(),
        z=values,
        zmin=ends[0],
        zmax=ends[1],
        colorscale=colours,
        showscale=False,
        hovertext=frame["hover"].tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"line": {"color": palette.ground, "width": LINE}},
        unselected={"marker": {"opacity": 1}},
    )


def _clear(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
