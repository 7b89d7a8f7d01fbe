"""Persons of each role, and a page load or a file as one of them asks for it."""

from dataclasses import replace
from typing import Final

import pytest

from dashboard import access
from data_access.access.viewer import LOCAL, Role, Viewer
from data_access.question import Scope

HARBIN, SHUANGYASHAN, HEGANG = "230100", "230500", "230400"


def person(*roles: Role, cities: tuple[str, ...] | None = None, downloads: bool = True) -> Viewer:
    """Somebody with these roles, signed in."""
    name = "-".join((*roles, *(cities or ()))) or "nobody"
    return Viewer(f"id-{name}", name, "某单位", frozenset(roles), cities, downloads, version=1, session="7")


def leader_of(*cities: str, downloads: bool = True) -> Viewer:
    """The leader of these cities."""
    return person("city", cities=cities, downloads=downloads)


PROVINCE, OFFICE = person("province"), person("office")
OF_HARBIN, OF_SHUANGYASHAN, OF_TWO = leader_of(HARBIN), leader_of(SHUANGYASHAN), leader_of(HARBIN, SHUANGYASHAN)
SEES_NOTHING: Final = (
    person(),
    *(person(role) for role in ("publisher", "importer", "security", "system", "auditor")),
    leader_of(),
)


def viewer_of(scope: Scope) -> Viewer:
    """Who sits at the machine, or the leader of these cities."""
    return LOCAL if scope.cities is None else leader_of(*scope.cities)


def look(viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this person looks."""
    monkeypatch.setattr(access, "current", lambda: viewer)


def next_session(viewer: Viewer) -> Viewer:
    """The same person, signed in a second time."""
    return replace(viewer, session=f"{viewer.session}1")
