"""Who looks at this page load, and what that person may see: every page, every row and every file asks here."""

from dataclasses import replace
from typing import Final

from dashboard.settings import settings
from data_access.access.viewer import LOCAL, Viewer
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.question import Scope

OF_OFFICE: Final = frozenset({"quality", "quality-findings", "bulletins", "bulletin-revisions"})
"""Files of what only the office works with (ADR 0047)."""
OF_OWN_CITY: Final = frozenset({"brief", "city-sheet", "annex3"})
"""Papers that go between the office and a city, whose leader may have those of his own."""


def current() -> Viewer:
    """The person who looks: whoever sits at this machine, as long as there is no sign-in (ADR 0011)."""
    return LOCAL


def scope(viewer: Viewer) -> Scope:
    """What this person may see: the only place where a viewer becomes the scope of a question (ADR 0047)."""
    seen = viewer.scope
    return seen if seen.cities is None else replace(seen, peers=settings().peers)


def opens_file(viewer: Viewer, name: str) -> bool:
    """Whether the rows of an extract may be shown to this person; KeyError for an unknown name."""
    table = EXTRACTS[name]
    base = DEFINITIONS[table.figure].extract if table.figure else table.name
    return viewer.sees and (viewer.checks_quality or base not in OF_OFFICE)


def opens_paper(viewer: Viewer, name: str) -> bool:
    """Whether papers of this kind are for this person."""
    return viewer.checks_quality or ("city" in viewer.roles and name in OF_OWN_CITY)
