"""What a click on a place opens, wherever places are drawn or listed."""

from collections.abc import Callable
from dataclasses import replace

from dashboard.addresses.href import SLOT, href, pattern
from dashboard.view import View

Way = Callable[[str], str]
"""Code -> an address."""


def toggle(view: View, case: str = "") -> Way:
    """City -> the address of this page for this city alone, beside it its case where `case` names its kind; for all
    cities where it is the one chosen already.
    """
    others = href(view, item="", filters=replace(view.filters, cities=()))
    only = pattern(view, item="", filters=replace(view.filters, cities=(SLOT,)))

    def way(city: str) -> str:
        if view.filters.cities == (city,):
            return others
        return href(view, item=f"{case}:{city}", filters=replace(view.filters, cities=(city,))) if case else only(city)

    return way
