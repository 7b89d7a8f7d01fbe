"""A ranking as bars from zero: rank, name, value with its parts; beside the map in the colours of the map."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.map_labels import text_width
from dashboard.figures.ramp import Scale, shade
from dashboard.theme import FONT, figure, palette

ROW = 29
SIZE = 13
SMALL = 12
FADED = 0.45


def ranking(frame: pd.DataFrame, scale: Scale | None, is_dark: bool, selected: Sequence[str] = ()) -> go.Figure:
    """One bar per row, the first on top, its text behind it; a point's customdata is its code.

    Columns: adcode (the code), short, value (float, NaN: no bar), text, mark ("" or what to add behind the name),
    rank (Int64, NA: none), hover. With `scale` the bars have the colours of the map, else one. A longer bar is always
    more; the axis starts at zero.
    """
    colours = palette(is_dark)
    codes, texts = frame["adcode"].tolist(), frame["text"].tolist()
    rows = list(range(len(codes)))
    values = [0.0 if pd.isna(value) else float(value) for value in frame["value"].tolist()]
    labels = list(zip(frame["rank"].tolist(), frame["short"].tolist(), frame["mark"].tolist(), strict=True))
    names = [f"{'' if pd.isna(rank) else f'<b>{rank}</b>  '}{short}{mark}" for rank, short, mark in labels]
    widths = [text_width(f"{'' if pd.isna(rank) else f'{rank}  '}{short}{mark}", SIZE) for rank, short, mark in labels]
    longest = max([*values, 1e-9])
    room = max((text_width(text, SMALL) for text in texts), default=0) + 10
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": rows,
        "customdata": codes,
        "text": texts,
        "textposition": "outside",
        "textfont": {"family": FONT, "size": SMALL, "color": colours.text},
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": frame["hover"].tolist(),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [shade(value, scale, colours) if scale else colours.accent for value in values],
            "line": {"width": [2 if code in selected else 0 for code in codes], "color": colours.text},
            "opacity": [1 if not selected or code in selected else FADED for code in codes],
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": FADED}},
    }
    return figure(
        [bars],
        is_dark,
        height=ROW * max(len(rows), 2) + 8,
        margin={"l": int(max(widths, default=0) + 14), "r": int(room), "t": 4, "b": 4},
        bargap=0.32,
        clickmode="event+select",
        xaxis={"visible": False, "range": [0, longest]},
        yaxis={
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": names,
            "tickfont": {"size": SIZE, "color": colours.text},
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "automargin": False,
        },
    )
