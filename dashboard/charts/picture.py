"""A picture and the words that say what it shows."""

from typing import NamedTuple

import plotly.graph_objects as go


class Picture(NamedTuple):
    """A figure with its title and the words for those who cannot see it."""

    figure: go.Figure
    title: str
    alt: str
    note: str = ""
    """What the picture leaves out."""
