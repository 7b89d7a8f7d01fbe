"""Grants: unknown people are denied, rights exclude each other, nobody grants to himself, and changes are noticed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Engine, select

from data_access.access import grants
from data_access.access.place import AccessError
from data_access.access.rights import ROLES, Entry, Right, check, in_force
from data_access.access.tables import access_grant, person as person_table
from data_access.access.viewer import ADMINISTERING, Viewer
from data_access.question import EVERYWHERE
from tests.tally import Tally

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ROOT = Viewer("os:root", "", "", frozenset())
LI = Viewer("os:li", "李明", "省应急管理厅", frozenset({"security"}))
CITY = Right("city", "230500")


@pytest.fixture
def governed(access: Engine) -> Engine:
    """An access place whose security administrator is LI."""
    grants.grant(access, LI.id, Right("security"), ROOT, name=LI.name, unit=LI.unit, now=NOW)
    return access


def let(access: Engine, person: str, *rights: Right, until: datetime | None = None, now: datetime = NOW) -> None:
    for right in rights:
        grants.grant(access, person, right, LI, name="王", unit="市局", until=until, now=now)


def test_unknown_people_are_denied(access: Engine) -> None:
    assert grants.viewer_of(access, "u1") is None


def test_viewer_has_what_was_granted(governed: Engine) -> None:
    let(governed, "u1", Right("city", "230900"), CITY, Right("download"))
    viewer = grants.viewer_of(governed, "u1", NOW)
    assert viewer == Viewer(
        "u1", "王", "市局", frozenset({"city"}), ("230500", "230900"), True, viewer and viewer.version
    )
    let(governed, "u2", Right("province"))
    leader = grants.viewer_of(governed, "u2", NOW)
    assert leader
    assert (leader.scope, leader.may_download) == (EVERYWHERE, False)


def test_download_alone_shows_nothing_and_takes_nothing(governed: Engine) -> None:
    let(governed, "u1", Right("download"))
    viewer = grants.viewer_of(governed, "u1", NOW)
    assert viewer
    assert (viewer.sees, viewer.may_download) == (False, False)


def test_grant_ends_by_its_day_by_revocation_and_by_disabling(governed: Engine) -> None:
    day = timedelta(days=1)
    let(governed, "u1", CITY, Right("office"), until=NOW + day)
    held = [grants.viewer_of(governed, "u1", NOW + after) for after in (day - timedelta(seconds=1), day)]
    assert [viewer and sorted(viewer.roles) for viewer in held] == [["city", "office"], []]
    assert grants.revoke(governed, "u1", CITY, LI, NOW) == [CITY]
    assert grants.viewer_of(governed, "u1", NOW).roles == {"office"}  # type: ignore[union-attr]
    grants.set_disabled(governed, "u1", True, LI, NOW)
    assert grants.viewer_of(governed, "u1", NOW) is None
    grants.set_disabled(governed, "u1", False, LI, NOW)
    assert grants.revoke(governed, "u1", None, LI, NOW) == [Right("office")]
    assert grants.viewer_of(governed, "u1", NOW).roles == frozenset()  # type: ignore[union-attr]


def test_history_stays(governed: Engine) -> None:
    let(governed, "u1", CITY)
    grants.revoke(governed, "u1", CITY, LI, NOW)
    let(governed, "u1", CITY)
    columns = access_grant.c
    with governed.connect() as connection:
        query = select(columns.act, columns.by_person).where(columns.person_id == "u1").order_by(columns.id)
        acts = connection.execute(query).all()
    assert acts == [("grant", "os:li"), ("revoke", "os:li"), ("grant", "os:li")]


CHANGES: dict[str, Callable[[Engine], object]] = {
    "grant": lambda access: let(access, "u1", Right("office")),
    "revoke": lambda access: grants.revoke(access, "u1", CITY, LI, NOW),
    "disable": lambda access: grants.set_disabled(access, "u1", True, LI, NOW),
    "claims": lambda access: grants.mapped(access, "u1", "", "", [Right("office")], NOW),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_raises_the_version_for_all(governed: Engine, name: str) -> None:
    let(governed, "u1", CITY)
    before = grants.version(governed)
    CHANGES[name](governed)
    assert grants.version(governed) > before


def test_end_of_a_grant_raises_the_version_too(governed: Engine) -> None:
    let(governed, "u1", CITY, until=NOW + timedelta(hours=1))
    first, second = (grants.version(governed, NOW + timedelta(minutes=each)) for each in (59, 60))
    assert second == first + 1


def test_version_of_another_process_is_at_most_a_second_old(governed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = grants.version(governed)
    with governed.begin() as connection:  # what another process writes
        connection.exec_driver_sql("UPDATE grants_version SET number = number + 1")
    assert grants.version(governed) == before
    monkeypatch.setattr(grants, "FRESH", 0)
    assert grants.version(governed) == before + 1


REFUSED: dict[str, tuple[Callable[[Engine], object], str]] = {
    "to himself": (lambda a: grants.grant(a, LI.id, Right("auditor"), LI, now=NOW), "himself"),
    "by a leader": (
        lambda a: grants.grant(a, "u2", CITY, Viewer("u1", "", "", frozenset({"security"}))),
        "no security",
    ),
    "a second by the console": (
        lambda a: grants.grant(a, "os:wu", Right("security"), ROOT, name="吴", unit="厅"),
        "no sec",
    ),
    "data by the console": (lambda a: grants.grant(a, "u2", CITY, ROOT, name="吴", unit="厅"), "no security"),
    "a new person without a name": (lambda a: let_nameless(a), "is new"),
    "an id with a line break": (lambda a: grants.grant(a, "u\n1", CITY, LI, name="王", unit="局"), "no id"),
    "a city without a code": (lambda a: let(a, "u3", Right("city")), "takes the adcode"),
    "the province with a code": (lambda a: let(a, "u3", Right("province", "230100")), "others nothing"),
    "an end that is past": (lambda a: let(a, "u3", CITY, until=NOW), "is past"),
    "taking what nobody holds": (lambda a: grants.revoke(a, "u1", CITY, LI), "no such right"),
    "taking by a leader": (lambda a: grants.revoke(a, LI.id, None, Viewer("u1", "", "", frozenset())), "no security"),
    "disabling nobody": (lambda a: grants.set_disabled(a, "u9", True, LI), "nobody is known"),
    "an account of the machine by claims": (lambda a: grants.mapped(a, "os:x", "x", "x", [CITY]), "os:"),
}


def let_nameless(access: Engine) -> None:
    grants.grant(access, "u2", CITY, LI)


@pytest.mark.parametrize("case", REFUSED)
def test_refused_and_nothing_changed(governed: Engine, case: str) -> None:
    let(governed, "u1", Right("office"))
    before = grants.who(governed, NOW), grants.version(governed, NOW)
    run, why = REFUSED[case]
    with pytest.raises(AccessError, match=why):
        run(governed)
    assert (grants.who(governed, NOW), grants.version(governed, NOW)) == before


def test_console_appoints_again_when_the_administrator_is_gone(governed: Engine) -> None:
    grants.revoke(governed, LI.id, None, LI, NOW)
    with pytest.raises(AccessError, match="no security"):  # of the machine's accounts only
        grants.grant(governed, "u1", Right("security"), ROOT, name="王", unit="局", now=NOW)
    grants.grant(governed, "os:wu", Right("security"), ROOT, name="吴", unit="厅", now=NOW)
    with pytest.raises(AccessError, match="himself"):
        grants.grant(governed, ROOT.id, Right("system"), ROOT, name="根", unit="厅", now=NOW)


@pytest.mark.parametrize("pair", list(combinations([*ROLES, "download"], 2)), ids="+".join)
def test_who_administers_does_nothing_else(pair: tuple[str, str]) -> None:
    rights = [Right(what, "230500" if what in {"city", "importer"} else "") for what in pair]  # type: ignore[arg-type]
    if set(pair) & ADMINISTERING:
        with pytest.raises(AccessError, match="excludes"):
            check(rights)
    else:
        check(rights)


def test_exclusion_counts_only_what_is_in_force(governed: Engine) -> None:
    let(governed, "u1", Right("auditor"), until=NOW + timedelta(days=1))
    with pytest.raises(AccessError, match="excludes"):
        let(governed, "u1", CITY)
    let(governed, "u1", CITY, now=NOW + timedelta(days=1))
    grants.revoke(governed, "u1", CITY, LI, NOW + timedelta(days=2))
    let(governed, "u1", Right("security"), now=NOW + timedelta(days=2))


def test_claims_replace_claims_and_leave_what_persons_granted(governed: Engine) -> None:
    let(governed, "u1", Right("download"))
    grants.mapped(governed, "u1", "王五", "哈尔滨市应急管理局", [CITY], NOW)
    grants.mapped(governed, "u1", "", "", [Right("province")], NOW)
    known = next(one for one in grants.who(governed, NOW) if one.id == "u1")
    assert (known.name, {(one.right, one.origin) for one in known.rights}) == (
        "王五",
        {(Right("download"), "console"), (Right("province"), "claims")},
    )
    before = grants.version(governed, NOW)
    grants.mapped(governed, "u1", "王五", "", [Right("province")], NOW)
    grants.mapped(governed, "u9", "谁", "哪", [], NOW)
    assert grants.version(governed, NOW) == before
    assert grants.viewer_of(governed, "u9") is None
    with pytest.raises(AccessError, match="excludes"):
        grants.mapped(governed, "u1", "", "", [Right("auditor")], NOW)


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["grant", "revoke"]),
        st.sampled_from(["city", "office"]),
        st.sampled_from(["", "a"]),
        st.sampled_from(["console", "claims"]),
        st.sampled_from([None, -1, 0, 1]),
    ),
    max_size=12,
)


@given(ENTRIES)
def test_last_word_on_each_right_counts(drawn: list[tuple[str, str, str, str, int | None]]) -> None:
    """Whatever was granted and revoked: a right is in force if its last row grants it, and not past its end."""
    rows = [
        Entry(act, what, place, origin, "x", NOW, None if end is None else NOW + timedelta(days=end))  # type: ignore[arg-type]
        for act, what, place, origin, end in drawn
    ]
    last = {(row.what, row.place, row.origin): row for row in rows}
    expected = {key for key, row in last.items() if row.act == "grant" and (row.until is None or row.until > NOW)}
    assert {(*one.right, one.origin) for one in in_force(rows, NOW)} == expected


def test_names_cannot_write_on_a_terminal(governed: Engine) -> None:
    grants.mapped(governed, "u1", "王\x1b[31m\n五\u202e", "局" * 500, [CITY], NOW)
    known = next(one for one in grants.who(governed, NOW) if one.id == "u1")
    assert (known.name, len(known.unit)) == ("王[31m五", 200)


PEOPLE = ("os:li", "os:wu", "u1", "u2")
CHANGE = st.tuples(
    st.sampled_from(["grant", "grant", "grant", "revoke", "disable", "enable", "claims"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(["os:root", *PEOPLE]),
    st.sampled_from([Right("security"), Right("auditor"), Right("office"), CITY, Right("download")]),
)


def change(access: Engine, what: str, person: str, by: str, right: Right) -> None:
    actor = Viewer(by, "", "", frozenset())
    if what == "grant":
        grants.grant(access, person, right, actor, name="王", unit="局", now=NOW)
    elif what == "revoke":
        grants.revoke(access, person, right, actor, NOW)
    elif what == "claims":
        grants.mapped(access, person, "王", "局", [right], NOW)
    else:
        grants.set_disabled(access, person, what == "disable", actor, NOW)


@pytest.mark.parametrize("backend", ["sqlite"])
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(tried=st.lists(CHANGE, min_size=6, max_size=10))
def test_whatever_is_tried_rights_exclude_each_other_and_only_who_may_gives_them(
    tally: Tally, access: Engine, tried: list[tuple[str, str, str, Right]]
) -> None:
    with access.begin() as connection:
        connection.execute(access_grant.delete())
        connection.execute(person_table.delete())
    grants.grant(access, LI.id, Right("security"), ROOT, name=LI.name, unit=LI.unit, now=NOW)
    for what, person, by, right in tried:
        before = {one.id: one for one in grants.who(access, NOW)}
        number = grants.version(access, NOW)
        chiefs = {key for key, one in before.items() if not one.disabled and Right("security") in rights(one)}
        try:
            change(access, what, person, by, right)
            done = True
        except AccessError:
            done = False
        after = {one.id: one for one in grants.who(access, NOW)}
        appoints = (what, right, by[:3], person[:3]) == ("grant", Right("security"), "os:", "os:")
        may = what == "claims" or by in chiefs or (appoints and not any(one.startswith("os:") for one in chiefs))
        tally.add(f"{what} {person} by {by}", not done or (may and (what != "grant" or person != by)))
        tally.add(f"{what} {person} {right}", all(compatible(one) for one in after.values()))
        tally.add(f"{what} {person} unseen", after == before or grants.version(access, NOW) > number)
    assert tally.leaked == []


def rights(known: grants.Known) -> set[Right]:
    return {one.right for one in known.rights}


def compatible(known: grants.Known) -> bool:
    held = {one.what for one in rights(known)}
    return not held & ADMINISTERING or len(held) == 1
