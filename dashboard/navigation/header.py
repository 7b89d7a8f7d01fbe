"""The first line of every page: the product, the six questions, the language; and the row of a question's views."""

from collections.abc import Callable
from typing import Final

from htpy import Element, a, header, nav, span

from dashboard import registry
from dashboard.marks import component
from dashboard.navigation.person import person
from dashboard.registry import PageEntry
from data_access.access.viewer import Viewer
from data_access.i18n import LANGUAGES, t

OF_STREAMLIT: Final = {
    "Choose an option": "choose",
    "Choose date": "choose_date",
    "Clear all": "clear",
    "Close": "close",
    "Collapse": "collapse",
    "Copy to clipboard": "copy",
    "Expand": "expand",
    "Fullscreen": "fullscreen",
    "Close fullscreen": "close",
    "Open": "open",
    "Search": "search",
    "Selected values": "chosen",
    "Show/hide columns": "columns",
}
"""The English names of Streamlit's own buttons and boxes, and the keys of ours: streamlit.<key>."""
Link = Callable[[str, str], str]
"""(page, language) -> the address there with the filters of this page."""


def draw(lang: str, here: PageEntry, link: Link, viewer: Viewer) -> None:
    """Draw the line; the question of `here` is marked."""
    component.draw(line(lang, here, link, viewer), "header", {"lang": _tag(lang), "words": _of_streamlit(lang)})


def line(lang: str, here: PageEntry, link: Link, viewer: Viewer) -> Element:
    """The same as an element: the questions of which this person may see a page."""
    asked = {question: registry.views(question, viewer) for question in registry.QUESTIONS}
    return header(".app-line")[
        a(".skip", href="#content")[t(lang, "navigation.to_content")],
        span(".product")[t(lang, "app.title")],
        nav(".questions", aria_label=t(lang, "navigation.label"))[
            (
                a(
                    href=link(views[0].id, lang),
                    aria_current="true" if question == here.question else None,
                )[t(lang, f"question.{question}")]
                for question, views in asked.items()
                if views
            )
        ],
        span(".languages", role="group", aria_label=t(lang, "filter.lang"))[
            (
                a(href=link(here.id, code), lang=_tag(code), aria_current="true" if code == lang else None)[
                    t(lang, f"lang.{code}")
                ]
                for code in LANGUAGES
            )
        ],
        person(lang, viewer),
    ]


def draw_views(lang: str, here: PageEntry, link: Link, viewer: Viewer) -> None:
    """Draw where the reader is: the views of the question of `here` as links, or its name where it has but one."""
    component.draw(views(lang, here, link, viewer), "views")


def views(lang: str, here: PageEntry, link: Link, viewer: Viewer) -> Element:
    """The same as an element."""
    entries = registry.views(here.question, viewer)
    name = t(lang, f"question.{here.question}")
    others = (
        a(href=link(entry.id, lang), aria_current="page" if entry is here else None)[t(lang, entry.title_key)]
        for entry in entries
    )
    alone = len(entries) == 1
    return nav("#content.views", aria_label=name if alone else t(lang, "navigation.views"), tabindex="-1")[
        span(".place")[name], None if alone else others, _brief(lang, link(here.id, lang))
    ]


def _brief(lang: str, here: str) -> Element:
    """The brief in place of the page: on a wall, or printed at once."""
    return span(".brief-links")[
        a(href=f"{here}&present=1")[t(lang, "present.open")],
        a(href=f"{here}&present=1&print=1")[t(lang, "present.paper")],
    ]


def _tag(code: str) -> str:
    return "zh-CN" if code == "zh" else code


def _of_streamlit(lang: str) -> dict[str, str]:
    return {english: t(lang, f"streamlit.{key}") for english, key in OF_STREAMLIT.items()}
