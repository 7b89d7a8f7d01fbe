"""The row of shared filters above every page, and the callbacks by which charts and tables set them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboard import registry
from dashboard.addresses import url
from dashboard.addresses.address import (
    LANG,
    choose_as_of,
    choose_city,
    choose_lines,
    clear,
    current,
    go,
    if_session_lives,
    on_chart_cell,
    on_chart_city,
    on_table_city,
)
from dashboard.filters import hazard_bar
from dashboard.view import Choices, Deadline, View, box_key
from data_access.i18n import t
from data_access.question import NOT_NARROWED, AsOf, Filters, HazardFilters

__all__ = [
    "choose_as_of",
    "choose_city",
    "choose_lines",
    "clear",
    "draw",
    "on_chart_cell",
    "on_chart_city",
    "on_table_city",
]

BY_DAY, SHOWN_DAY = "shell.by_day", "shell.shown_day"
W_DAY = "filter_day"
DEFAULT, OTHER_DAY = "", "other"
INDENT = "\u2003"


def widget(name: str, lang: str) -> str:
    """The widget key of a filter's box."""
    return box_key(f"filter_{name}", lang)


def draw(view: View, filters: Filters, hazards: HazardFilters | None = None) -> None:
    """Draw the filter row, each widget set from the address first. `filters`: the filters as the address has them;
    `hazards`: those of hazards and tips, on the pages that have a second row for them.
    """
    choices, lang = view.choices, view.lang
    st.session_state[SHOWN_DAY] = view.local(view.question.as_of).date()
    _set_widgets(view)
    lines = registry.of(view.page).lines
    by_day = st.session_state[widget("asof", lang)] == OTHER_DAY
    with st.container(key="filter_bar"):
        st.toggle(_switch_label(lang, filters, hazards), key="filter_switch", on_change="ignore")
        with st.container(key="filter_row"):
            some = filters != Filters(filters.campaign) or hazards not in (None, NOT_NARROWED)
            widths = [2.2, 2.2, 2.4, 1.6, 2.4, *([1.7] if by_day else []), *([0.9] if some else [])]
            columns = iter(st.columns(widths, gap="small", vertical_alignment="center"))
            with next(columns):
                _campaign(choices, lang)
            with next(columns):
                _many("city", [c.code for c in choices.cities], view.city, lang)
            with next(columns):
                names = {line.code: f"{INDENT * line.depth}{line.code} {line.label(lang)}" for line in choices.lines}
                _many("line", list(names), names.__getitem__, lang, disabled=not lines)
            with next(columns):
                _many("group", list(choices.groups), lambda c: t(lang, f"groups.{c}"), lang, disabled=not lines)
            with next(columns):
                _as_of(view)
            if by_day:
                with next(columns):
                    _day(lang)
            if some:
                with next(columns):
                    st.button(t(lang, "filter.clear"), key="filter_clear", type="tertiary", on_click=clear)
            if hazards is not None:
                hazard_bar.draw(view)


@if_session_lives
def _changed() -> None:
    """Write what the widgets hold into the address."""
    state, lang = st.session_state, st.session_state[LANG]
    as_of: AsOf = None
    chosen = state[widget("asof", lang)]
    state[BY_DAY] = chosen == OTHER_DAY
    if chosen == OTHER_DAY:
        as_of = state.get(W_DAY) or state[SHOWN_DAY]
    elif chosen != DEFAULT:
        as_of = url.read_as_of(chosen)
    go(
        Filters(
            campaign=state[widget("campaign", lang)],
            cities=tuple(sorted(state[widget("city", lang)])),
            lines=tuple(sorted(state[widget("line", lang)])),
            groups=tuple(sorted(state[widget("group", lang)])),
            as_of=as_of,
        )
    )


@if_session_lives
def _campaign_changed(notices: Mapping[str, str], elsewhere: Sequence[str]) -> None:
    """Write the chosen campaign into the address. Another notice has lines and days of its own: of the filters only the
    cities stay, and of another province (`elsewhere`) not even they.
    """
    before, chosen = current(), st.session_state[widget("campaign", st.session_state[LANG])]
    if notices.get(before.campaign) == notices[chosen]:
        _changed()
    else:
        go(Filters(chosen, () if chosen in elsewhere else before.cities))


def _set_widgets(view: View) -> None:
    """Set the widgets to the filters in force: codes that the campaign does not know are not among them."""
    shown, lang = view.filters, view.lang
    is_day = isinstance(shown.as_of, date) and not isinstance(shown.as_of, datetime)
    as_of = "" if shown.as_of is None else url.write_as_of(shown.as_of)
    offered = {deadline.day.isoformat() for deadline in view.choices.deadlines}
    wanted: dict[str, Any] = {
        widget("campaign", lang): shown.campaign,
        widget("city", lang): list(shown.cities),
        widget("line", lang): list(shown.lines),
        widget("group", lang): list(shown.groups),
        widget("asof", lang): OTHER_DAY if is_day and (as_of not in offered or st.session_state.get(BY_DAY)) else as_of,
    }
    if is_day:
        wanted[W_DAY] = shown.as_of
    for key, value in wanted.items():
        if st.session_state.get(key) != value:
            st.session_state[key] = value


def _campaign(choices: Choices, lang: str) -> None:
    names = {c.code: f"{INDENT * c.depth}{c.label(lang)}" for c in choices.campaigns}
    st.selectbox(
        t(lang, "filter.campaign"),
        list(names),
        format_func=names.__getitem__,
        key=widget("campaign", lang),
        label_visibility="collapsed",
        placeholder=t(lang, "filter.campaign"),
        on_change=_campaign_changed,
        args=({one.code: one.parent or one.code for one in choices.campaigns}, choices.elsewhere),
    )


def _many(name: str, options: list[str], label: Callable[[str], str], lang: str, *, disabled: bool = False) -> None:
    st.multiselect(
        t(lang, f"filter.{name}"),
        options,
        format_func=label,
        key=widget(name, lang),
        label_visibility="collapsed",
        placeholder=t(lang, f"filter.{name}.all"),
        select_all=False,  # Streamlit has it in English only
        disabled=disabled,
        on_change=_changed,
    )


def _as_of(view: View) -> None:
    lang = view.lang
    named = {d.day.isoformat(): d for d in view.choices.deadlines}
    shown = view.filters.as_of
    own = [url.write_as_of(shown)] if isinstance(shown, datetime) else []

    def label(value: str) -> str:
        if value == DEFAULT:
            open_still = view.local(view.made_at).date() <= view.choices.last
            return (
                t(lang, "filter.asof.now")
                if open_still
                else t(lang, "filter.asof.end", day=view.day(view.choices.last))
            )
        if value == OTHER_DAY:
            return t(lang, "filter.asof.other")
        if value in named:
            return _deadline(view, named[value])
        instant = url.read_as_of(value)
        return view.iso(instant) if isinstance(instant, datetime) else value

    st.selectbox(
        t(lang, "filter.asof"),
        [DEFAULT, *own, *named, OTHER_DAY],
        format_func=label,
        key=widget("asof", lang),
        label_visibility="collapsed",
        placeholder=t(lang, "filter.asof"),
        on_change=_changed,
    )


def _deadline(view: View, deadline: Deadline) -> str:
    """The words for a deadline: its day and its line (of several the first), and whether it is inferred."""
    others = len(deadline.lines) - 1
    key = "filter.asof.deadlines" if others else "filter.asof.deadline"
    name = view.t(key, n=len(deadline.lines), day=view.day(deadline.day), line=deadline.lines[0].label(view.lang))
    return name if deadline.stated else view.t("filter.asof.inferred", deadline=name)


def _day(lang: str) -> None:
    shown: date = st.session_state[SHOWN_DAY]
    st.session_state.setdefault(W_DAY, shown)
    st.date_input(
        t(lang, "filter.day"),
        key=W_DAY,
        min_value=url.FIRST_DAY,  # the page names days beyond choices.earliest and latest; Streamlit only in English
        max_value=url.LAST_DAY,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        on_change=_changed,
    )


def _switch_label(lang: str, filters: Filters, hazards: HazardFilters | None) -> str:
    set_now = len(url.encode(replace(filters, campaign=""), hazards or NOT_NARROWED))
    return t(lang, "filter.switch.set", n=set_now) if set_now else t(lang, "filter.switch")
