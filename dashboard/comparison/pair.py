"""The two instants: T of the filters, and before it the one that a reader chooses by a link, a day, or the address."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

import streamlit as st
from htpy import Element, a, nav, span

from dashboard.addresses import address, href, url
from dashboard.data import reader
from dashboard.marks import component
from dashboard.view import View, box_key
from data_access.comparison.pairs import Refusal, refusal, since_of
from data_access.database.days import end_of_day, instant_of, local_date
from data_access.papers.published import list_issues

DAYS: Final = (1, 7, 30)
DEADLINES: Final = 5
"""The last ones before T are offered."""
CONTROL: Final = "since"


class Start(NamedTuple):
    """An earlier instant that is offered, in words; None: as comparison.pairs.since_of chooses."""

    words: str
    at: datetime | None


def choose(view: View) -> View:
    """The view with the instant that T is compared with, after drawing its choice."""
    offered = _offered(view)
    code = address.control_value(view.page, CONTROL, offered, "")
    chosen = view.asking(view.question.counted_from(offered[code].at))
    since = reader.read(since_of, chosen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="since_controls"):
        _day(view, local_date(since, view.question.zone))
        component.draw(_links(view, offered, code), "since")
    return view.asking(view.question.counted_from(since))


def refused(view: View) -> Refusal | None:
    """Why the two instants of a view of `choose` cannot be compared; None where they can."""
    return reader.read(refusal, view)


def when(view: View, instant: datetime) -> str:
    """An instant in words: its day where it is the end of one, else with hour and minute."""
    day = local_date(instant, view.question.zone)
    return view.day(day) if end_of_day(day, view.question.zone) == instant else view.iso(instant)


def _day(view: View, day: date) -> None:
    """The box with the day of the earlier instant; the end of a day that is chosen is compared with."""
    key = box_key(f"{view.page}_{CONTROL}", view.lang)
    if st.session_state.get(key) != day:
        st.session_state[key] = day

    @address.if_session_lives
    def changed() -> None:
        address.set_control(view.page, CONTROL, st.session_state[key].isoformat(), "")

    label = view.t("compared.since")
    st.date_input(
        label,
        key=key,
        on_change=changed,
        format="YYYY-MM-DD",
        width=150,
        min_value=url.FIRST_DAY,
        max_value=url.LAST_DAY,
    )


def _links(view: View, offered: Mapping[str, Start], code: str) -> Element:
    """The starts that are offered, as links; the chosen one is none."""

    def link(key: str, start: Start) -> Element:
        if key == code:
            return span(aria_current="true")[start.words]
        return a(href=href.href(view, since=key))[start.words]

    return nav(".starts", aria_label=view.t("compared.starts"))[(link(key, start) for key, start in offered.items())]


def _offered(view: View) -> dict[str, Start]:
    as_of, zone = view.question.as_of, view.question.zone
    found = {"": Start(view.t("compared.default"), None)}
    for days in DAYS:
        found[f"{days}d"] = Start(view.t("compared.days", n=days), as_of - timedelta(days=days))
    past = [one.day for one in view.choices.deadlines if instant_of(one.day, zone) < as_of]
    for day in past[-DEADLINES:]:
        found[day.isoformat()] = Start(view.t("compared.deadline", day=view.day(day)), instant_of(day, zone))
    for issue in reader.read(list_issues, view.asking(view.question.unfiltered())):
        found[f"b{issue.id}"] = Start(view.t("compared.bulletin", label=issue.label), issue.published_at)
    code = address.requested_value(view.page, CONTROL)
    asked = url.read_as_of(code) if code not in found else None
    if asked is not None:
        at = instant_of(asked, zone)
        found[code] = Start(when(view, at), at)
    return found
