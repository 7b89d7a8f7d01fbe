"""The filters live in the address: callbacks write it, each page load reads it. The session only has a copy.

An address that the shell has written always names `lang` and the notice, so that it means the same next year. The
navigation drops all parameters: an address without `lang`, in a session that has written one, is a change of page. The
session's filters are then written again, before st.navigation, so that the browser's history gets one entry.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from time import monotonic
from typing import ParamSpec
from urllib.parse import urlencode

import streamlit as st

from dashboard.addresses import url
from data_access.i18n import LANGUAGES
from data_access.question import NOT_NARROWED, Filters, HazardFilters

P = ParamSpec("P")
FILTERS, HAZARDS, LANG, PAGE = "shell.filters", "shell.hazards", "shell.lang", "shell.page"
ITEM = "item"
"""The parameter that names what the drawer shows."""
READ, UNREAD = "shell.read", "shell.unread"
CLICKED, DOUBLE = "shell.clicked", 1.0
"""When a chart was clicked last, and the seconds within which a second click is part of a double click; the server
hears of it after the page of the first.
"""
OURS = {*url.KEYS, "lang", ITEM}
"""The parameters of all pages; any other belongs to the page that has a control for it."""


@dataclass(frozen=True)
class Request:
    """An address: its language, its filters, and the values in it that could not be read."""

    lang: str
    filters: Filters
    hazards: HazardFilters
    refused: tuple[str, ...] = ()


def read() -> Request:
    """The address of this page load; the session's filters where the navigation has dropped its parameters."""
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    named = dict(pairs).get("lang", "")
    known = FILTERS in st.session_state
    st.session_state[READ] = set()
    if known and not named:
        write(st.session_state[FILTERS], st.session_state[LANG])
        return Request(st.session_state[LANG], st.session_state[FILTERS], current_hazards())
    too_long = sum(len(value) for _, value in pairs) > url.MAX_QUERY
    filters, hazards, refused = url.decode([] if too_long else pairs)
    lang = named if named in LANGUAGES else _browser_language()
    st.session_state[FILTERS], st.session_state[HAZARDS], st.session_state[LANG] = filters, hazards, lang
    return Request(lang, filters, hazards, ("…",) if too_long else refused)


def settle(request: Request, campaign: str) -> None:
    """Add to the address what it does not name: the language, and the `campaign` of its question ("": none)."""
    if st.query_params.get("lang") != request.lang or (campaign and not request.filters.campaign):
        write(replace(request.filters, campaign=request.filters.campaign or campaign), request.lang)


def here(page: str) -> str:
    """The whole address of this page load, of the page at the path `page`, as the browser shows it."""
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    return f"/{page}?{urlencode(pairs)}" if pairs else f"/{page}"


def item() -> str:
    """What the drawer of this page load shows, as the address names it: kind:codes; "" for nothing."""
    return str(st.query_params.get(ITEM) or "")


def open_item(code: str) -> None:
    """Show `code` in the drawer; "" closes it."""
    write(current(), st.session_state[LANG], opened=code)


def replace_by(parameters: Mapping[str, list[str]]) -> None:
    """Make `parameters` the whole address of this page, but for those that nobody has read and that a link took over
    from the address. What they leave out is no longer chosen.
    """
    page = st.session_state[PAGE]
    for name in {*st.query_params} - OURS - {*parameters}:
        st.session_state.pop(_chosen(page, name), None)
    now = {name: st.query_params.get_all(name) for name in st.query_params}
    st.query_params.from_dict(without_unread(parameters, now, st.session_state.get(UNREAD, ())))


def without_unread(
    parameters: Mapping[str, list[str]], now: Mapping[str, list[str]], unread: Sequence[str]
) -> dict[str, list[str]]:
    """`parameters` without those of the `unread` ones that have the value that they have `now`."""
    return {name: values for name, values in parameters.items() if name not in unread or values != now.get(name)}


def requested_value(page: str, name: str) -> str:
    """The value for the control `name` of `page` in the address, else the one chosen there before, else ""."""
    return str(st.query_params.get(name) or st.session_state.get(_chosen(page, name)) or "")


def control_value(page: str, name: str, offered: Container[str], default: str) -> str:
    """The value that the control `name` of `page` shows: requested_value where it is `offered`, else `default`."""
    value = requested_value(page, name) or default
    if value not in offered:
        return default
    st.session_state[READ].add(name)
    return value


def set_control(page: str, name: str, value: str, default: str, filters: Filters | None = None) -> None:
    """Set the control `name` of `page` to `value`, and the filters to `filters` where given; the address leaves the
    default out.

    Both are written at once, since every writing is an entry of the browser's history.
    """
    st.session_state[_chosen(page, name)] = value
    write(filters or current(), st.session_state[LANG], {name: [] if value == default else [value]})


def heed(*names: str) -> None:
    """Tell that parameters of the address were read by what is drawn in place of the page."""
    st.session_state[READ].update(names)


def unread(page: str) -> tuple[str, ...]:
    """The parameters of the address that no control of `page` has read, as name=value of at most 40 characters. What
    the reader chose here while the control was still drawn is not among them. To be called after the page has run; the
    next choice removes them from the address.
    """
    names = [name for name in st.query_params if name not in OURS and name not in st.session_state[READ]]
    st.session_state[UNREAD] = tuple(names)
    pairs = ((name, st.query_params[name]) for name in names)
    return tuple(
        url.shown(f"{name}={value}") for name, value in pairs if st.session_state.get(_chosen(page, name)) != value
    )


def _chosen(page: str, name: str) -> str:
    return f"choice.{page}.{name}"


def if_session_lives(callback: Callable[P, None]) -> Callable[P, None]:
    """The callback of a widget, which does nothing once the server has dropped the session (clear_cache): Streamlit
    then takes every widget for changed, while the address still holds what was chosen.
    """

    @wraps(callback)
    def called(*arguments: P.args, **named: P.kwargs) -> None:
        if LANG in st.session_state:
            callback(*arguments, **named)

    return called


def once(callback: Callable[P, None]) -> Callable[P, None]:
    """The callback of a chart, called by the first click of a double click alone: the second would take its choice off
    again, and the picture look broken.
    """

    @wraps(callback)
    def called(*arguments: P.args, **named: P.kwargs) -> None:
        now = monotonic()
        again = now - st.session_state.get(CLICKED, -DOUBLE) < DOUBLE
        st.session_state[CLICKED] = now
        if not again:
            callback(*arguments, **named)

    return called


def on_table_city(key: str, adcodes: Sequence[str]) -> Callable[[], None]:
    """A callback for `on_select` of the table `key`, whose rows are those of `adcodes`: it filters by the chosen
    cities.
    """
    codes = tuple(adcodes)

    @if_session_lives
    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        go(replace(current(), cities=tuple(sorted({codes[row] for row in rows if row < len(codes) and codes[row]}))))

    return chosen


def current() -> Filters:
    """The filters of this session."""
    filters: Filters = st.session_state.get(FILTERS, Filters())
    return filters


def current_hazards() -> HazardFilters:
    """The filters of hazards and tips of this session."""
    hazards: HazardFilters = st.session_state.get(HAZARDS, NOT_NARROWED)
    return hazards


def go(filters: Filters) -> None:
    """Set the filters of the address; the language stays."""
    write(filters, st.session_state.get(LANG, LANGUAGES[0]))


def write(filters: Filters, lang: str, page: Mapping[str, list[str]] | None = None, opened: str | None = None) -> None:
    """Write `filters`, `lang` and `page` (parameters of a page) into the address; other parameters of the page stay.
    What the drawer shows stays too, unless `opened` says otherwise.
    """
    st.session_state[FILTERS], st.session_state[LANG] = filters, lang
    gone = {*OURS, *st.session_state.get(UNREAD, ())}
    params: dict[str, list[str]] = {key: st.query_params.get_all(key) for key in st.query_params if key not in gone}
    shown = item() if opened is None else opened
    params |= {**(page or {}), **({ITEM: [shown]} if shown else {}), "lang": [lang]}
    for key, value in url.encode(filters, current_hazards()):
        params.setdefault(key, []).append(value)
    st.query_params.from_dict(params)


def _browser_language() -> str:
    return "zh" if (st.context.locale or "zh").lower().startswith("zh") else "en"
