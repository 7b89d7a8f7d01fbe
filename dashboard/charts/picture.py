"""A picture with its title and its description."""

from typing import NamedTuple

import plotly.graph_objects as go
from htpy import Element


class Picture(NamedTuple):
    """A figure, or a drawing of ours, with its title and its description for readers who cannot see it."""

    figure: go.Figure | Element
    title: str
    alt: str
    note: str = ""
    """What the picture leaves out."""
