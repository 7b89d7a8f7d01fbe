"""Bridges as a table: then as told, what was revised, then as known now, what happened, now."""

from collections.abc import Iterable
from typing import Final

from htpy import Element, caption, div, small, table, tbody, th, thead, tr
from markupsafe import Markup

from dashboard.addresses import href
from dashboard.comparison.pair import when
from dashboard.view import View
from data_access.comparison.bridges import Bridge, Step
from data_access.drawing.writing import filled, joined
from data_access.wording import number, rate, signed

NAME: Final = '<a href="%s">%s</a>'
RATE: Final = "%s<small>%s</small>"
ROW: Final = (
    '<tr class="%s"><th scope="row">%s</th><td class="n">%s</td><td class="n step">%s</td><td class="n">%s</td>'
    '<td class="n step">%s</td><td class="n now">%s</td></tr>'
)


def of_figures(view: View, bridges: Iterable[Bridge], chosen: str, title: str) -> Element:
    """A row for each figure, whose name chooses it for the table of units."""

    def name(one: Bridge) -> str:
        said = view.word("compared", one.figure)
        return said if one.figure == chosen else filled(NAME, href.href(view, figure=one.figure), said)

    rows = [(name(one), one.figure == chosen, one) for one in bridges]
    return _table(view, rows, title, view.t("compared.column.figure"))


def of_units(view: View, bridges: Iterable[Bridge], title: str, heading: str) -> Element:
    """A row for each unit."""
    rows: list[tuple[str, bool, Bridge]] = []
    for one in bridges:
        own = one.place.code in view.filters.cities
        rows.append((view.short(one.place), own and len(view.filters.cities) == 1, one))
    return _table(view, rows, title, heading)


def _table(view: View, rows: Iterable[tuple[str, bool, Bridge]], title: str, first: str) -> Element:
    since, until = when(view, view.question.since or view.question.as_of), when(view, view.question.as_of)
    heads = [
        (since, "compared.column.then"),
        (view.t("compared.column.revised"), ""),
        (since, "compared.column.known"),
        (view.t("compared.column.happened"), ""),
        (until, ""),
    ]
    return div(".bridges", role="region", tabindex="0", aria_label=title)[
        table[
            caption[title],
            thead[
                tr[
                    th(scope="col")[first],
                    (th(".n", scope="col")[text, key and small[view.t(key)]] for text, key in heads),
                ]
            ],
            tbody[joined(_row(view, name, chosen, one) for name, chosen, one in rows)],
        ]
    ]


def _row(view: View, name: str, chosen: bool, one: Bridge) -> Markup:
    n, d = one.n, one.d
    return filled(
        ROW,
        "chosen" if chosen else "",
        name,
        _number(n.then, d and d.then),
        _step(view, n.revised, d and d.revised),
        _number(n.known, d and d.known),
        _step(view, n.happened, d and d.happened),
        _number(n.now, d and d.now),
    )


def _number(n: int, d: int | None) -> str:
    if d is None:
        return number(n)
    return filled(RATE, rate(n, d), f"{n:,}/{d:,}") if d else rate(n, d)


def _step(view: View, n: Step, d: Step | None) -> str:
    """+3 −5; of a rate its numerator and denominator; “none” where nothing changed."""
    parts = [_signed(one) for one in (n, d) if one is not None]
    if not any(parts):
        return view.t("compared.none")
    return " / ".join(part or "0" for part in parts)


def _signed(one: Step) -> str:
    return " ".join(signed(change) for change in (one.came, -one.gone) if change)
