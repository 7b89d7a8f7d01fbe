"""What each role lets its person see."""

import pytest

from data_access.access.viewer import ACTING, ADMINISTERING, LOCAL, NOWHERE, SEEING, Role, Viewer
from data_access.question import EVERYWHERE, Scope

CASES: list[tuple[set[Role], tuple[str, ...] | None, Scope, bool]] = [
    ({"province"}, None, EVERYWHERE, True),
    ({"office"}, None, EVERYWHERE, True),
    ({"city"}, ("230500",), Scope(("230500",)), True),
    ({"city"}, None, NOWHERE, False),  # a city leader whose city nobody named sees none, never all
    ({"city", "office"}, ("230500",), EVERYWHERE, True),
    ({"publisher", "importer"}, None, NOWHERE, False),
    ({"security"}, None, NOWHERE, False),
    (set(), None, NOWHERE, False),
]


@pytest.mark.parametrize(("roles", "cities", "scope", "sees"), CASES)
def test_roles_decide_what_is_seen(roles: set[Role], cities: tuple[str, ...] | None, scope: Scope, sees: bool) -> None:
    viewer = Viewer("7", "李", "市应急管理局", frozenset(roles), cities)
    assert (viewer.scope, viewer.sees) == (scope, sees)


def test_each_role_is_of_one_kind_and_the_local_reader_sees_all() -> None:
    assert not (SEEING & ACTING)
    assert not (SEEING & ADMINISTERING)
    assert not (ACTING & ADMINISTERING)
    assert LOCAL.scope == EVERYWHERE
    assert LOCAL.may_download
