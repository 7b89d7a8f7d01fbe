"""Choices of one page only (a measure, a period): codes in its address, and in the session for later."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import streamlit as st

from dashboard.addresses import address
from dashboard.view import View, box_key, plain

WIDTH: Final = 230
"""Pixels of a box: three stand beside each other on a laptop, one below the other on a telephone."""


def choose(
    view: View,
    name: str,
    words: Mapping[str, str],
    label: str,
    default: str,
    widget: Literal["select", "segments"] = "select",
) -> str:
    """Draw a control; the chosen code of `words` (code -> its words), as address.control_value."""
    key, value = box_key(f"{view.page}_{name}", view.lang), address.control_value(view.page, name, words, default)
    if st.session_state.get(key) != value:
        st.session_state[key] = value

    @address.if_session_lives
    def changed() -> None:
        address.set_control(view.page, name, st.session_state[key] or default, default)

    if widget == "select":
        st.selectbox(label, list(words), format_func=words.__getitem__, key=key, on_change=changed, width=WIDTH)
    else:
        st.segmented_control(
            label, list(words), format_func=lambda code: plain(words[code]), key=key, on_change=changed, required=True
        )
    return value


def alone(codes: Sequence[str]) -> str:
    """The one code that is chosen, "" where none is or several are."""
    return codes[0] if len(codes) == 1 else ""
