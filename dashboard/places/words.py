"""Places in words and as bars, for every page that ranks them."""

from collections.abc import Sequence
from typing import Final

from dashboard.charts.city_map import Words
from dashboard.charts.place import Place
from dashboard.charts.ramp import Scale, tone
from dashboard.places.ways import Way
from dashboard.view import View
from data_access.drawing.ranking import Bar

LINES: Final = "  \n"
"""Between the lines of a caption."""


def province(view: View) -> str:
    """The adcode of the campaign's province: the first two digits of its cities' codes and four zeros (GB/T 2260)."""
    return f"{view.choices.cities[0].code[:2]}0000" if view.choices.cities else ""


def bars(
    view: View,
    places: Sequence[Place],
    scale: Scale | None = None,
    selected: Sequence[str] = (),
    way: Way | None = None,
) -> list[Bar]:
    """The places as a ranking, in the colours of `scale` or in one: small samples are marked behind the name (G12)."""
    small = view.t("map.small.mark")
    return [
        Bar(
            code=place.code,
            name=f"{place.short}{small if place.small else ''}",
            value=place.value,
            text=place.text,
            said=place.hover,
            tone=tone(place.value, scale) if scale else "",
            href=way(place.code) if way else "",
            chosen=place.code in selected,
        )
        for place in places
    ]


def in_words(view: View, places: Sequence[Place]) -> str:
    """Each place and its value, in order."""
    said = [view.t("map.alt.place", name=place.short, text=place.text) for place in places]
    return view.t("list.clauses").join(said)


def of_map(view: View, whole: str) -> Words:
    """What a map says, of which `whole` is the description."""
    return Words(whole, view.t("map.key.missing"))
