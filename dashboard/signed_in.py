"""Who is signed in by which cookie: its session, looked up again after half a second, and the person's rights.

While nobody can be asked, because the access place is away, a session that this process knows goes on until its own
ends: in the meantime nobody can revoke anything either.
"""

from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock
from time import monotonic
from typing import Final, NamedTuple

from sqlalchemy import Engine

from dashboard import errors
from dashboard.settings import settings
from data_access.access import grants, sessions
from data_access.access.place import AccessError, opened
from data_access.access.rights import Right
from data_access.access.sessions import Limits, Session, Way, Why
from data_access.access.viewer import Viewer
from data_access.database.failures import DATABASE

COOKIE: Final = "__Host-dashboard"
"""The cookie with a session's secret. By its prefix browsers take it from this host only, Secure and for all paths."""
FRESH: Final = 0.5
"""Seconds for which a session that was found is taken as found."""
PAUSE: Final = 2.0
"""Seconds for which an access place that does not answer is left alone: it must not hold the threads of pages."""
MOST: Final = 5000
"""Sessions that a process remembers."""
LONGEST: Final = 100


class Known(NamedTuple):
    """A session that may be used, and its person."""

    session: Session
    viewer: Viewer


class Identity(NamedTuple):
    """Somebody who is proven, as the identity system tells."""

    id: str
    name: str = ""
    unit: str = ""
    rights: frozenset[Right] | None = None
    """What its claims give at this sign-in, and nothing else of that origin; None: claims give none and take none."""


class NobodyCanTellError(Exception):
    """The access place does not answer, and this process does not know the cookie."""


class NoRightError(Exception):
    """Somebody who is proven has no right here."""


@cache
def place() -> Engine:
    """The access place. AccessError with a sentence where it is not as this program needs it."""
    return opened()


@cache
def limits() -> Limits:
    """How long sessions live."""
    of = settings()
    return Limits(timedelta(minutes=of.idle_minutes), timedelta(hours=of.session_hours), of.sessions_each)


class _Memory:
    """What was found last for each cookie, and when."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, tuple[float, Known]] = OrderedDict()
        self._lock = Lock()
        self.away_until = 0.0

    def get(self, cookie: str) -> tuple[float, Known] | None:
        with self._lock:
            return self._found.get(cookie)

    def put(self, cookie: str, known: Known | None) -> Known | None:
        with self._lock:
            self._found.pop(cookie, None)
            if known is not None:
                self._found[cookie] = monotonic(), known
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return known


@cache
def _memory() -> _Memory:
    return _Memory()


def fresh(cookie: str) -> Known | None:
    """Whose cookie it is, where that was found a moment ago: asks nobody."""
    found = _memory().get(cookie)
    return found[1] if found and monotonic() < found[0] + FRESH else None


def known(cookie: str) -> Known | None:
    """Whose cookie it is; None where it is nobody's any more, or its person has no right. NobodyCanTellError."""
    if not 0 < len(cookie) <= LONGEST or not cookie.isascii():
        return None
    if found := fresh(cookie):
        return found
    memory = _memory()
    _, before = memory.get(cookie) or (0.0, None)
    if monotonic() >= memory.away_until:
        try:
            return memory.put(cookie, _asked(cookie, before))
        except DATABASE as error:
            errors.report(error)
            memory.away_until = monotonic() + PAUSE
    if before is None:
        raise NobodyCanTellError
    return before if _lives(before.session) else None


def _asked(cookie: str, before: Known | None) -> Known | None:
    session = sessions.find(place(), cookie, limits())
    if session is None:
        return None
    if before and before.viewer.version == grants.version(place()):
        return Known(session, before.viewer)
    viewer = grants.viewer_of(place(), session.person_id)
    if viewer is None or not viewer.roles:
        return None
    return Known(session, replace(viewer, session=session.number))


def _lives(session: Session) -> bool:
    now = datetime.now(UTC)
    return now < min(session.ends_at, session.acted_at + limits().idle)


def begin(who: Identity, address: str, way: Way) -> tuple[str, Known]:
    """Sign a person in: the cookie, and who it is. NoRightError for whoever is unknown, disabled or without a right."""
    try:
        if who.rights is not None:
            grants.mapped(place(), who.id, who.name, who.unit, who.rights)
        viewer = grants.viewer_of(place(), who.id)
        if viewer is None or not viewer.roles:
            raise NoRightError
        cookie, session = sessions.begin(place(), who.id, address, way, limits())
    except AccessError as error:
        raise NoRightError from error
    found = Known(session, replace(viewer, session=session.number))
    _memory().put(cookie, found)
    return cookie, found


def act(cookie: str) -> None:
    """The person has done something: the session is not idle. While nobody can be asked that is not noted."""
    try:
        if found := known(cookie):
            session = sessions.act(place(), found.session, limits())
            if session is not found.session:
                _memory().put(cookie, Known(session, found.viewer))
    except (NobodyCanTellError, *DATABASE) as error:
        errors.report(error)


def end(cookie: str, why: Why) -> Known | None:
    """End the session of this cookie, in all tabs; whose it was."""
    found = known(cookie)
    _memory().put(cookie, None)
    if found:
        sessions.end(place(), found.session, why)
    return found


def forget() -> None:
    """Start as a new process would (tests)."""
    if place.cache_info().currsize:
        place().dispose()
    for part in (place, limits, _memory):
        part.cache_clear()
