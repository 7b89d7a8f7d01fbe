"""Callbacks of pictures and tables whose marks open the case that they stand for."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.addresses import address


def on_chart(key: str) -> Callable[[], None]:
    """A callback for `on_select` of the chart `key`, whose marks have the item of their case last in their customdata:
    it opens the case; the same mark again closes it.
    """

    @address.if_session_lives
    @address.once
    def chosen() -> None:
        points = st.session_state[key]["selection"]["points"]
        codes = [str(list(point["customdata"])[-1]) for point in points if point.get("customdata")]
        code = codes[-1] if codes else ""
        address.open_item("" if code == address.item() else code)

    return chosen


def on_table(key: str, items: Sequence[str]) -> Callable[[], None]:
    """A callback for `on_select` of the table `key`, whose rows are those of `items`: a cell opens the case of its row;
    rows without one open nothing.
    """
    codes = tuple(items)

    @address.if_session_lives
    def chosen() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        row = cells[-1][0] if cells else len(codes)
        if row < len(codes) and codes[row]:
            address.open_item(codes[row])

    return chosen
