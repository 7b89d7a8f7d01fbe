"""Where a newer (or later found, older) version of a row goes among those that are known (§3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from seed.returns.reading.characters import same


@dataclass(frozen=True)
class Version:
    """One version of a row. `own`: it came from the row's lead; a copy never replaces it, whenever it came."""

    id: int
    recorded_at: datetime
    confirmed_at: datetime
    """When a file last said the same."""
    superseded_at: datetime | None
    own: bool
    content: Any


@dataclass(frozen=True)
class Placement:
    """What to write for a version that differs: its own validity, and how long the others now are."""

    superseded_at: datetime | None
    replaces: Version | None = None
    shortened: dict[int, datetime | None] = field(default_factory=dict)
    repeated: Version | None = None
    """This version again, from its confirmation on: an older file was found between the two times it was sent."""


def last_said(recorded_at: datetime, received: datetime | None, superseded_at: datetime | None) -> datetime:
    """When a stored version was last said: the receipt of its last file, within the version's own validity."""
    said = max(recorded_at, received or recorded_at)
    return min(said, superseded_at) if superseded_at else said


def place(known: Sequence[Version], recorded_at: datetime, *, own: bool, content: Any) -> Placement | Version | None:
    """The placement of a version received at `recorded_at`; None when it changes nothing.

    `known` are all versions of the row. At any instant the last own version received so far is in force, or the last
    copy while no own one was. A version that is in force already and is only said again is returned itself: it is
    confirmed now. Of two versions received at the same time the one that is read later wins.
    """
    earlier = sorted((v for v in known if v.recorded_at <= recorded_at), key=lambda v: (v.recorded_at, v.id))
    later = sorted((v for v in known if v.recorded_at > recorded_at), key=lambda v: (v.recorded_at, v.id))
    before = next((v for v in reversed(earlier) if v.own), earlier[-1] if earlier else None)
    if before and before.own and not own:
        return None
    if before and same(before.content, content) and before.own == own:
        return before if before.confirmed_at < recorded_at else None
    shortened: dict[int, datetime | None] = {}
    if own:
        shortened |= {v.id: v.recorded_at for v in later if not v.own and v.superseded_at != v.recorded_at}
        later = [v for v in later if v.own]
    if before:
        shortened[before.id] = recorded_at
        if before.own == own and before.confirmed_at > recorded_at:
            return Placement(before.confirmed_at, before, shortened, before)
    return Placement(later[0].recorded_at if later else None, before, shortened)
