"""The one place that draws the shared filters, and the callbacks by which charts and tables set them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from dashboard import url
from dashboard.address import (
    choose_as_of,
    choose_city,
    choose_lines,
    clear,
    current,
    go,
    on_chart_cell,
    on_chart_city,
    on_table_city,
    write,
)
from dashboard.i18n import LANGUAGES, t
from dashboard.view import Choices, View
from data_access.filters import AsOf, Filters

__all__ = [
    "choose_as_of",
    "choose_city",
    "choose_lines",
    "clear",
    "draw",
    "language_control",
    "on_chart_cell",
    "on_chart_city",
    "on_table_city",
]

BY_DAY, SHOWN_DAY = "shell.by_day", "shell.shown_day"
W_LANG, W_CAMPAIGN, W_CITY, W_LINE, W_GROUP, W_AS_OF, W_DAY = (
    f"filter_{name}" for name in ("lang", "campaign", "city", "line", "group", "asof", "day")
)
DEFAULT, OTHER_DAY = "", "other"
INDENT = "\u2003"


def draw(view: View, asked: Filters) -> None:
    """The filter row; widgets are set from the address before they are drawn."""
    choices, lang = view.choices, view.lang
    st.session_state[SHOWN_DAY] = view.local(view.q.as_of).date()
    _set_widgets(choices, asked)
    by_day = st.session_state[W_AS_OF] == OTHER_DAY
    with st.container(key="filter_bar"):
        st.toggle(_switch_label(lang, asked), key="filter_switch", on_change="ignore")
        with st.container(key="filter_row"):
            widths = [2.3, 2.3, 2.6, 1.6, 2.2, *([1.3] if by_day else []), 0.5, 1.1]
            columns = iter(st.columns(widths, gap="small", vertical_alignment="center"))
            with next(columns):
                _campaign(choices, lang)
            with next(columns):
                _many("city", W_CITY, [c.code for c in choices.cities], view.city, lang)
            with next(columns):
                names = {line.code: f"{INDENT * line.depth}{line.code} {line.label(lang)}" for line in choices.lines}
                _many("line", W_LINE, list(names), names.__getitem__, lang)
            with next(columns):
                _many("group", W_GROUP, list(choices.groups), lambda c: t(lang, f"group.{c}"), lang)
            with next(columns):
                _as_of(view, asked)
            if by_day:
                with next(columns):
                    _day(choices, lang)
            with next(columns):
                st.button(
                    t(lang, "filter.clear"),
                    key="filter_clear",
                    icon=":material/filter_alt_off:",
                    type="tertiary",
                    help=t(lang, "filter.clear"),
                    on_click=clear,
                    disabled=asked == Filters(),
                )
            with next(columns):
                language_control(lang)


def language_control(lang: str) -> None:
    """The switch between the languages, named in their own words."""
    if st.session_state.get(W_LANG) != lang:
        st.session_state[W_LANG] = lang
    st.segmented_control(
        t(lang, "filter.lang"),
        LANGUAGES,
        format_func=lambda code: t(lang, f"lang.{code}"),
        key=W_LANG,
        required=True,
        label_visibility="collapsed",
        on_change=_language_changed,
    )


def _language_changed() -> None:
    write(current(), st.session_state[W_LANG])


def _changed() -> None:
    """Widgets -> address."""
    state = st.session_state
    as_of: AsOf = None
    chosen = state[W_AS_OF]
    state[BY_DAY] = chosen == OTHER_DAY
    if chosen == OTHER_DAY:
        as_of = state.get(W_DAY) or state[SHOWN_DAY]
    elif chosen != DEFAULT:
        as_of = url.read_as_of(chosen)
    go(
        Filters(
            campaign=state[W_CAMPAIGN] or "",
            cities=tuple(sorted(state[W_CITY])),
            lines=tuple(sorted(state[W_LINE])),
            groups=tuple(sorted(state[W_GROUP])),
            as_of=as_of,
        )
    )


def _set_widgets(choices: Choices, asked: Filters) -> None:
    offered = {deadline.day.isoformat() for deadline in choices.deadlines}
    as_of = "" if asked.as_of is None else url.write_as_of(asked.as_of)
    is_day = isinstance(asked.as_of, date) and not isinstance(asked.as_of, datetime)
    wanted: dict[str, Any] = {
        W_CAMPAIGN: asked.campaign,
        W_CITY: [c for c in asked.cities if any(c == o.code for o in choices.cities)],
        W_LINE: [c for c in asked.lines if any(c == o.code for o in choices.lines)],
        W_GROUP: [c for c in asked.groups if c in choices.groups],
        W_AS_OF: OTHER_DAY if is_day and (as_of not in offered or st.session_state.get(BY_DAY)) else as_of,
    }
    if is_day:
        wanted[W_DAY] = asked.as_of
    for key, value in wanted.items():
        if st.session_state.get(key) != value:
            st.session_state[key] = value


def _campaign(choices: Choices, lang: str) -> None:
    names = {c.code: c.label(lang) for c in choices.campaigns}
    current = st.session_state[W_CAMPAIGN]
    options = [*([""] if not current else []), *names] if current not in names else list(names)
    st.selectbox(
        t(lang, "filter.campaign"),
        options,
        format_func=lambda code: names.get(code, t(lang, "filter.campaign.newest")),
        key=W_CAMPAIGN,
        label_visibility="collapsed",
        placeholder=t(lang, "filter.campaign"),
        on_change=_changed,
    )


def _many(name: str, key: str, options: list[str], label: Callable[[str], str], lang: str) -> None:
    st.multiselect(
        t(lang, f"filter.{name}"),
        options,
        format_func=label,
        key=key,
        label_visibility="collapsed",
        placeholder=t(lang, f"filter.{name}.all"),
        on_change=_changed,
    )


def _as_of(view: View, asked: Filters) -> None:
    lang = view.lang
    named = {d.day.isoformat(): d for d in view.choices.deadlines}
    own = [url.write_as_of(asked.as_of)] if isinstance(asked.as_of, datetime) else []

    def label(value: str) -> str:
        if value == DEFAULT:
            return t(lang, "filter.asof.default")
        if value == OTHER_DAY:
            return t(lang, "filter.asof.other")
        if value in named:
            deadline = named[value]
            lines = " ".join(line.code for line in deadline.lines[:4]) + ("…" if len(deadline.lines) > 4 else "")
            return t(lang, "filter.asof.deadline", day=view.day(deadline.day), lines=lines)
        instant = url.read_as_of(value)
        return view.iso(instant) if isinstance(instant, datetime) else value

    st.selectbox(
        t(lang, "filter.asof"),
        [DEFAULT, *own, *named, OTHER_DAY],
        format_func=label,
        key=W_AS_OF,
        label_visibility="collapsed",
        placeholder=t(lang, "filter.asof"),
        on_change=_changed,
    )


def _day(choices: Choices, lang: str) -> None:
    shown: date = st.session_state[SHOWN_DAY]
    wanted: date = st.session_state.setdefault(W_DAY, shown)
    margin = timedelta(days=366)
    st.date_input(
        t(lang, "filter.day"),
        key=W_DAY,
        min_value=min(choices.first - margin, wanted),
        max_value=max(choices.last + margin, wanted),
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        on_change=_changed,
    )


def _switch_label(lang: str, asked: Filters) -> str:
    set_now = len(url.encode(asked))
    return t(lang, "filter.switch.set", n=set_now) if set_now else t(lang, "filter.switch")
