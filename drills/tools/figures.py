"""What a drill found, as a table."""

import sys
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

out = Console(width=None if sys.stdout.isatty() else 120)


class Figure(NamedTuple):
    """One thing that a drill found, in words, what it must be, and whether it is; must "": it is only told."""

    what: str
    found: str
    must: str
    holds: bool


class Figures:
    """The figures of one drill in the order in which they were found."""

    def __init__(self) -> None:
        self.found: list[Figure] = []

    def add(self, what: str, found: str, must: str = "", *, holds: bool = True) -> None:
        """Add a figure; it is printed at once, and again in the table at the end."""
        self.found.append(Figure(what, found, must, holds))
        out.print(f"{what}: {found}", style="" if holds else "red")

    def at_most(self, what: str, found: float, most: float, unit: str, digits: int = 1) -> None:
        """Add a number that holds up to `most`; `unit` is written behind both."""
        self.add(what, f"{found:,.{digits}f} {unit}", f"≤ {most:,.{digits}f} {unit}", holds=found <= most)

    @property
    def hold(self) -> bool:
        """Whether there are figures and all hold."""
        return bool(self.found) and all(one.holds for one in self.found)

    def table(self, title: str) -> Table:
        """All of them."""
        table = Table("what", "found", "must be", "holds", title=title)
        for one in self.found:
            table.add_row(one.what, one.found, one.must, ("yes" if one.holds else "[red]NO[/]") if one.must else "")
        return table
