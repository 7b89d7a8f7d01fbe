"""What the completion page shows of one unit group: every unit × line by its worst state, the ranking, what is late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from dashboard import agenda, cells, findings, headings, measures, page_choice, store
from dashboard.figures.matrix import Heading, matrix
from dashboard.figures.state_bars import parts
from dashboard.overview import everywhere
from dashboard.ranking import ratio
from dashboard.rows import frame_of
from dashboard.view import View, rate_text
from data_access.completion import COMPLETION, COUNTS
from data_access.frames import UNIT

NAMED = 2
"""How many lines a finding names as those with most overdue."""


@dataclass(frozen=True)
class Completion:
    """The frames of the page for one unit group, for all its units and lines, whichever of them are chosen."""

    group: str
    cells: pd.DataFrame
    units: list[Heading]
    lines: list[Heading]
    counts: pd.DataFrame
    """The parts of the key: all obligations of the group by state."""
    ranked: pd.DataFrame
    late: pd.DataFrame
    """Overdue obligations of the chosen units and lines."""


def groups(view: View) -> list[str]:
    """The unit groups that owe something, in their order; counties have their own picture (coverage)."""
    asked, below = view.filters.groups, below_chosen(view)
    owed = store.line_completion(store.standing(view))  # who owes what follows from the notice, at every instant
    present = {
        group
        for group, line in zip(owed["unit_group"].tolist(), owed["line_code"].tolist(), strict=True)
        if (not asked or group in asked) and (not below or line in below)
    }
    return [group for group in ("city", "member", "office") if group in present]


def whole(view: View) -> View:
    """The same question for all cities and lines: the matrix stands, whatever is chosen in it."""
    filters = replace(view.filters, cities=(), lines=())
    return replace(view, question=replace(view.question, filters=filters))


def read(view: View, group: str, measure: str) -> Completion:
    """The completion of one unit group; the ranking by `measure` is that of the chosen lines and all units."""
    frame = agenda.of_group(store.matrix(whole(view)), group)
    held = store.held_summary(everywhere(view))
    shown = cells.cells(view, frame)
    late = agenda.of_group(store.obligations(view), group)
    return Completion(
        group=group,
        cells=shown.assign(faded=~_chosen(view, shown)),
        units=headings.units(view, frame),
        lines=headings.lines(view, frame),
        counts=parts(frame),
        ranked=measures.places(view, per_unit(view, frame), held, store.cities(view), measure),
        late=agenda.overdue(late),
    )


def figure(view: View, found: Completion, upright: bool, cell: tuple[str, str]) -> go.Figure:
    """The matrix; `cell` (unit, line) has a ring. Names stand upright in Chinese and are turned in English."""
    codes = zip(found.cells["unit_code"].tolist(), found.cells["line_code"].tolist(), strict=True)
    frame = found.cells.assign(chosen=[code == cell for code in codes])
    return matrix(frame, found.units, found.lines, view.dark, upright, view.lang == "zh")


def ranking_rows(view: View, found: Completion) -> pd.DataFrame:
    """The ranking as ranking_bars wants it: small samples are marked behind the name (G12)."""
    mark = view.t("map.small.mark")
    return found.ranked.assign(mark=[mark if small else "" for small in found.ranked["small"]])


def selected(view: View, found: Completion) -> Sequence[str]:
    """The adcodes of the chosen units among those ranked."""
    return [code for code in found.ranked["adcode"].tolist() if code in view.filters.cities]


def finding(view: View, found: Completion) -> str:
    """How much of all is done, how much is overdue, and which lines and units are behind."""
    counts = found.counts
    done = ratio(counts, "completion")
    units, rate = findings.units(view, found.group, len(found.units)), rate_text(done.n, done.d)
    overdue = Counter[str]()
    for code, number in zip(counts["line_code"].tolist(), counts["overdue"].tolist(), strict=True):
        overdue[code] += number
    if not overdue.total():
        return view.t("completion.finding.none", units=units, rate=rate)
    names = {heading.code: heading.name for heading in found.lines}
    worst = [
        view.t("completion.finding.line", line=names[code], n=number)
        for code, number in overdue.most_common(NAMED)
        if number
    ]
    return view.t(
        "completion.finding.late", n=overdue.total(), units=units, rate=rate, lines=view.t("list.and").join(worst)
    )


def alt(view: View, found: Completion) -> str:
    """The matrix in words: its size, and the counts by state."""
    sums = [
        view.t("completion.alt.state", state=view.t(f"state.{state}"), n=sum(found.counts[state].tolist()))
        for state in cells.LEGEND
    ]
    return view.t(
        "completion.alt", units=len(found.units), lines=len(found.lines), states=view.t("list.and").join(sums)
    )


def ranking_alt(view: View, found: Completion) -> str:
    """The ranking in words."""
    pairs = zip(found.ranked["name"], found.ranked["text"], strict=True)
    return view.t("map.alt.join").join(view.t("map.alt.place", name=name, text=text) for name, text in pairs)


def unit_of(found: Completion, adcode: str) -> str:
    """The code of the unit of the group that a city's adcode stands for; "" when it has none."""
    units = dict(zip(found.cells["unit_adcode"].tolist(), found.cells["unit_code"].tolist(), strict=True))
    return str(units.get(adcode, "")) if adcode else ""


def choose_unit(view: View, found: Completion) -> str:
    """The code of the one unit that is chosen ("": none), after drawing its box: a city is a filter, others are not."""
    if found.group == "city":
        return unit_of(found, page_choice.city(view))
    words = {"": view.t("completion.unit.all"), **{heading.code: heading.name for heading in found.units}}
    return page_choice.choose(view, "unit", words, view.t("completion.unit"), "")


def choose_group(view: View, offered: Sequence[str]) -> str:
    """The unit group, after drawing its switch: 条 and 块 are shown apart (G9)."""
    words = {group: view.t(f"group.{group}") for group in offered}
    return page_choice.choose(view, "units", words, view.t("completion.units"), offered[0], "segments")


def per_unit(view: View, cells_of_group: pd.DataFrame) -> pd.DataFrame:
    """The rows of load_completion for all units of a group and the chosen lines, out of those of load_matrix."""
    below = below_chosen(view)
    units, counts = (zip(*(cells_of_group[name].tolist() for name in names), strict=True) for names in (UNIT, COUNTS))
    rows_of: dict[tuple[str, ...], list[tuple[int, ...]]] = {}
    for unit, line, row in zip(units, cells_of_group["line_code"].tolist(), counts, strict=True):
        if not below or line in below:
            rows_of.setdefault(unit, []).append(row)
    sums = ([sum(column) for column in zip(*rows, strict=True)] for rows in rows_of.values())
    rows = [(*unit, place, *found) for place, (unit, found) in enumerate(zip(rows_of, sums, strict=True))]
    return frame_of(rows, COMPLETION)


def _chosen(view: View, frame: pd.DataFrame) -> pd.Series:
    """Which cells belong to the chosen cities and lines; all, where nothing of the kind is chosen."""
    cities, below = view.filters.cities, below_chosen(view)
    codes = zip(frame["unit_adcode"].tolist(), frame["line_code"].tolist(), strict=True)
    return pd.Series([(not cities or unit in cities) and (not below or line in below) for unit, line in codes])


def below_chosen(view: View) -> set[str]:
    """The chosen lines and all lines below them; none when none is chosen, which means all."""
    codes = set(view.filters.lines)
    for option in view.choices.lines:  # groups stand before what is below them
        if option.parent in codes:
            codes.add(option.code)
    return codes
