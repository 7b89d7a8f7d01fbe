"""A person who looks at the dashboard, and what the person's roles allow (docs/adr/0044-access.md)."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from data_access.question import EVERYWHERE, Scope

Role: TypeAlias = Literal["province", "city", "office", "publisher", "importer", "security", "system", "auditor"]
SEEING: Final[frozenset[Role]] = frozenset({"province", "city", "office"})
"""Roles that see campaign data."""
ACTING: Final[frozenset[Role]] = frozenset({"publisher", "importer"})
"""Roles that change campaign data by a command; they see none on a page."""
ADMINISTERING: Final[frozenset[Role]] = frozenset({"security", "system", "auditor"})
"""Roles that see no campaign data; a person has at most one of them, and none of the others with it."""
NOWHERE: Final = Scope(())
"""The scope of a person who sees no city."""


@dataclass(frozen=True)
class Viewer:
    """A person who is signed in, as of one version of the grants."""

    id: str
    """The identity system's own id of the person, unique and never used again."""
    name: str
    unit: str
    roles: frozenset[Role]
    cities: tuple[str, ...] | None = None
    """adcodes of the cities of a city leader, in order; None: all."""
    may_download: bool = False
    """Files and papers may be taken; apart from the right to see them on a page."""
    version: int = 0
    """Version of the grants that this was read at; another one asks the grants again."""
    session: str = ""
    """The session's public number, which the audit and links carry; never the cookie."""

    @property
    def sees(self) -> bool:
        """Whether any campaign data may be shown to this person."""
        return bool(self.roles & SEEING) and self.scope != NOWHERE

    @property
    def scope(self) -> Scope:
        """The cities that this person may see; none without a role that sees."""
        if self.roles & {"province", "office"}:
            return EVERYWHERE
        return Scope(self.cities or ()) if "city" in self.roles else NOWHERE

    @property
    def works_in_office(self) -> bool:
        """Whether the drafts and the register of bulletins are open to this person."""
        return "office" in self.roles


LOCAL: Final = Viewer("local", "", "", frozenset({"province", "office"}), may_download=True)
"""Whoever sits at this machine, where there is no sign-in (way `none`, ADR 0011)."""
