"""A Plotly figure that is built only when needed: a page only sends its description."""

from copy import deepcopy
from typing import Any

import plotly.graph_objects as go


class LazyFigure(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure made from its JSON description {"data", "layout"}; on any other use it becomes a full plotly figure.

    Plotly builds an object per property and copies all of them three times (2.6 ms for the bars of 13 cities), only to
    return what it was given. Building validates the figure; the tests of the charts build each.
    """

    def __init__(self, description: dict[str, Any]) -> None:
        self.__dict__["_description"] = description

    def __getattr__(self, name: str) -> Any:
        description = self.__dict__.pop("_description", None)
        if description is None:
            raise AttributeError(name)
        super().__init__(description)
        return getattr(self, name)

    def to_dict(self) -> dict[str, Any]:
        """A copy of its description, which the caller may change."""
        description = self.__dict__.get("_description")
        return super().to_dict() if description is None else deepcopy(description)
