"""The second row of filters, of the pages about hazards and tips: grade, industry, source, class, county."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.filters import address
from dashboard.filters.url import HAZARD_KEYS
from dashboard.view import View, box_key
from data_access.database.schema.hazard import CLASSES, GRADES, HAZARD_SOURCES
from data_access.question import HazardFilters

INDENT = "\u2003"


def draw(view: View) -> None:
    """Draw a box per filter, each set from the address first; a choice is written into the address."""
    industries = {one.code: f"{INDENT * one.depth}{one.label(view.lang)}" for one in view.choices.industries}
    counties = {
        one.code: view.t("hazards.county.of", county=one.label(view.lang), city=view.city(one.parent))
        for one in view.choices.counties
        if not view.filters.cities or one.parent in view.filters.cities or one.code in view.question.hazards.counties
    }
    offered: dict[str, tuple[Sequence[str], Callable[[str], str]]] = {
        "grade": (GRADES, lambda code: view.word("grade", code)),
        "industry": (list(industries), industries.__getitem__),
        "source": (HAZARD_SOURCES, lambda code: view.word("source", code)),
        "class": (CLASSES, lambda code: view.t("hazards.class", code=code, what=view.t(f"hazards.class.{code}"))),
        "county": (list(counties), counties.__getitem__),
    }
    columns = st.columns([1.3, 2, 1.7, 2.2, 2], gap="small", vertical_alignment="center")
    for (name, (codes, label)), column in zip(offered.items(), columns, strict=True):
        with column:
            _box(view, name, codes, label)


def _box(view: View, name: str, codes: Sequence[str], label: Callable[[str], str]) -> None:
    key = box_key(f"filter_{name}", view.lang)
    wanted = [code for code in getattr(view.question.hazards, HAZARD_KEYS[name]) if code in codes]
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.multiselect(
        view.t(f"filter.{name}"),
        codes,
        format_func=label,
        key=key,
        label_visibility="collapsed",
        placeholder=view.t(f"filter.{name}.all"),
        select_all=False,
        on_change=_changed,
        args=(view.lang,),
    )


@address.if_session_lives
def _changed(lang: str) -> None:
    """Write what the boxes hold into the address."""
    chosen = {
        name: tuple(sorted(st.session_state[box_key(f"filter_{key}", lang)])) for key, name in HAZARD_KEYS.items()
    }
    address.narrow(HazardFilters(**chosen))
