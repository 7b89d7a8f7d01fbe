"""A picture with its title and its description."""

from typing import NamedTuple

import plotly.graph_objects as go


class Picture(NamedTuple):
    """A figure with its title and its description for readers who cannot see it."""

    figure: go.Figure
    title: str
    alt: str
    note: str = ""
    """What the picture leaves out."""
