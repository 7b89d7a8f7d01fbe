"""What may be granted, which rights exclude each other, and which are in force after all that was written."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from data_access.access.place import AccessError
from data_access.access.viewer import ADMINISTERING, Role

What: TypeAlias = Literal[
    "province", "city", "office", "publisher", "importer", "security", "system", "auditor", "download"
]
"""A role, or the right to take files."""
Origin: TypeAlias = Literal["console", "claims"]
"""A person granted it, or the identity system says so at each sign-in."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)
PLACED: Final[frozenset[What]] = frozenset({"city", "importer"})
"""Rights of one place each: the adcode of a city, the code of a unit."""


class Right(NamedTuple):
    """A right, and the place that it is about: adcode of a city leader's city, code of an importer's unit, else ""."""

    what: What
    place: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.place}".rstrip()


class Granted(NamedTuple):
    """A right in force: who granted it and when (UTC), and until when; None: until it is revoked."""

    right: Right
    origin: Origin
    by: str
    at: datetime
    until: datetime | None


class Entry(NamedTuple):
    """A row of access_grant: a grant or a revocation."""

    act: str
    what: What
    place: str
    origin: Origin
    by_person: str
    at: datetime
    until: datetime | None


def in_force(entries: Iterable[Entry], now: datetime) -> list[Granted]:
    """The rights in force at `now` after these grants and revocations of one person, in their order of writing."""
    held: dict[tuple[Right, Origin], Granted] = {}
    for entry in entries:
        right = Right(entry.what, entry.place)
        if entry.act == "grant":
            held[right, entry.origin] = Granted(right, entry.origin, entry.by_person, entry.at, entry.until)
        else:
            held.pop((right, entry.origin), None)
    return [one for one in held.values() if one.until is None or now < one.until]


def check(rights: Collection[Right]) -> None:
    """AccessError where these rights may not meet in one person, or one of them lacks its place or has one too much.

    Who administers (security, system, audit) does nothing else, and only one of the three.
    """
    for right in rights:
        if bool(right.place) != (right.what in PLACED):
            raise AccessError(
                f"“{right}” 不完整：city 须写市（地）代码，importer 须写单位代码，其余权限不带地方",
                f"{str(right)!r}: city takes the adcode of a city, importer the code of a unit, others nothing",
            )
    held = {right.what for right in rights}
    administering = sorted(held & ADMINISTERING)
    if administering and len(held) > 1:
        raise AccessError(
            f"权限互斥：{administering[0]} 不得与 {'、'.join(sorted(held - {administering[0]}))} 由同一人担任",
            f"{administering[0]} excludes {', '.join(sorted(held - {administering[0]}))} in one person",
        )
