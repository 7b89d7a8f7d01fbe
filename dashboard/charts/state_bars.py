"""Obligations by state as stacked bars, for a whole group or per unit: each state by colour, sign and count."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

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


ROW = 23
"""Pixels per unit: 13 cities and the bar of their sum fit on a screen of 768."""
SIGN_FROM = 0.055
"""A part smaller than this share of the longest bar has room for its count only, and not for its sign."""
NOTE = 118
"""Pixels reserved for the rate with its n/d behind each bar: “100.0% 120/121”."""
FADED = 0.35


Parts = Mapping[str, int]
"""How many obligations are in each state of STATE_ORDER: disjoint, `not_due` without what is due soon."""


class UnitBar(NamedTuple):
    """The bar of a unit: its code, its short name, its rate in words, its parts."""

    code: str
    label: str
    note: str
    parts: Parts


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


def unit_bars(
    bars: Sequence[UnitBar], names: Mapping[str, str], is_dark: bool, selected: Sequence[str] = ()
) -> go.Figure:
    """One bar per unit, the first on top: counts inside, the unit's note behind; a point's customdata is its code.

    With `selected` codes the other bars are paler.
    """
    codes, labels = [bar.code for bar in bars], [bar.label for bar in bars]
    rows = list(range(len(bars)))
    counts_of = {state: [bar.parts[state] for bar in bars] for state in STATE_ORDER}
    totals = [sum(bar.parts.values()) for bar in bars]
    longest = max([*totals, 1])
    colours = palette_of(is_dark)
    traces = []
    for state, counts in counts_of.items():
        mark = colours.states[state]
        part = _part(state, counts, rows, [_label(mark.sign, count, longest) for count in counts], is_dark)
        if selected:
            part["marker"]["opacity"] = [1.0 if code in selected else FADED for code in codes]
            part["insidetextfont"]["color"] = [mark.ink if code in selected else colours.text for code in codes]
        hover = [
            f"<b>{label}</b><br>{mark.sign} {names[state]} {count}/{total}"
            for label, count, total in zip(labels, counts, totals, strict=True)
        ]
        traces.append({**part, "name": names[state], "hovertext": hover, "customdata": codes})
    notes = [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 6,
            "y": row,
            "text": note,
            "showarrow": False,
            "font": {"size": 12, "color": colours.text},
        }
        for row, note in zip(rows, (bar.note for bar in bars), strict=True)
    ]
    return figure(
        traces,
        is_dark,
        barmode="stack",
        height=ROW * max(len(bars), 1) + 8,
        bargap=0.12,
        annotations=notes,
        margin={"l": 4, "r": NOTE, "t": 2, "b": 2},
        xaxis={"visible": False, "range": [0, longest]},
        yaxis={
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [
                f"<b>{label}</b>" if code in selected else label for code, label in zip(codes, labels, strict=True)
            ],
            "range": [len(bars) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": colours.text, "size": 13},
        },
        uniformtext={"minsize": 10, "mode": "hide"},
        clickmode="event+select",
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
