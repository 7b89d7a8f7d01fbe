"""Who may do what: asked by pages and routes, changed by the security administrator; unknown people are denied.

Nobody grants to himself. While no account of the machine (os:NAME) is security administrator, whoever sits at the
console may appoint one, another account than his own. Every change raises the version, which open pages compare.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from data_access.access.audit.line import Event, Fact
from data_access.access.audit.record import write_line
from data_access.access.audit.settings import AuditError
from data_access.access.people import Known, everybody, has_console_chief, known_person, remember, rights_of
from data_access.access.place import CONSOLE, READING, AccessError
from data_access.access.rights import ROLES, Origin, Right, check
from data_access.access.sessions import close
from data_access.access.tables import access_grant, grants_version, person, session
from data_access.access.viewer import Viewer

CLAIMS: Final[Origin] = "claims"
IDENTITY_SYSTEM: Final = Viewer(CLAIMS, "", "", frozenset())
"""Who grants by claims, for the audit."""
FRESH: Final = 1.0
"""Seconds for which pages share one reading of the version."""
_seen: WeakKeyDictionary[Engine, tuple[float, int]] = WeakKeyDictionary()


def viewer_of(access: Engine, person_id: str, now: datetime | None = None) -> Viewer | None:
    """The person as a viewer with the rights in force; None for whoever is unknown or disabled."""
    now = now or datetime.now(UTC)
    with access.connect().execution_options(**READING) as conn, conn.begin():
        number = _version(conn, now)
        found = known_person(conn, person_id, now)
    return None if found is None or found.disabled else _viewer(found, number)


def version(access: Engine, now: datetime | None = None) -> int:
    """A number that grows with each change of persons and grants, also when a grant ends by its day; at most a second
    old, and then one select of one row for all pages of the process. `now` asks anew.
    """
    before = _seen.get(access)
    if now is None and before and monotonic() < before[0] + FRESH:
        return before[1]
    with access.connect().execution_options(**READING) as conn, conn.begin():
        number = _version(conn, now or datetime.now(UTC))
    _seen[access] = (monotonic(), number)
    return number


def who(access: Engine, now: datetime | None = None) -> list[Known]:
    """All persons with their rights in force, by id."""
    now = now or datetime.now(UTC)
    with access.connect().execution_options(**READING) as conn, conn.begin():
        return everybody(conn, now)


def grant(
    access: Engine,
    person_id: str,
    right: Right,
    by: Viewer,
    *,
    name: str = "",
    unit: str = "",
    until: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """Let a person do something, until an instant (aware) or until it is revoked. `name` and `unit` are needed for a
    person who is not known yet, and change those of one who is. AccessError where it is refused.
    """
    now = now or datetime.now(UTC)
    facts: dict[str, Fact] = {"person": person_id, "right": str(right), "until": until.isoformat() if until else None}
    with _change(access, "grant", by, facts) as conn:
        _may_change(conn, by, person_id, right, now)
        if until is not None and until <= now:
            raise AccessError("期限已过", "the end of the grant is past")
        remember(conn, person_id, name, unit, now)
        check({right, *(held.right for held in rights_of(conn, person_id, now))})
        _write(conn, person_id, "grant", right, by.id, now, until)


def revoke(access: Engine, person_id: str, right: Right | None, by: Viewer, now: datetime | None = None) -> list[Right]:
    """Take a right from a person, None: all of them. What was taken; AccessError where it is refused or not held.

    What the identity system says comes back at the next sign-in: disable the person, or change it there.
    """
    now = now or datetime.now(UTC)
    with _change(access, "revoke", by, {"person": person_id, "right": str(right or "all")}) as conn:
        _may_change(conn, by, person_id, None, now)
        held = [one for one in rights_of(conn, person_id, now) if right in (None, one.right)]
        if not held:
            raise AccessError(f"{person_id} 没有此权限", f"{person_id} holds no such right")
        for one in held:
            _write(conn, person_id, "revoke", one.right, by.id, now, origin=one.origin)
    return [one.right for one in held]


def set_disabled(access: Engine, person_id: str, disabled: bool, by: Viewer, now: datetime | None = None) -> None:
    """Let a person in no more whatever was granted, or let him in again. AccessError where it is refused."""
    now = now or datetime.now(UTC)
    with _change(access, "disable" if disabled else "enable", by, {"person": person_id}) as conn:
        _may_change(conn, by, person_id, None, now)
        if not conn.execute(update(person).where(person.c.id == person_id).values(disabled=disabled)).rowcount:
            raise AccessError(f"没有此人：{person_id}", f"nobody is known as {person_id}")
        if disabled:
            close(conn, session.c.person_id == person_id, "disabled", now)


def mapped(
    access: Engine, person_id: str, name: str, unit: str, rights: Iterable[Right], now: datetime | None = None
) -> None:
    """Note what the identity system's claims give a person at sign-in: these rights and no others of that origin.

    Writes only what changed; who has no right stays unknown. AccessError for ids of the console and rights that
    exclude each other or those that were granted by a person.
    """
    now, wanted = now or datetime.now(UTC), set(rights)
    if person_id.startswith(CONSOLE):
        raise AccessError(
            "统一身份认证不得使用 os: 开头的编号", "no identity system may bring an id that begins with os:"
        )
    with access.connect().execution_options(**READING) as conn, conn.begin():
        known = known_person(conn, person_id, now)
    if known is None and not wanted:
        return
    held = set() if known is None else {one.right for one in known.rights if one.origin == CLAIMS}
    if known is not None and held == wanted and (known.name, known.unit) == (name or known.name, unit or known.unit):
        return
    with _change(access, "grant", IDENTITY_SYSTEM, {"person": person_id, "rights": sorted(map(str, wanted))}) as conn:
        remember(conn, person_id, name, unit, now)
        now_held = rights_of(conn, person_id, now)
        check({*wanted, *(one.right for one in now_held if one.origin != CLAIMS)})
        before = {one.right for one in now_held if one.origin == CLAIMS}
        for right in sorted(before - wanted):
            _write(conn, person_id, "revoke", right, CLAIMS, now, origin=CLAIMS)
        for right in sorted(wanted - before):
            _write(conn, person_id, "grant", right, CLAIMS, now, origin=CLAIMS)


@contextmanager
def _change(access: Engine, event: Event, by: Viewer, facts: Mapping[str, Fact]) -> Iterator[Connection]:
    """A transaction alone among all that change grants. It raises the version, and is recorded before it counts:
    where that fails, nothing changes. What is refused is recorded too.
    """
    try:
        with access.begin() as conn:
            conn.execute(update(grants_version).values(number=grants_version.c.number + 1))  # the row's lock is a turn
            yield conn
            write_line(event, by, True, facts)
    except AuditError:
        raise
    except (AccessError, SQLAlchemyError) as fault:
        write_line(event, by, False, {**facts, "why": getattr(fault, "en", type(fault).__name__)})
        raise
    _seen.pop(access, None)


def _may_change(conn: Connection, by: Viewer, person_id: str, right: Right | None, now: datetime) -> None:
    """AccessError unless `by` may change what this person holds."""
    if by.id == person_id and right is not None:
        raise AccessError("不得给自己授权", "nobody grants to himself")
    found = known_person(conn, by.id, now)
    if found and not found.disabled and "security" in {one.right.what for one in found.rights}:
        return
    accounts = by.id.startswith(CONSOLE) and person_id.startswith(CONSOLE)
    if accounts and right == Right("security") and not has_console_chief(conn, now):
        return
    raise AccessError(
        f"{by.id} 不是安全管理员，不能授权；尚无安全管理员时，控制台人员可为另一个账号 os:NAME 授予 security",
        f"{by.id} is no security administrator; while there is none, the console may grant security to another os:NAME",
    )


def _write(
    conn: Connection,
    person_id: str,
    act: str,
    right: Right,
    by: str,
    now: datetime,
    until: datetime | None = None,
    origin: Origin = "console",
) -> None:
    row = {"person_id": person_id, "act": act, "what": right.what, "place": right.place}
    conn.execute(insert(access_grant), [{**row, "origin": origin, "by_person": by, "at": now, "until": until}])


def _version(conn: Connection, now: datetime) -> int:
    ended = select(func.count()).where(access_grant.c.until <= now).scalar_subquery()
    return int(conn.execute(select(grants_version.c.number + ended)).scalar_one())


def _viewer(known: Known, number: int) -> Viewer:
    held = {one.right for one in known.rights}
    roles = frozenset(role for role in ROLES if any(one.what == role for one in held))
    cities = tuple(sorted(one.place for one in held if one.what == "city"))
    plain = Viewer(known.id, known.name, known.unit, roles, cities or None, version=number)
    return replace(plain, may_download=plain.sees and Right("download") in held)
