"""What to settle first: what kind, where and what, for how many days, and who is responsible."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from htpy import Element, caption, span, table, tbody, th, thead, tr
from markupsafe import Markup

from data_access.drawing.writing import filled, joined

ROW: Final = (
    '<tr role="row"><td class="kind" role="cell"><span class="slip%s">%s</span></td>'
    '<td class="thing" role="cell"><a href="%s" title="%s"><span class="where">%s</span> %s</a></td>'
    '<td class="n" role="cell"><b>%s</b></td><td class="who" role="cell" title="%s"><span>%s</span></td></tr>'
)


class Press(NamedTuple):
    """A thing to settle, in words."""

    kind: str
    where: str
    what: str
    days: str
    who: str
    label: str
    """All of it in a sentence."""
    href: str
    heavy: bool = False
    """A major hazard: its slip is red."""


def press_list(said: str, headings: Sequence[str], rows: Sequence[Press], *, stacked: bool = False) -> Element:
    """The table; `headings` are those of kind, thing, days and who; `said` is what it is, in a sentence. `stacked`: who
    is responsible stands below the thing, for languages in which both are long.
    """
    kind, thing, days, who = headings
    return table(f".press{'.stacked' if stacked else ''}", role="table")[
        caption(".unseen")[said],
        thead(role="rowgroup")[
            tr(role="row")[
                th(".kind", scope="col", role="columnheader")[span(".unseen")[kind]],
                th(".thing", scope="col", role="columnheader")[thing],
                th(".n", scope="col", role="columnheader")[days],
                th(".who", scope="col", role="columnheader")[who],
            ]
        ],
        tbody(role="rowgroup")[joined(map(_row, rows))],
    ]


def _row(one: Press) -> Markup:
    heavy = " heavy" if one.heavy else ""
    return filled(ROW, heavy, one.kind, one.href, one.label, one.where, one.what, one.days, one.who, one.who)
