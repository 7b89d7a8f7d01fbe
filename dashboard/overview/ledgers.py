"""The ledgers of the board: the units of its group, and a line for each other group, which opens to its units."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from htpy import Element, details, summary

from dashboard.addresses.href import SLOT, pattern
from dashboard.charts.state_bars import parts
from dashboard.overview.page import is_chosen
from dashboard.places.ways import toggle
from dashboard.view import View
from data_access.board.groups import LEAGUES, GroupLine, GroupRow
from data_access.board.rows import PLACED, BoardRow, is_hot
from data_access.cases.items import item
from data_access.drawing.ledger import Cell, Headings, Row, ledger
from data_access.drawing.palette import SIGNS, STATE_ORDER
from data_access.drawing.state_bar import Part
from data_access.obligations.counts import Counts
from data_access.wording import rate

Way = Callable[[str], str]
"""A state or a column ("" for the unit itself) -> the address of what it counts."""


def of_units(view: View, rows: Sequence[BoardRow]) -> Element:
    """The ledger of the units."""
    behind = any(row.counts.behind for row in rows)
    counted = [_counted(row, behind=behind) for row in rows]
    most = {key: max(own[key] for own in counted) for key in counted[0]}
    headings = _headings(view, rows[0].unit.group, [row.counts for row in rows], most)
    opened, only = pattern(view, item=SLOT), toggle(view)
    found = [_unit(view, row, own, most, opened, only) for row, own in zip(rows, counted, strict=True)]
    return ledger(view.t("board.ledger.alt", n=len(rows)), headings, found)


def of_groups(view: View, lines: Iterable[GroupLine]) -> list[Element]:
    """A line for each group; most overdue first in what it opens to."""
    opened = pattern(view, item=SLOT)
    return [
        details(id=f"group-{line.group}")[
            summary[_said(view, line)],
            ledger(
                view.t("board.ledger.alt", n=len(line.rows)),
                _headings(view, line.group, [row.counts for row in line.rows], ["overdue"]),
                [_group_row(view, line.group, row, opened) for row in line.rows],
            ),
        ]
        for line in lines
    ]


def chosen(view: View, row: BoardRow) -> bool:
    """Whether the unit is among the chosen cities; False where none is chosen."""
    return bool(view.chosen.cities) and is_chosen(view, row)


def _counted(row: BoardRow, *, behind: bool) -> dict[str, int]:
    """The counts of a row; what is behind the expected pace only where anybody is (G15)."""
    late = {"overdue": row.counts.overdue, **({"behind": row.counts.behind} if behind else {})}
    if row.general is not None and row.major is not None:
        late |= {"hazards": row.general, "majors": row.major}
    return {**late, "missing": row.missing}


def _mark(key: str, n: int, most: int) -> Literal["", "hot", "warm"]:
    if not is_hot(n, most, always=key == "majors"):
        return ""
    return "warm" if key == "behind" else "hot"


def _headings(view: View, group: str, counts: Sequence[Counts], keys: Iterable[str]) -> Headings:
    there = [state for state in STATE_ORDER if any(parts(one)[state] for one in counts)]
    return Headings(
        view.t(f"heading.unit.{PLACED if group == LEAGUES else group}"),
        [f"{SIGNS[state]}{view.t(f'board.state.{state}')}" for state in there],
        view.t("board.column.on_time"),
        [(view.t(f"board.column.{key}"), view.t(f"board.column.{key}.long")) for key in keys],
    )


def _unit(
    view: View, row: BoardRow, counted: Mapping[str, int], most: Mapping[str, int], opened: Way, only: Way
) -> Row:
    name, placed = view.name(row.unit), row.unit.group == PLACED
    way = told(opened, "city", row.unit.adcode) if placed else told(opened, "unit", row.unit.code)
    found = _row(view, view.short(row.unit), name, row.counts, way)
    return found._replace(
        label=view.t("board.only", name=name) if placed else name,
        href=only(row.unit.city) if placed else way(""),
        cells=[_cell(view, name, key, n, way)._replace(mark=_mark(key, n, most[key])) for key, n in counted.items()],
        chosen=chosen(view, row),
    )


def _group_row(view: View, group: str, row: GroupRow, opened: Way) -> Row:
    """The leagues of a city together are a list of tasks; the drawer tells of other units."""
    if group == LEAGUES:
        mine = replace(view.filters, cities=(row.place.code,))
        way = pattern(view, "tasks", filters=mine, units=LEAGUES, state=SLOT)
    else:
        way = told(opened, "unit", row.place.code)
    return _row(view, view.short(row.place), view.name(row.place), row.counts, way)


def _row(view: View, short: str, name: str, counts: Counts, way: Way) -> Row:
    """A row with nothing but what is overdue in its cells."""
    on_time = view.t("board.on_time", name=name, over=counts.on_time, under=counts.due)
    return Row(
        short,
        name,
        way(""),
        bar_parts(view, name, counts, way),
        Cell(rate(counts.on_time, counts.due), on_time, way("")),
        f"{counts.on_time}/{counts.due}",
        [_cell(view, name, "overdue", counts.overdue, way)],
    )


def _cell(view: View, name: str, key: str, n: int, way: Way) -> Cell:
    said = view.t("board.of", name=name, said=f"{view.t(f'board.column.{key}.long')} {n:,}")
    return Cell(f"{n:,}", said, way(key))


def bar_parts(view: View, name: str, counts: Counts, way: Way) -> list[Part]:
    """The parts of the bar of the unit `name`: each state that has any leads to what is in it."""
    sums = {state: n for state, n in parts(counts).items() if n}
    of = sum(sums.values())
    return [
        Part(state, n, view.t("board.part", name=name, state=view.word("state", state), n=n, of=of), way(state))
        for state, n in sums.items()
    ]


def told(opened: Way, kind: str, code: str) -> Way:
    """A section of a unit -> the address at which the drawer tells it."""
    return lambda key: opened(item(kind, code, key))


def _said(view: View, line: GroupLine) -> str:
    worst = [f"{view.short(row.place)} {row.counts.overdue:,}" for row in line.worst]
    numbers = {name: f"{getattr(line.counts, name):,}" for name in ("overdue", "done", "active")}
    said = view.t(f"board.group.{line.group}", n=line.units, **numbers)
    return said + (view.t("board.group.worst", names=view.t("list.and").join(worst)) if worst else "")
