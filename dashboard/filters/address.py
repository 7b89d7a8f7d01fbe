"""The address is the truth about the filters: callbacks write it, each run reads it; the session only remembers.

`lang` and the notice are always in an address that the shell has written, so that it means next year what it means now.
An address without `lang`, in a session that has written one, is a change of page by the navigation, which drops
parameters: the session's filters are then written again, before st.navigation, so that the browser's history gets one
entry.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st

from dashboard.filters import url
from data_access.i18n import LANGUAGES
from data_access.question import NOT_NARROWED, AsOf, Filters, HazardFilters

P = ParamSpec("P")
FILTERS, HAZARDS, LANG = "shell.filters", "shell.hazards", "shell.lang"
READ, UNREAD = "shell.read", "shell.unread"
OURS = {*url.KEYS, *url.HAZARD_KEYS, "lang"}
"""Parameters of all pages; others belong to the page that has a control for them."""


@dataclass(frozen=True)
class Request:
    """What the address asks for: the language, the filters, and what could not be read in it."""

    lang: str
    filters: Filters
    hazards: HazardFilters
    refused: tuple[str, ...] = ()


def read() -> Request:
    """What is asked for, from the address or, where it lost it, the session."""
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    asked = dict(pairs).get("lang", "")
    known = FILTERS in st.session_state
    st.session_state[READ] = set()
    if known and not asked:
        write(st.session_state[FILTERS], st.session_state[LANG])
        return Request(st.session_state[LANG], st.session_state[FILTERS], current_hazards())
    too_long = sum(len(value) for _, value in pairs) > url.MAX_QUERY
    filters, refused = url.decode([] if too_long else pairs)
    hazards, more = url.decode_hazards([] if too_long else pairs)
    lang = asked if asked in LANGUAGES else _browser_language()
    st.session_state[FILTERS], st.session_state[HAZARDS], st.session_state[LANG] = filters, hazards, lang
    return Request(lang, filters, hazards, ("…",) if too_long else (*refused, *more))


def settle(asked: Request, campaign: str) -> None:
    """Add to the address what it left open: the language, and the `campaign` that its question is about ("": none)."""
    if st.query_params.get("lang") != asked.lang or (campaign and not asked.filters.campaign):
        write(replace(asked.filters, campaign=asked.filters.campaign or campaign), asked.lang)


def requested_value(page: str, name: str) -> str:
    """What is asked of the control `name` of `page`: by the address, else by what was chosen there before; else ""."""
    return str(st.query_params.get(name) or st.session_state.get(_chosen(page, name)) or "")


def control_value(page: str, name: str, offered: Container[str], default: str) -> str:
    """What the control `name` of `page` shows: what is asked of it; a code not offered counts as the default."""
    asked = requested_value(page, name) or default
    if asked not in offered:
        return default
    st.session_state[READ].add(name)
    return asked


def set_control(page: str, name: str, value: str, default: str, filters: Filters | None = None) -> None:
    """Choose `value` in the control `name` of `page`, and with it `filters`; the default is not in the address.

    One writing for both: each is an entry of the browser's history.
    """
    st.session_state[_chosen(page, name)] = value
    write(filters or current(), st.session_state[LANG], {name: [] if value == default else [value]})


def unread(page: str) -> tuple[str, ...]:
    """What the address asks of `page` and no control of it has read, as name=value, cut to 40 characters; without what
    the reader chose here while its control was drawn. Known once the page has run; the next choice takes it away.
    """
    names = [name for name in st.query_params if name not in OURS and name not in st.session_state[READ]]
    st.session_state[UNREAD] = tuple(names)
    asked = ((name, st.query_params[name]) for name in names)
    return tuple(
        url.shown(f"{name}={value}") for name, value in asked if st.session_state.get(_chosen(page, name)) != value
    )


def _chosen(page: str, name: str) -> str:
    return f"choice.{page}.{name}"


def choose_city(adcode: str) -> None:
    """Show only this city; when it is the one shown already, all again."""
    filters = current()
    go(replace(filters, cities=() if filters.cities == (adcode,) else (adcode,)))


def choose_lines(codes: Sequence[str]) -> None:
    """Show only these lines."""
    go(replace(current(), lines=tuple(sorted(set(codes)))))


def choose_as_of(as_of: AsOf) -> None:
    """Show the state at this day or instant; None: the default."""
    go(replace(current(), as_of=as_of))


def clear() -> None:
    """Take all filters off; the language and the notice stay."""
    st.session_state[HAZARDS] = NOT_NARROWED
    go(Filters(current().campaign))


def narrow(hazards: HazardFilters) -> None:
    """Narrow hazards and tips by this."""
    st.session_state[HAZARDS] = hazards
    go(current())


def if_session_lives(callback: Callable[P, None]) -> Callable[P, None]:
    """A widget's callback, unless the server was told to forget this session (clear_cache): what a widget says is then
    news to Streamlit only, there is nothing to compare it with, and the address holds what was chosen.
    """

    @wraps(callback)
    def called(*arguments: P.args, **named: P.kwargs) -> None:
        if LANG in st.session_state:
            callback(*arguments, **named)

    return called


def on_chart_city(key: str) -> Callable[[], None]:
    """A callback for `on_select` of the chart `key`: a mark gives an adcode first; the same again shows all."""

    @if_session_lives
    def chosen() -> None:
        points = st.session_state[key]["selection"]["points"]
        codes = tuple(sorted({code for code in map(_code, points) if code}))
        # a figure that changed forgets its selection, so the same mark again comes as a selection, not as none
        go(replace(current(), cities=() if codes == current().cities else codes))

    return chosen


def on_chart_cell(key: str) -> Callable[[], None]:
    """The same for a city × line matrix, whose marks have (adcode, line code) as customdata; either may be ''."""

    @if_session_lives
    def chosen() -> None:
        points = st.session_state[key]["selection"]["points"]
        cells = [tuple(point["customdata"])[:2] for point in points if point.get("customdata")]
        cities = tuple(sorted({str(city) for city, _ in cells if city}))
        lines = tuple(sorted({str(line) for _, line in cells if line}))
        go(replace(current(), cities=cities, lines=lines))

    return chosen


def on_table_city(key: str, adcodes: Sequence[str]) -> Callable[[], None]:
    """A callback for `on_select` of the table `key`, whose rows stand for `adcodes`."""
    codes = tuple(adcodes)

    @if_session_lives
    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        go(replace(current(), cities=tuple(sorted({codes[row] for row in rows if row < len(codes) and codes[row]}))))

    return chosen


def _code(point: dict[str, Any]) -> str:
    data = point.get("customdata") or point.get("location") or ""
    return str(data[0] if isinstance(data, list | tuple) else data)


def current() -> Filters:
    """The filters of this session now."""
    filters: Filters = st.session_state.get(FILTERS, Filters())
    return filters


def current_hazards() -> HazardFilters:
    """What hazards and tips are narrowed by in this session now."""
    hazards: HazardFilters = st.session_state.get(HAZARDS, NOT_NARROWED)
    return hazards


def go(filters: Filters) -> None:
    """Ask for `filters`, in the language of now."""
    write(filters, st.session_state.get(LANG, LANGUAGES[0]))


def write(filters: Filters, lang: str, page: Mapping[str, list[str]] | None = None) -> None:
    """Put `filters` and `lang` into the address, and `page`, some of its own parameters; its others stay."""
    st.session_state[FILTERS], st.session_state[LANG] = filters, lang
    gone = {*OURS, *st.session_state.get(UNREAD, ())}
    params: dict[str, list[str]] = {key: st.query_params.get_all(key) for key in st.query_params if key not in gone}
    params |= {**(page or {}), "lang": [lang]}
    for key, value in (*url.encode(filters), *url.encode_hazards(current_hazards())):
        params.setdefault(key, []).append(value)
    st.query_params.from_dict(params)


def _browser_language() -> str:
    return "zh" if (st.context.locale or "zh").lower().startswith("zh") else "en"
