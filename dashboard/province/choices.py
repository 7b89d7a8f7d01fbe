"""What the page of the map can show: measures of obligations and of hazards, each with its filters, file and notes."""

from typing import Final

from dashboard.hazards import measures as hazard_measures
from dashboard.places import measures
from dashboard.view import View

ALL: Final = (*measures.MEASURES, *hazard_measures.ON_MAP)

DEFINITIONS: Final = {
    **{measure: measure for measure in measures.MEASURES},
    "late": "overdue",
    **{
        f"{grade}.{measure}": f"hazard_{'overdue' if measure == 'E' else measure}"
        for grade, measure in (name.split(".") for name in hazard_measures.ON_MAP)
    },
}
"""Measure -> the key of its definition."""


def of_hazards(measure: str) -> bool:
    """Whether it counts hazards, which lines and unit groups do not narrow and which lie in cities only."""
    return measure in hazard_measures.ON_MAP


def view_of(view: View, measure: str) -> View:
    """The view with only those filters that narrow this measure."""
    return view.asking(view.question.placed()) if of_hazards(measure) else view


def extract(measure: str) -> str:
    """The extract that has its numbers."""
    return "hazard-summary" if of_hazards(measure) else "board" if measure == "late" else "map"


def notes(measure: str) -> list[str]:
    """The small print below the map."""
    places = [] if of_hazards(measure) else ["map.note.places"]
    return [*places, "map.note.small", f"map.note.{measure}"]
