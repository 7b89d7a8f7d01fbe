"""Tiles of one line: a number, what it is, and what it was."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from htpy import Element, a, b, small, span

Tone = Literal["red", "blue", "gray"]


class Tile(NamedTuple):
    """A number with its words."""

    value: str
    label: str
    note: str
    href: str
    tone: Tone = "blue"


def tiles(found: Sequence[Tile]) -> Element:
    """The tiles side by side, on a telephone two by two."""
    return span(".tiles", role="list")[
        (
            span(role="listitem")[
                a(f".tile.{one.tone}", href=one.href)[
                    b[one.value], " ", span(".words")[span[one.label], " ", small[one.note]]
                ]
            ]
            for one in found
        )
    ]
