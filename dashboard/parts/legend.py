"""The legend of the states, as text that wraps where a picture's legend cannot: sign on colour, word, count."""

from collections.abc import Iterable
from html import escape

from dashboard.charts.state_bars import Parts
from dashboard.view import View
from data_access.drawing.palette import BEHIND, SIGNS, STATE_ORDER
from data_access.wording import number


def state_names(view: View) -> dict[str, str]:
    """The word for each state, in the order in which they are drawn."""
    return {state: view.t(f"state.{state}") for state in STATE_ORDER}


def html(view: View, parts: Parts, behind: int) -> str:
    """All eight states with the number of each, and after those not due how many of them are `behind` pace, for
    st.html.
    """
    entries = {state: _entry(state, SIGNS[state], name, parts[state]) for state, name in state_names(view).items()}
    entries["not_due"] += _entry("behind", BEHIND, view.t("behind.among"), behind, view.t("definition.behind"))
    return _key(entries.values())


def of(told: Iterable[tuple[str, str, str, int]]) -> str:
    """Of each state its sign, the words for it and how many have it, for st.html."""
    return _key(_entry(state, sign, name, n) for state, sign, name, n in told)


def _key(entries: Iterable[str]) -> str:
    style = "display:flex;flex-wrap:wrap;gap:2px 16px;font-size:0.93rem;line-height:1.5"
    return f'<div role="list" style="{style}">{"".join(entries)}</div>'


def words(view: View, parts: Parts) -> str:
    """The same as a sentence, for readers who cannot see the picture."""
    said = [f"{name} {number(parts[state])}" for state, name in state_names(view).items()]
    return view.t("list.and").join(said)


def _entry(look: str, sign: str, name: str, count: int, meaning: str = "") -> str:
    chip = (
        "display:inline-block;width:1.25em;text-align:center;background:var(--fill);color:var(--ink);"
        "border:1px solid var(--line);border-radius:2px;margin-right:4px;line-height:1.2"
    )
    return (
        f'<span role="listitem" style="white-space:nowrap" title="{escape(meaning)}">'
        f'<span class="{look.replace("_", "-")}" style="{chip}">{escape(sign)}</span>'
        f"{escape(name)} <b>{count:,}</b></span>"
    )
