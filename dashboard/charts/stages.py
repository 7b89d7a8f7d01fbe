"""The stages of a life cycle, one bar each; general and major hazards apart, never added."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import FONT, palette_of

ROW = 24


class Stage(NamedTuple):
    """A stage: its name, how many have reached it, of how many; texts are ready."""

    name: str
    n: int
    of: int
    text: str


def stages(found: Sequence[Stage], is_dark: bool) -> go.Figure:
    """One bar per stage from zero, the first on top, with its number behind it; all on one scale of shares."""
    palette = palette_of(is_dark)
    rows = list(range(len(found)))
    room = max((text_width(stage.text, 12) for stage in found), default=0) + 10
    left = max((text_width(stage.name, 12) for stage in found), default=0) + 12
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [stage.n / stage.of if stage.of else 0.0 for stage in found],
        "y": rows,
        "text": [stage.text for stage in found],
        "textposition": "outside",
        "textfont": {"family": FONT, "size": 12, "color": palette.text},
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": palette.accent},
        "hoverinfo": "skip",
    }
    return theme.figure(
        [bars],
        is_dark,
        height=ROW * max(len(found), 1) + 8,
        margin={"l": int(left), "r": int(room), "t": 4, "b": 4},
        bargap=0.3,
        xaxis={"visible": False, "range": [0, 1]},
        yaxis={
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [stage.name for stage in found],
            "range": [len(found) - 0.5, -0.5],
            "showgrid": False,
            "automargin": False,
            "tickfont": {"color": palette.text, "size": 12},
        },
    )
