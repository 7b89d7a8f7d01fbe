"""Obligations by state as a stacked bar: each state by colour, sign and count."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.charts.theme import figure
from data_access.drawing.palette import FONT, STATE_ORDER, palette_of
from data_access.obligations.counts import Counts

WORST_FIRST: Final = (
    "overdue",
    "done_late",
    "done_off_date",
    "due_soon",
    "not_due",
    "open",
    "done_on_time",
    "waived",
)
"""A cell of several obligations shows the first of these states that any of them has."""


SIGN_FROM = 0.055
"""A part smaller than this share of the longest bar has room for its count only, and not for its sign."""


Parts = Mapping[str, int]
"""How many obligations are in each state of STATE_ORDER: disjoint, `not_due` without what is due soon."""


def parts(counts: Counts) -> Parts:
    """The seven states as eight disjoint parts."""
    return {state: getattr(counts, state) for state in STATE_ORDER} | {"not_due": counts.not_due - counts.due_soon}


def total_bar(sums: Parts, names: Mapping[str, str], is_dark: bool) -> go.Figure:
    """One bar; its legend (parts.legend) is text beside it, which wraps on a telephone. `names`: state code -> word."""
    whole = sum(sums.values())
    longest = max(whole, 1)
    traces = []
    for state in STATE_ORDER:
        count = sums[state]
        sign = palette_of(is_dark).states[state].sign
        said = f"{sign} {names[state]} {count:,}/{whole:,}"
        part = _part(state, [count], [0], [_label(sign, count, longest)], is_dark)
        traces.append({**part, "name": names[state], "hovertext": [said]})
    return figure(
        traces,
        is_dark,
        barmode="stack",
        height=28,
        bargap=0.0,
        margin={"l": 0, "r": 0, "t": 1, "b": 1},
        xaxis={"visible": False, "range": [0, longest]},
        yaxis={"visible": False},
        uniformtext={"minsize": 10, "mode": "hide"},
    )


def _label(sign: str, count: int, longest: int) -> str:
    if not count:
        return ""
    return f"{sign} {count:,}" if count / longest >= SIGN_FROM else f"{count:,}"


def _part(state: str, counts: list[int], rows: Sequence[int], text: list[str], is_dark: bool) -> dict[str, Any]:
    """A trace as a dict for plotly's constructor: setting properties afterwards takes ten times as long."""
    mark = palette_of(is_dark).states[state]
    pattern = {"shape": "/", "fgcolor": mark.line, "bgcolor": mark.fill, "size": 5, "solidity": 0.2}
    return {
        "type": "bar",
        "orientation": "h",
        "x": counts,
        "y": list(rows),
        "text": text,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"color": mark.ink, "size": 12, "family": FONT},
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": mark.fill,
            "line": {"color": mark.line, "width": 0.6},
            **({"pattern": pattern} if mark.hatched else {}),
        },
        "unselected": {"marker": {"opacity": 1}},
        "selected": {"marker": {"opacity": 1}},
    }


def worst(counts: Counts) -> str:
    """The state that stands for all the obligations counted."""
    return worst_state(parts(counts))


def worst_state(numbers: Parts) -> str:
    """The first of WORST_FIRST that any of the obligations has."""
    return next((state for state in WORST_FIRST if numbers[state]), "waived")
