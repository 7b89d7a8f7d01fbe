"""Who may do what: asked by pages and routes, changed by the security administrator; unknown people are denied.

Nobody grants to himself. While no account of the machine (os:NAME) is security administrator, whoever sits at the
console may appoint one, another person than himself. Every change raises the version, which open pages compare.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, insert, select, update

from data_access.access.place import CONSOLE, READING, AccessError
from data_access.access.rights import ROLES, Entry, Granted, Origin, Right, check, in_force
from data_access.access.sessions import close
from data_access.access.tables import access_grant, grants_version, person, session
from data_access.access.viewer import Viewer

CLAIMS: Final[Origin] = "claims"
FRESH: Final = 1.0
"""Seconds for which pages share one reading of the version."""
_ENTRIES: Final = select(*(access_grant.c[name] for name in Entry._fields)).order_by(access_grant.c.id)
_seen: WeakKeyDictionary[Engine, tuple[float, int]] = WeakKeyDictionary()


class Known(NamedTuple):
    """A person as the access place knows him, with the rights in force."""

    id: str
    name: str
    unit: str
    disabled: bool
    rights: list[Granted]


def viewer_of(access: Engine, person_id: str, now: datetime | None = None) -> Viewer | None:
    """The person as a viewer with the rights in force; None for whoever is unknown or disabled."""
    now = now or datetime.now(UTC)
    with access.connect().execution_options(**READING) as conn, conn.begin():
        number = _version(conn, now)
        found = _known(conn, person_id, now)
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
        ids = conn.scalars(select(person.c.id).order_by(person.c.id)).all()
        found = (_known(conn, one, now) for one in ids)
        return [one for one in found if one is not None]


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
    with _change(access) as conn:
        _may_change(conn, by, person_id, right, now)
        if until is not None and until <= now:
            raise AccessError("期限已过", "the end of the grant is past")
        _remember(conn, person_id, name, unit, now)
        check({right, *(held.right for held in _rights(conn, person_id, now))})
        _write(conn, person_id, "grant", right, by.id, now, until)


def revoke(access: Engine, person_id: str, right: Right | None, by: Viewer, now: datetime | None = None) -> list[Right]:
    """Take a right from a person, None: all of them. What was taken; AccessError where it is refused or not held.

    What the identity system says comes back at the next sign-in: disable the person, or change it there.
    """
    now = now or datetime.now(UTC)
    with _change(access) as conn:
        _may_change(conn, by, person_id, None, now)
        held = [one for one in _rights(conn, person_id, now) if right in (None, one.right)]
        if not held:
            raise AccessError(f"{person_id} 没有此权限", f"{person_id} holds no such right")
        for one in held:
            _write(conn, person_id, "revoke", one.right, by.id, now, origin=one.origin)
    return [one.right for one in held]


def set_disabled(access: Engine, person_id: str, disabled: bool, by: Viewer, now: datetime | None = None) -> None:
    """Let a person in no more whatever was granted, or let him in again. AccessError where it is refused."""
    now = now or datetime.now(UTC)
    with _change(access) as conn:
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
        known = _known(conn, person_id, now)
    if known is None and not wanted:
        return
    held = set() if known is None else {one.right for one in known.rights if one.origin == CLAIMS}
    if known is not None and held == wanted and (known.name, known.unit) == (name or known.name, unit or known.unit):
        return
    with _change(access) as conn:
        _remember(conn, person_id, name, unit, now)
        now_held = _rights(conn, person_id, now)
        check({*wanted, *(one.right for one in now_held if one.origin != CLAIMS)})
        before = {one.right for one in now_held if one.origin == CLAIMS}
        for right in sorted(before - wanted):
            _write(conn, person_id, "revoke", right, CLAIMS, now, origin=CLAIMS)
        for right in sorted(wanted - before):
            _write(conn, person_id, "grant", right, CLAIMS, now, origin=CLAIMS)


@contextmanager
def _change(access: Engine) -> Iterator[Connection]:
    """A transaction alone among all that change grants; it raises the version."""
    with access.begin() as conn:
        conn.execute(update(grants_version).values(number=grants_version.c.number + 1))  # the row's lock is the turn
        yield conn
    _seen.pop(access, None)


def _may_change(conn: Connection, by: Viewer, person_id: str, right: Right | None, now: datetime) -> None:
    """AccessError unless `by` may change what this person holds."""
    if by.id == person_id and right is not None:
        raise AccessError("不得给自己授权", "nobody grants to himself")
    found = _known(conn, by.id, now)
    if found and not found.disabled and "security" in {one.right.what for one in found.rights}:
        return
    if by.id.startswith(CONSOLE) and right == Right("security") and not _console_appointed(conn, now):
        return
    raise AccessError(
        f"{by.id} 不是安全管理员，不能授权；尚无安全管理员时，控制台人员可为另一个账号 os:NAME 授予 security",
        f"{by.id} is no security administrator; while there is none, the console may grant security to another os:NAME",
    )


def _console_appointed(conn: Connection, now: datetime) -> bool:
    """Whether an account of the machine is security administrator."""
    query = select(person.c.id).where(person.c.id.startswith(CONSOLE), ~person.c.disabled)
    return any(Right("security") in {r.right for r in _rights(conn, one, now)} for one in conn.scalars(query).all())


def _remember(conn: Connection, person_id: str, name: str, unit: str, now: datetime) -> None:
    """Know the person by this name and unit; AccessError for an id that is none, and for a new person without them."""
    if not person_id.isprintable() or not 0 < len(person_id) <= 200 or person_id != person_id.strip():
        raise AccessError(f"人员编号不可用：{person_id!r}", f"no id of a person: {person_id!r}")
    values = {key: value for key, value in (("name", name.strip()), ("unit", unit.strip())) if value}
    if conn.execute(select(person.c.id).where(person.c.id == person_id)).first() is None:
        if len(values) < 2:
            raise AccessError(
                f"{person_id} 是新人员，请写明姓名和单位", f"{person_id} is new: name and unit are needed"
            )
        conn.execute(insert(person), [{"id": person_id, **values, "disabled": False, "known_since": now}])
    elif values:
        conn.execute(update(person).where(person.c.id == person_id).values(values))


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


def _rights(conn: Connection, person_id: str, now: datetime) -> list[Granted]:
    rows = conn.execute(_ENTRIES.where(access_grant.c.person_id == person_id))
    return in_force((Entry(*row) for row in rows), now)


def _known(conn: Connection, person_id: str, now: datetime) -> Known | None:
    columns = (person.c.id, person.c.name, person.c.unit, person.c.disabled)
    found = conn.execute(select(*columns).where(person.c.id == person_id)).first()
    return None if found is None else Known(*found, _rights(conn, person_id, now))


def _viewer(known: Known, number: int) -> Viewer:
    held = {one.right for one in known.rights}
    roles = frozenset(role for role in ROLES if any(one.what == role for one in held))
    cities = tuple(sorted(one.place for one in held if one.what == "city"))
    plain = Viewer(known.id, known.name, known.unit, roles, version=number)
    return replace(plain, cities=cities or None, may_download=plain.sees and Right("download") in held)
