"""A Plotly figure that is built only when somebody looks into it: a page only sends its description."""

from copy import deepcopy
from typing import Any

import plotly.graph_objects as go


class Drawn(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure of a description {"data", "layout"} as its JSON has it; used in any other way it is the figure itself.

    Plotly builds an object per property and copies all of them three times, 2.6 ms for the bars of 13 cities, to give
    back what it was given. When it is built it is validated; the tests of the figures look into each.
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
        """Its description, the caller's to change."""
        description = self.__dict__.get("_description")
        return super().to_dict() if description is None else deepcopy(description)
