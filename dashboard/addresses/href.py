"""The address of a page with some parts changed, as the links of marks have it."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

import streamlit as st

from dashboard import registry
from dashboard.addresses import address, url
from dashboard.view import View
from data_access.question import Filters, HazardFilters


class _Keep(Enum):
    KEEP = "keep"


KEEP: Final = _Keep.KEEP
SLOT: Final = "\0"
"""Stands in a pattern for what is filled in."""


def href(
    view: View,
    page: str = "",
    *,
    item: str | _Keep = KEEP,
    filters: Filters | None = None,
    hazards: HazardFilters | None = None,
    lang: str = "",
    **controls: str,
) -> str:
    """The address of `page` ("": this one) with the filters and the language of `view`, or those given instead.

    `item` is what its drawer shows, "" for nothing; without it this page keeps its own and another page has none.
    `controls` are parameters of the page; on this page the others stay as they are, and "" takes one away.

    What this reader has chosen decides about it, so nothing that is remembered for all readers may hold one.
    """
    here = page in ("", view.page)
    opened = item if item is not KEEP else address.item() if here else ""
    return of(
        page or view.page,
        filters or view.chosen,
        address.current_hazards() if hazards is None else hazards,
        lang or view.lang,
        {**(_controls() if here else {}), **controls, address.ITEM: opened},
    )


def open_ended(view: View, *left_out: str) -> str:
    """The address of this page without the parameters `left_out`, to which more may be appended as &name=value: a list
    of links that differ in one filter only is written by it in a tenth of the time.
    """
    of_page = {**_controls(), address.ITEM: address.item()}.items()
    pairs = [*url.encode(view.chosen, address.current_hazards()), *of_page]
    kept = [("lang", str(view.lang)), *((name, value) for name, value in pairs if value and name not in left_out)]
    return f"{registry.of(view.page).path}?{urlencode(kept)}"


def pattern(view: View, page: str = "", **changed: Any) -> Callable[[str], str]:
    """A function from a value to the address that `href` gives with that value in place of SLOT in `changed`: a picture
    has hundreds of links that differ in one value, and each `href` takes 40 µs.
    """
    before, after = href(view, page, **changed).split(quote_plus(SLOT))
    return lambda value: f"{before}{quote_plus(value)}{after}"


def of(page: str, filters: Filters, hazards: HazardFilters, lang: str, more: Mapping[str, str]) -> str:
    """The address of `page` with these filters in this language, and the parameters `more` that have a value."""
    pairs = [*url.encode(filters, hazards), *((name, value) for name, value in more.items() if value)]
    return f"{registry.of(page).path}?{urlencode([*pairs, ('lang', str(lang))])}"


def _controls() -> dict[str, str]:
    """The parameters of this page's own controls in its address."""
    return {name: st.query_params[name] for name in st.query_params if name not in address.OURS}


def to_page(page: str, lang: str) -> str:
    """The address of `page` in `lang` with the filters that this page load was asked for, a view or none."""
    here = page == st.session_state.get(address.PAGE)
    more = {**_controls(), address.ITEM: address.item()} if here else {}
    return of(page, address.current(), address.current_hazards(), lang, more)
