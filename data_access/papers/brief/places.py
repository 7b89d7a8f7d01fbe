"""The map of a brief: the outlines of its places, if there are any and they may be drawn."""

from data_access.drawing import boundaries
from data_access.drawing.city_map import Shapes, shapes
from data_access.papers.brief.blocks import Ledger


def outline_of(ledger: Ledger) -> Shapes | None:
    """The outlines of the province in which the places of the ledger lie; None where it has no boundaries, or where an
    operator does not want them drawn.
    """
    province = next((f"{code[:2]}0000" for code in ledger.numbers), "")
    return shapes(province) if boundaries.wanted() else None
