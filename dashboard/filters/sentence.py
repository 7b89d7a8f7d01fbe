"""One sentence above every page: which notice, cities and lines it is about and as of when. Each word opens its list,
whose entries are links (ADR 0033).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from htpy import (
    Element,
    Node,
    a,
    button,
    details,
    div,
    fragment,
    input as box,
    label,
    li,
    p,
    section,
    span,
    summary,
    ul,
)
from markupsafe import Markup

from dashboard.addresses import href
from dashboard.addresses.href import SLOT
from dashboard.filters import slider, words
from dashboard.filters.words import Entry, Word
from dashboard.marks import component
from dashboard.registry import PageEntry
from dashboard.view import View

LONG: Final = 15
"""Entries above which a list has a box that narrows it."""
MORE: Final = "more"


def draw(view: View, entry: PageEntry) -> None:
    """Draw the sentence of a page, with the slider over the notice's window."""
    component.draw(line(view, entry), "filters")


def line(view: View, entry: PageEntry) -> Element:
    """The same as an element."""
    alone, together = [words.notice(view), *words.shared(view, entry)], words.further(view, entry)
    if len(together) == 1:
        alone, together = [*alone, *together], []
    moment = words.moment(view)
    named: list[Node] = [
        *(_named(view, word, word.id) for word in alone),
        span(".together")[view.t("filter.until"), " ", _named(view, moment, moment.id)],
        *(_named(view, word, MORE) for word in together if word.off),
    ]
    if together:
        named.append(_opener(MORE, view.t("filter.more"), view.t("filter.more")))
    clear = words.cleared(view)
    return section(".filters", aria_label=view.t("filter.sentence"))[
        p(".sentence")[
            span[view.t("filter.shown")],
            _dotted(named),
            a(".clear", href=clear)[view.t("filter.clear")] if clear else None,
        ],
        (_panel(word.id, word.name, _list(view, word), once=word.id == "campaign") for word in alone),
        _panel(moment.id, moment.name, (_list(view, moment), _another_day(view)), once=True),
        _panel(MORE, view.t("filter.more"), (_section(view, word) for word in together)) if together else None,
        slider.element(view),
    ]


def _dotted(named: Sequence[Node]) -> Iterator[Node]:
    for place, one in enumerate(named):
        if place:
            yield span(".dot", aria_hidden="true")["·"]
        yield one


def _named(view: View, word: Word, panel: str) -> Element:
    """A word as the button of its list, and where something is chosen the link that takes it away."""
    off = view.t("filter.off", name=word.name, what=word.says)
    return span(class_=["word", {"set": bool(word.off)}])[
        _opener(panel, word.says, f"{word.name}: {word.says}"),
        a(".off", href=word.off, aria_label=off, title=off)["✕"] if word.off else None,
    ]


def _opener(panel: str, says: str, name: str) -> Element:
    return button(type="button", popovertarget=f"filter-{panel}", aria_label=name)[
        says, span(".arrow", aria_hidden="true")[" ▾"]
    ]


def _panel(panel: str, name: str, content: Node, once: bool = False) -> Element:
    """A list over the page; `once`: a choice closes it."""
    return div(
        f"#filter-{panel}.panel", popover="auto", role="dialog", aria_label=name, data_once="" if once else None
    )[content]


def _list(view: View, word: Word) -> Node:
    """The entries; a long list with a box that leaves those with some letters."""
    narrow = label[
        span(".unseen")[view.t("filter.find")],
        box(type="search", data_narrow="", placeholder=view.t("filter.find"), autocomplete="off"),
    ]
    return narrow if len(word.entries) > LONG else None, ul[_entries(word)]


def _entries(word: Word) -> Markup:
    return _written(word.id, word.entries).replace(SLOT, word.kept)


@lru_cache(500)
def _written(of: str, entries: tuple[Entry, ...]) -> Markup:
    """The entries with SLOT where the address of their word begins. Kept, since they take two thirds of the sentence,
    and a choice in one word changes the entries of none of the others.
    """
    return Markup("%s") % fragment[(_entry(of, entry) for entry in entries)]


def _entry(of: str, entry: Entry) -> Element:
    here = "true" if entry.chosen else None
    return li(class_=f"d{entry.depth}")[
        a(id=f"filter-{of}-{entry.code}", href=entry.href, aria_current=here)[entry.says]
    ]


def _section(view: View, word: Word) -> Element:
    return details(id=f"filter-{word.id}", open=bool(word.off))[summary[f"{word.name}: {word.says}"], _list(view, word)]


def _another_day(view: View) -> Element:
    shown = view.local(view.question.as_of).date()
    return label(".day")[
        view.t("filter.day"),
        box(
            type="date",
            value=shown.isoformat(),
            min=view.choices.earliest.isoformat(),
            max=view.choices.latest.isoformat(),
            data_go=f"{href.open_ended(view, 'asof')}&asof=",
        ),
    ]
