"""A case as an element: what, whose, since when, what happened, what shows it, what counts and why, what to do."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from htpy import (
    Element,
    Node,
    a,
    aside,
    blockquote,
    button,
    dd,
    details,
    div,
    dl,
    dt,
    h2,
    h3,
    li,
    nav,
    ol,
    p,
    small,
    span,
    summary,
    table,
    tbody,
    td,
    th,
    thead,
    time,
    tr,
    ul,
)

from dashboard.view import View
from data_access.cases.case import Case, Fact, Grid, Group, Row, Step
from data_access.drawing.palette import SIGNS
from data_access.obligations.states import DEFINITION_VERSION

__all__ = ["Element", "Links", "heading_id", "panel", "sentence"]

OPEN_GROUPS: Final = 14
"""So many groups stand open; all cities of a day do."""


class Links(NamedTuple):
    """Where the links of a case lead; "" for one that it does not have."""

    close: str
    to: Callable[[str], str]
    """Item -> the address of this page with its drawer."""
    rows: str
    city: str


def heading_id(item: str) -> str:
    """The id of the heading, which takes the focus when another case opens."""
    return f"case-{item}"


def panel(view: View, case: Case, links: Links) -> Element:
    """The whole drawer."""
    return aside(".drawer", aria_label=view.t("drawer.label", title=case.title))[
        _head(view, case.item, case.kind, case.title, links.close),
        _beside(view, case, links),
        case.verdict and p(".verdict")[_state(view, case.state), case.verdict],
        _actions(view, case, links),
        _facts(case.facts, links),
        case.quote and blockquote(lang="zh-CN")[case.quote],
        _steps(view, case.steps),
        (_group(view, group, links, place < OPEN_GROUPS) for place, group in enumerate(case.groups)),
        case.grid is not None and _grid(case.grid),
        _why(view, case),
        p(".as-of")[view.t("stamp.as_of", at=view.iso(view.question.as_of))],
    ]


def sentence(view: View, item: str, said: str, close: str) -> Element:
    """A drawer that has but a sentence to tell."""
    return aside(".drawer", aria_label=view.t("drawer.label", title=said))[
        _head(view, item, "", view.t("drawer.title"), close), p(".verdict")[said]
    ]


def _head(view: View, item: str, kind: str, title: str, close: str) -> Element:
    return div(".head")[
        h2(id=heading_id(item), tabindex="-1")[kind and small[kind], " ", title],
        a(".close", href=close, aria_label=view.t("drawer.close"))["✕"],
    ]


def _beside(view: View, case: Case, links: Links) -> Node:
    """The case before and the one after it in the list that it is of."""
    if case.beside is None:
        return None
    near = case.beside
    return nav(".beside", aria_label=near.among)[
        _neighbour(links, near.before, f"‹ {near.before_name or view.t('drawer.before')}"),
        span(".among")[near.among],
        _neighbour(links, near.after, f"{near.after_name or view.t('drawer.after')} ›"),
    ]


def _neighbour(links: Links, item: str, words: str) -> Element:
    return a(href=links.to(item))[words] if item else span(aria_hidden="true")


def _actions(view: View, case: Case, links: Links) -> Element:
    return div(".actions")[
        case.reminder
        and button(type="button", data_copy=case.reminder, data_copied=view.t("drawer.copied"))[view.t("drawer.copy")],
        links.rows and a(".button", href=links.rows, download=True)[view.t("drawer.rows")],
        links.city and a(".button", href=links.city)[view.t("drawer.city", city=view.city(case.city))],
    ]


def _facts(facts: Iterable[Fact], links: Links) -> Element:
    return dl[((dt[one.label], dd[a(href=links.to(one.item))[one.text] if one.item else one.text]) for one in facts)]


def _steps(view: View, steps: tuple[Step, ...]) -> Node:
    if not steps:
        return None
    return div(".steps")[
        h3[view.t("drawer.steps")],
        ol[
            (
                li(class_={"ahead": one.ahead})[time[one.when], span(".what")[one.what], small[one.source]]
                for one in steps
            )
        ],
    ]


def _group(view: View, group: Group, links: Links, is_open: bool) -> Element:
    return details(".group", open=is_open)[
        summary[group.title],
        ul[(_row(view, one, links) for one in group.rows)],
        group.more > 0 and p(".more")[view.t("drawer.more", group.more)],
    ]


def _row(view: View, row: Row, links: Links) -> Element:
    told = [_state(view, row.state), div[span(".title")[row.title], row.detail and small[row.detail]]]
    return li[a(href=links.to(row.item))[told] if row.item else span[told]]


def _state(view: View, state: str) -> Node:
    """The sign of a state on its colour; nothing for what has none."""
    if state not in SIGNS:
        return None
    return span(f".sign.{state.replace('_', '-')}", role="img", aria_label=view.word("state", state))[SIGNS[state]]


def _grid(grid: Grid) -> Element:
    return div(".grid")[
        h3[grid.title],
        div(".scroll", tabindex="0", role="region", aria_label=grid.title)[
            table[
                thead[tr[(th(scope="col")[one] for one in grid.headings)]],
                tbody[(tr[(td[cell] for cell in row)] for row in grid.rows)],
            ]
        ],
    ]


def _why(view: View, case: Case) -> Element:
    rules = view.t("list.and").join(case.rules)
    return div(".why")[
        h3[view.t("drawer.why")],
        (p[said] for said in case.why),
        p(".rules")[view.t("definition.source", rules=rules, version=DEFINITION_VERSION)],
    ]
