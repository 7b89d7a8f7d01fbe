"""Sessions of signed-in persons: a random secret in the person's cookie, its hash and its ends on the server.

All processes share them, so whoever is signed out or disabled is out everywhere at the next look. Nothing here trusts
a clock that was set back: a session that seems to begin in the future is none.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe
from typing import Final, Literal, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, select, text, update

from data_access.access.place import CONSOLE, READING, AccessError
from data_access.access.tables import person, session

Way: TypeAlias = Literal["oidc", "proxy"]
Why: TypeAlias = Literal["signout", "revoked", "disabled", "limit", "idle", "age", "provider"]
"""Why a session ended: by its person, by an administrator (revoked, disabled), by a newer one, by time, or because the
identity system said so.
"""
ACT_EVERY: Final = timedelta(minutes=1)
CLOCKS: Final = timedelta(minutes=5)
"""By which the clocks of two servers may differ."""
KEPT: Final = timedelta(days=7)
"""For which an ended session can still be looked up; the audit has its beginning and its end."""
_TURN: Final = text("SELECT pg_advisory_xact_lock(20200044, hashtext(:person))")


class Limits(NamedTuple):
    """How long a session lives without an act and at most, and how many a person may have."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=8)
    each: int = 3


class Session(NamedTuple):
    """A session that may be used now; instants in UTC."""

    number: str
    """Public: for links and for the audit."""
    person_id: str
    way: Way
    address: str
    began_at: datetime
    acted_at: datetime
    ends_at: datetime


STANDARD: Final = Limits()
_COLUMNS: Final = [session.c[name] for name in Session._fields]


def begin(
    access: Engine, person_id: str, address: str, way: Way, limits: Limits = STANDARD, now: datetime | None = None
) -> tuple[str, Session]:
    """Sign a person in: what his cookie is to hold, which is kept nowhere, and the session. The oldest of more than
    `limits.each` ends. AccessError for an unknown or disabled person, and for accounts of the machine.
    """
    now = now or datetime.now(UTC)
    number, secret = token_hex(8), token_urlsafe(32)
    made = Session(number, person_id, way, address, now, now, now + limits.absolute)
    with access.begin() as conn:
        if access.dialect.name == "postgresql":
            conn.execute(_TURN, {"person": person_id})
        _forget(conn, limits, now)
        known = select(person.c.id).where(person.c.id == person_id, ~person.c.disabled)
        if person_id.startswith(CONSOLE) or conn.execute(known).first() is None:
            raise AccessError(f"{person_id} 没有登录权限", f"{person_id} may not sign in")
        open_ones = select(session.c.number).where(session.c.person_id == person_id, session.c.ended_at.is_(None))
        oldest = open_ones.order_by(session.c.began_at.desc(), session.c.number).offset(limits.each - 1)
        close(conn, session.c.number.in_(conn.scalars(oldest).all()), "limit", now)
        conn.execute(insert(session), [made._asdict() | {"secret_hash": _hashed(secret)}])
    return f"{number}.{secret}", made


def find(access: Engine, cookie: str, limits: Limits = STANDARD, now: datetime | None = None) -> Session | None:
    """The session of this cookie; None where it is none, has ended, was idle or old, or its person is disabled."""
    now = now or datetime.now(UTC)
    number, _, secret = cookie.partition(".")
    query = (
        select(session.c.secret_hash, *_COLUMNS)
        .join(person)
        .where(session.c.number == number[:16], ~person.c.disabled, _alive(limits, now))
    )
    with access.connect().execution_options(**READING) as conn, conn.begin():
        row = conn.execute(query).first()
    kept, found = (row[0], Session(*row[1:])) if row else ("", None)
    return found if compare_digest(kept, _hashed(secret)) else None


def act(access: Engine, of: Session, limits: Limits = STANDARD, now: datetime | None = None) -> Session:
    """Note an act of the person, which keeps the session from being idle: written once a minute at most. A session
    that has ended meanwhile stays so.
    """
    now = now or datetime.now(UTC)
    if now < of.acted_at + ACT_EVERY:
        return of
    with access.begin() as conn:
        conn.execute(update(session).where(session.c.number == of.number, _alive(limits, now)).values(acted_at=now))
    return of._replace(acted_at=now)


def end(access: Engine, of: Session | str, why: Why, now: datetime | None = None) -> bool:
    """End a session, or the one of this number, in all tabs, links and downloads; False if it had ended already."""
    with access.begin() as conn:
        number = of if isinstance(of, str) else of.number
        return close(conn, session.c.number == number, why, now or datetime.now(UTC)) == 1


def end_all(access: Engine, person_id: str, why: Why, now: datetime | None = None) -> int:
    """End all sessions of a person; how many there were."""
    with access.begin() as conn:
        return close(conn, session.c.person_id == person_id, why, now or datetime.now(UTC))


def under_way(access: Engine, limits: Limits = STANDARD, now: datetime | None = None) -> list[Session]:
    """The sessions that may be used now, newest first."""
    query = select(*_COLUMNS).join(person).where(~person.c.disabled, _alive(limits, now or datetime.now(UTC)))
    with access.connect().execution_options(**READING) as conn, conn.begin():
        return [Session(*row) for row in conn.execute(query.order_by(session.c.began_at.desc(), session.c.number))]


def _alive(limits: Limits, now: datetime) -> ColumnElement[bool]:
    """Whether a row is of a session that may be used."""
    return and_(
        session.c.ended_at.is_(None),
        session.c.ends_at > now,
        session.c.acted_at > now - limits.idle,
        session.c.began_at <= now + CLOCKS,
    )


def close(conn: Connection, condition: ColumnElement[bool], why: Why, now: datetime) -> int:
    """End the open sessions that satisfy a condition, in this transaction; how many."""
    done = update(session).where(condition, session.c.ended_at.is_(None)).values(ended_at=now, ended_why=why)
    return conn.execute(done).rowcount


def _forget(conn: Connection, limits: Limits, now: datetime) -> None:
    """Note which sessions time has ended, and delete those that ended a week ago."""
    close(conn, session.c.ends_at <= now, "age", now)
    close(conn, session.c.acted_at <= now - limits.idle, "idle", now)
    conn.execute(delete(session).where(session.c.ended_at < now - KEPT))


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
