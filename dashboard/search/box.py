"""The search box in the first line of every page: what is typed goes to the server, links come back (ADR 0033)."""

from typing import Final

import streamlit as st
from htpy import Element, a, circle, div, input as box, label, li, p, path, span, svg, ul

from dashboard import access
from dashboard.addresses import address
from dashboard.marks import component
from dashboard.search.offers import Offer, offers
from dashboard.view import View

ASKED, TURN, GONE = "search.asked", "search.turn", "search.gone"
LIST: Final = "search-offers"


@st.fragment
def draw(view: View) -> None:
    """Draw the box, and the offers for what was typed last. Typing runs this part of the page only."""
    access.hold_to(view.question.scope)
    if st.session_state.pop(GONE, False):
        st.rerun()
    here = (view.page, view.lang)
    *where, asked = st.session_state.get(ASKED, (*here, ""))
    if here != tuple(where):  # typed on another page, and left there
        asked = ""
    with st.container(key="search_box", gap=None):
        component.draw(field(view, f"{view.page}-{st.session_state.get(TURN, 0)}"), "search", on_find=_asked)
        component.draw(listed(view, asked, offers(view, asked) if asked else []), "offers", on_gone=_gone)


def field(view: View, turn: str) -> Element:
    """The box; another `turn` makes it a new one, which is empty."""
    return label(".search", data_fresh=turn)[
        span(".unseen")[view.t("search.name")],
        svg(viewBox="0 0 16 16", aria_hidden="true")[circle(cx="6.5", cy="6.5", r="4.5"), path(d="M10 10l5 5")],
        box(
            "#search",
            type="search",
            placeholder=view.t("search.name"),
            title=view.t("search.key"),
            autocomplete="off",
            aria_controls=LIST,
            data_find=LIST,
        ),
    ]


def listed(view: View, asked: str, found: list[Offer]) -> Element:
    """The offers as links; where there are none for what was asked, that there are none, and an example."""
    if not asked:
        return div(id=LIST, hidden="")
    name = view.t("search.offers")
    return div(id=LIST, class_="panel offers", popover="auto", data_show=asked, role="dialog", aria_label=name)[
        ul[(li[a(id=f"offer-{n}", href=one.href)[one.says]] for n, one in enumerate(found))]
        if found
        else p(role="status")[view.t("search.none", asked=asked), " ", _example(view)]
    ]


def _example(view: View) -> str:
    """What could be typed, in places and lines of this notice."""
    cities, lines, deadlines = view.choices.cities, view.choices.lines, view.choices.deadlines
    city = view.city(cities[-1].code) if cities else ""
    line = f"{lines[0].code} {city}" if lines else city
    day = deadlines[0].day if deadlines else view.choices.first
    return view.t("search.example", city=city, line=line, day=view.day(day))


@address.if_session_lives
def _asked(text: str) -> None:
    state = st.session_state
    state[ASKED] = (state[address.PAGE], str(state[address.LANG]), text.strip()[:200])


@address.if_session_lives
def _gone() -> None:
    """An offer was followed: the box is empty again, and the whole page runs."""
    st.session_state.pop(ASKED, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.session_state[GONE] = True
