"""What the completion page shows of one unit group: every unit × line by its worst state, the ranking, what is late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from htpy import Element

from dashboard import device
from dashboard.charts.matrix import Cell, Heading, matrix
from dashboard.charts.place import Place
from dashboard.charts.state_bars import Parts, parts
from dashboard.completion import cells
from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.filters import choice as page_choice
from dashboard.parts import axis_names, findings, legend
from dashboard.parts.figure import Figure, figure as counted
from dashboard.places import measures, words as place_words
from dashboard.places.ways import toggle
from dashboard.view import View
from data_access.drawing.palette import STATE_ORDER
from data_access.drawing.ranking import ranking
from data_access.notice.places import list_cities
from data_access.obligations import agenda
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import counts_of, per_cell, per_unit
from data_access.wording import rate_text

NAMED = 2
"""How many lines a finding names as those with most overdue."""


@dataclass(frozen=True)
class Completion:
    """What the page shows of one unit group: the matrix of all its units and lines, whichever of them are chosen."""

    group: str
    cells: list[Cell]
    units: list[Heading]
    lines: list[Heading]
    parts: Parts
    """The obligations of the chosen units and lines by state, for the key."""
    finding: str
    """Of the chosen units and lines."""
    ranked: list[Place]
    """All units by the chosen lines; nobody where nothing is owed of what is chosen."""
    late: list[Obligation]
    """Overdue obligations of the chosen units and lines."""
    behind: list[Obligation]
    """Those of them that are behind the expected pace (G15)."""


def groups(view: View) -> list[str]:
    """The unit groups that owe something, in their order; counties have their own picture (coverage)."""
    present = {one.unit.group for one in store.histories(view.asking(view.question.everywhere()))}
    return [group for group in ("city", "member", "office") if group in present]


@remembered
def read(view: View, group: str, measure: str) -> Completion:
    """The completion of one unit group; the ranking by `measure` is that of the chosen lines and all units."""
    wide = view.asking(view.question.everywhere())
    whole = view.asking(wide.question.without_lines())  # the matrix stands, whatever is chosen in it
    everything = agenda.of_group(store.obligations(whole), group)
    of_lines = agenda.of_group(store.obligations(wide), group)
    cities = store.of_notice(view, list_cities)
    held = store.held(wide) if measure == "held" else {}
    chosen = agenda.of_group(store.obligations(view), group)
    return Completion(
        group=group,
        cells=cells.cells(view, per_cell(everything), view.lines, cells.paces(everything)),
        units=axis_names.units(view, (one.unit for one in everything)),
        lines=axis_names.lines(view, (one.line for one in everything)),
        parts=parts(counts_of(chosen)),
        finding=finding(view, group, chosen),
        ranked=measures.places(view, store.in_order(view, per_unit(of_lines)), held, cities, measure) if chosen else [],
        late=agenda.overdue(chosen),
        behind=[one for one in chosen if one.behind],
    )


def total(view: View, found: Completion, measure: str) -> Figure:
    """The ranking's rate of all units of the group together."""
    n, d = (sum(getattr(place, part) or 0 for place in found.ranked) for part in ("n", "d"))
    question = view.question.everywhere().of_groups(found.group)
    return Figure(view.t(f"map.measure.{measure}"), n=n, d=d, definition_key=measure, question=question)


def overdue(view: View, found: Completion) -> Figure:
    """What is overdue of the chosen units and lines."""
    question = view.question.of_groups(found.group)
    return counted(view, "overdue", found.late, view.t("headline.overdue"), question)


def figure(view: View, found: Completion, upright: bool, chosen: str) -> go.Figure:
    """The matrix; the cell of `chosen`, an item, has a ring. Names stand upright in Chinese, turned in English."""
    return matrix(found.cells, found.units, found.lines, view.dark, chosen, upright, view.lang == "zh")


def key(view: View, found: Completion) -> str:
    """The key to the matrix, for st.html."""
    return legend.html(view, found.parts, len(found.behind))


def selected(view: View, found: Completion) -> Sequence[str]:
    """The adcodes of the chosen units among those ranked."""
    return [place.code for place in found.ranked if place.code in view.filters.cities]


def finding(view: View, group: str, owed: Sequence[Obligation]) -> str:
    """How much is done, how much is overdue, and which lines are behind; or that nothing is owed of what is chosen."""
    if not owed:
        return findings.nothing(view, group)
    counts, units = counts_of(owed), {one.unit for one in owed}
    who = view.name(owed[0].unit) if len(units) == 1 else findings.units(view, group, len(units))
    if not counts.active:
        return view.t("completion.finding.waived", units=who)
    rate = rate_text(counts.done, counts.active)
    if not counts.overdue:
        return view.t("completion.finding.none", units=who, rate=rate)
    behind = Counter(one.line for one in owed if one.state == "overdue").most_common(NAMED)
    worst = [view.t("completion.finding.line", line=view.short(line), n=number) for line, number in behind]
    return view.t(
        "completion.finding.late", n=counts.overdue, units=who, rate=rate, lines=view.t("list.and").join(worst)
    )


def alt(view: View, found: Completion) -> str:
    """The matrix in words: its size, and the counts by state."""
    sums = [
        view.t("completion.alt.state", state=view.t(f"state.{state}"), n=found.parts[state]) for state in STATE_ORDER
    ]
    return view.t(
        "completion.alt", units=len(found.units), lines=len(found.lines), states=view.t("list.and").join(sums)
    )


def ranked(view: View, group: str, found: Completion) -> Element:
    """The ranking as bars; one of a city chooses it, or all again."""
    way = toggle(view) if group == "city" else None
    bars = place_words.bars(view, found.ranked, None, selected(view, found), way)
    return ranking(ranking_alt(view, found), bars)


def ranking_alt(view: View, found: Completion) -> str:
    """The ranking in words."""
    return place_words.in_words(view, found.ranked)


def choose_layout(view: View) -> str:
    """Whether lines stand across or down, after drawing its switch: down to begin with on a telephone."""
    words = {code: view.t(f"completion.layout.{code}") for code in ("wide", "tall")}
    start = "tall" if device.narrow() else "wide"
    return page_choice.choose(view, "layout", words, view.t("completion.layout"), start, "segments")


def choose_group(view: View, offered: Sequence[str]) -> str:
    """The unit group, after drawing its switch: 条 and 块 are shown apart (G9)."""
    words = {group: view.t(f"groups.{group}") for group in offered}
    return page_choice.choose(view, "units", words, view.t("completion.units"), offered[0], "segments")
