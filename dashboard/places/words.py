"""Places in words and as bars, for every page that ranks them."""

from collections.abc import Sequence
from typing import Final

from dashboard.charts.place import Place
from dashboard.charts.ranking_bars import Bar
from dashboard.view import View

LINES: Final = "  \n"
"""Between the lines of a caption."""


def province(view: View) -> str:
    """The adcode of the campaign's province: the first two digits of its cities' codes and four zeros (GB/T 2260)."""
    return f"{view.choices.cities[0].code[:2]}0000" if view.choices.cities else ""


def bars(view: View, places: Sequence[Place]) -> list[Bar]:
    """The places as a ranking: small samples are marked behind the name (G12)."""
    small = view.t("map.small.mark")
    return [
        Bar(place.code, place.short, place.value, place.text, small if place.small else "", place.hover)
        for place in places
    ]


def in_words(view: View, places: Sequence[Place]) -> str:
    """Each place and its value, in order."""
    said = [view.t("map.alt.place", name=place.short, text=place.text) for place in places]
    return view.t("list.clauses").join(said)
