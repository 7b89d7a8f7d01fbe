"""The second row of filters, of the pages about hazards and tips: a box for each filter that is only about them."""

from typing import Final

import streamlit as st

from dashboard.addresses import address
from dashboard.view import View, box_key
from data_access.notice.filters import OF_HAZARDS, Filter
from data_access.question import HazardFilters

INDENT = "\u2003"
WIDTHS: Final = {"grade": 1.3, "source": 1.7, "class": 2.2}
"""Of the boxes whose words are shorter or longer than 2."""


def draw(view: View) -> None:
    """Draw a box per filter, each set from the address first; a choice is written into the address."""
    widths = [WIDTHS.get(one.parameter, 2) for one in OF_HAZARDS]
    for one, column in zip(OF_HAZARDS, st.columns(widths, gap="small", vertical_alignment="center"), strict=True):
        with column:
            _box(view, one, labels(view, one))


def labels(view: View, box: Filter) -> dict[str, str]:
    """Code -> what its box says, of all that can be chosen; what lies in a city only where that city is asked for, or
    it is chosen already.
    """
    if isinstance(box.known, tuple):
        words = {code: view.t(f"{box.shown}.{code}") for code in box.known}
        return words if box.named else {code: view.t("filter.coded", code=code, what=words[code]) for code in words}
    chosen, cities = box.chosen(view.filters, view.question.hazards), {one.code for one in view.choices.cities}
    found = {}
    for one in view.choices.options(box.field):
        if one.parent not in cities:
            found[one.code] = f"{INDENT * one.depth}{one.label(view.lang)}"
        elif not view.filters.cities or one.parent in view.filters.cities or one.code in chosen:
            place = view.t("hazards.county.of", county=one.label(view.lang), city=view.city(one.parent))
            found[one.code] = place
    return found


def _box(view: View, box: Filter, offered: dict[str, str]) -> None:
    key = box_key(f"filter_{box.parameter}", view.lang)
    wanted = [code for code in box.chosen(view.filters, view.question.hazards) if code in offered]
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.multiselect(
        view.t(f"filter.{box.parameter}"),
        list(offered),
        format_func=offered.__getitem__,
        key=key,
        label_visibility="collapsed",
        placeholder=view.t(f"filter.{box.parameter}.all"),
        select_all=False,
        on_change=_changed,
        args=(view.lang,),
    )


@address.if_session_lives
def _changed(lang: str) -> None:
    """Write what the boxes hold into the address."""
    keys = {one.field: box_key(f"filter_{one.parameter}", lang) for one in OF_HAZARDS}
    address.narrow(HazardFilters(**{field: tuple(sorted(st.session_state[key])) for field, key in keys.items()}))
