"""Choices of one page only (a measure, a period): in its address by code, and kept while the reader is elsewhere."""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from dashboard import address
from dashboard.view import View


def choose(
    view: View,
    name: str,
    words: Mapping[str, str],
    label: str,
    default: str,
    widget: Literal["select", "segments"] = "select",
) -> str:
    """The chosen code of `words` (code -> how the reader sees it), after drawing the control.

    The address wins, then what was chosen before on this page; a code that is not offered counts as the default.
    """
    kept, key = f"choice.{view.page}.{name}", f"{view.page}_{name}"
    asked = st.query_params.get(name) or st.session_state.get(kept) or default
    value = asked if asked in words else default
    if st.session_state.get(key) != value:
        st.session_state[key] = value

    def changed() -> None:
        chosen = st.session_state[key] or default
        st.session_state[kept] = chosen
        if chosen == default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = chosen

    if widget == "select":
        st.selectbox(label, list(words), format_func=words.__getitem__, key=key, on_change=changed)
    else:
        st.segmented_control(
            label, list(words), format_func=words.__getitem__, key=key, on_change=changed, required=True
        )
    return value


def city(view: View) -> str:
    """The one city that is chosen ("" for none or several), after drawing a box that chooses it by keyboard."""
    chosen = view.filters.cities[0] if len(view.filters.cities) == 1 else ""
    key = f"{view.page}_one_city"
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen

    def changed() -> None:
        picked = st.session_state[key] or ""
        if picked != chosen:
            address.choose_city(picked or chosen)

    names = {option.code: option.label(view.lang) for option in view.choices.cities}
    st.selectbox(
        view.t("choice.city"),
        ["", *names],
        format_func=lambda code: names.get(code, view.t("choice.city.all")),
        key=key,
        on_change=changed,
    )
    return chosen
