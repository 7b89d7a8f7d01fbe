"""A brief as a Word paper: the same sheets one below the other, in the styles of the sheet of a city."""

from datetime import datetime

from data_access.drawing.palette import SIGNS
from data_access.papers.brief.blocks import Block, Brief, Ledger, Tiles
from data_access.papers.documents.paper import Col, Mark, Paper, Table
from data_access.wording import number

FILL = "EDEDED"
BAR = 4.2
"""The width of the cell of states beside the other cells, in their widths."""


def brief_paper(brief: Brief, as_of: datetime) -> Paper:
    """The paper; `as_of`: the instant which its figures are of. Equal briefs make equal papers."""
    paper = Paper("sheet", brief.lang, head=brief.label)
    paper.title(brief.title)
    paper.note("　".join(brief.sources))
    for sheet in brief.sheets:
        paper.heading(sheet.title)
        for block in sheet.blocks:
            _write(paper, block)
    paper.about(brief.title, as_of, brief.label)
    return paper


def _write(paper: Paper, block: Block) -> None:
    match block:
        case Tiles(tiles):
            numbers = [Mark(one.number, "figure") for one in tiles]
            labels = [Mark(one.label, "heading", fill=FILL) for one in tiles]
            paper.grid([1] * len(tiles), [labels, numbers, [Mark(one.note) for one in tiles]])
        case Ledger():
            paper.blocks.append(_ledger(block))
            paper.note(block.key)
        case _:
            paper.blocks.append(block)


def _ledger(ledger: Ledger) -> Table:
    """The states of each unit as signs with numbers; what is on the map are sums of its cells."""
    columns = (
        Col(ledger.name, 1.3),
        Col(ledger.bar, BAR, "left"),
        Col(ledger.rate, 1.7),
        *map(Col, ledger.cells),
    )
    rows = tuple((row.name, _states(row.states), f"{row.rate} ({row.of})", *row.cells) for row in ledger.rows)
    return Table(columns, rows, frozenset(), noted=True)


def _states(states: tuple[tuple[str, int], ...]) -> str:
    return " ".join(f"{SIGNS[state]}{number(n)}" for state, n in states)
