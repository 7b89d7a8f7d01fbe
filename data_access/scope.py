"""What this viewer may see; part of every question and so of every cache key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The cities a viewer may see. None: all, units without a city too; a tuple: only these cities' units."""

    cities: tuple[str, ...] | None = None


EVERYWHERE = Scope()
