"""The one reader of the database: a snapshot for a page load that needs one, answers remembered by question and stamp,
outages bridged.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final, NamedTuple, NoReturn, TypeVar, cast

import streamlit as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from dashboard import access, errors
from dashboard.data import kept
from dashboard.data.high_water import HighWater
from dashboard.data.loading import LoadingError, loading
from dashboard.data.outage import Breaker, Pulse, Why
from dashboard.settings import settings
from dashboard.view import View
from data_access.database.engine import database_url, read_engine
from data_access.database.failures import DATABASE, Failure, failure_of
from data_access.database.revision import Fit, read_fit
from data_access.database.self_check import refusal
from data_access.database.snapshot import Later, Snapshot, snapshot
from data_access.database.stamp import Stamp, read_stamp
from data_access.i18n import t

Rows = TypeVar("Rows")
"""What readers share and nobody changes."""
EXTRACT_TIMEOUT = 120.0
"""Seconds for one statement of an extract; a page's statement has five."""
PULSE_SECONDS = 1.0
"""For so long all page loads go by what was seen of the database, without a statement of their own."""
AGAIN: Final = "page.again"
"""In the session: why the page is drawn a second time."""

_snapshot: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


class NoAnswerError(RuntimeError):
    """There is no answer, and no copy of what was asked; `why` says what failed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Seen(NamedTuple):
    """What is seen of the database before anything is asked of it."""

    stamp: Stamp
    fit: Fit


class Opened(NamedTuple):
    """What one page load reads from, and the state of the data in it."""

    snapshot: Snapshot
    seen: Seen


@cache
def engine() -> Engine:
    """The read engine of this process; a module's own, so that no viewer's message can throw it away."""
    return read_engine(database_url())


@cache
def pulse_engine() -> Engine:
    """The read engine of the pulse: a connection of its own, so that no page keeps all others waiting."""
    return read_engine(database_url())


@cache
def extract_engine() -> Engine:
    """The read engine of the extracts: connections of its own, so that downloads do not keep pages waiting."""
    return read_engine(database_url(), statement_timeout=EXTRACT_TIMEOUT)


@cache
def breaker() -> Breaker:
    """Shared by all pages of this process."""
    return Breaker(settings().backoff_failures, settings().backoff_seconds)


@contextmanager
def page_load(*, at_once: bool = False) -> Iterator[Opened | Why]:
    """What one page load reads from, or why there is nothing: a snapshot of the data that the pulse has seen, opened
    when an answer is in no memory; with `at_once` a snapshot opened now, of whatever data it finds.
    """
    with ExitStack() as stack:
        opened = _opened(stack, engine()) if at_once else _as_seen(stack)
        if not isinstance(opened, str) and not opened.seen.fit and loading().awaited(opened.seen.stamp.version):
            opened = "loading"
        token = _snapshot.set(None if isinstance(opened, str) else opened.snapshot)
        try:
            yield opened
        finally:
            _snapshot.reset(token)


def _as_seen(stack: ExitStack) -> Opened | Why:
    seen = pulse().read()
    if isinstance(seen, str):
        return seen
    version = seen.stamp.version
    later = Later(lambda opening: _connection(opening, version))
    stack.callback(later.give_back)
    return Opened(kept.remembering(Snapshot(later), version), seen)


def _connection(stack: ExitStack, version: str) -> Connection:
    """A connection that sees this version of the data; where there is another one the page begins again."""
    opened = _opened(stack, engine())
    if isinstance(opened, str):
        raise NoAnswerError(opened)
    if opened.seen.stamp.version != version:
        begin_again("moved")
    return opened.snapshot.connection


def _opened(stack: ExitStack, of: Engine) -> Opened | Why:
    """A snapshot, closed by `stack`, and what is seen in it; or why there is none."""
    if breaker().open:
        return "away"
    began = time.monotonic()
    try:
        fresh = stack.enter_context(snapshot(of))
        seen = Seen(read_stamp(fresh), read_fit(fresh))
    except PoolTimeoutError:
        return "busy"  # no failure of the database: to leave it alone would make an outage of a rush
    except Exception as error:  # also a date in it that is none
        return failed(error, time.monotonic() - began)
    breaker().succeeded()
    return Opened(kept.remembering(fresh, seen.stamp.version), seen)


def begin_again(why: str) -> NoReturn:
    """Run this page load again from its beginning, with a snapshot opened at once: what it began with holds no more."""
    pulse().expire()
    st.session_state[AGAIN] = why
    st.rerun()
    raise NoAnswerError("away")  # without a session there is no page to run


def is_begun_again() -> bool:
    """Whether this page load has no more to gain by beginning again."""
    current = _snapshot.get()
    return current is None or not isinstance(current.source, Later)


def read(load: Callable[..., Rows], view: View, *arguments: Hashable) -> Rows:
    """What `load(s, question, *arguments)` gives for the view; remembered by question and stamp.

    NoAnswerError when the database fails and no answer is remembered. Nothing for a view whose scope is not, or no
    longer, that of who looks: the page is drawn anew, its fragments with it.
    """
    access.hold_to(view.question.scope)
    key = load, view.question, view.stamp.version, arguments
    current = _snapshot.get()
    if current is not None and view.away_since is None:
        return _answer(key, current, lambda: load(current, view.question, *arguments))
    if (answer := kept.answers().find(key)) is not None:
        return cast(Rows, answer)
    if view.away_since is not None:
        raise NoAnswerError(view.why or "away")
    with page_load() as opened:  # a fragment runs without its page
        if isinstance(opened, str):
            raise NoAnswerError(opened)
        if opened.seen.stamp.version != view.stamp.version:
            begin_again("moved")
        return _answer(key, opened.snapshot, lambda: load(opened.snapshot, view.question, *arguments))


def _answer(key: Hashable, s: Snapshot, load: Callable[[], Rows]) -> Rows:
    """The answer under `key`, else that of `load()`; NoAnswerError when the database fails in it.

    Only a lost connection is everybody's: a statement that is too slow, or asks what is not there, is its page's own.
    """
    try:
        return cast(Rows, kept.answers().get(key, load, s.give_back))
    except LoadingError as error:
        raise NoAnswerError("loading") from error
    except DATABASE as error:
        why = failure_of(error)
        if why == "away":
            failed(error)
        raise NoAnswerError(why) from error


def failed(error: BaseException, waited: float = 0.0) -> Failure:
    """What kind of failure ended an attempt to see the database, for which somebody `waited` so many seconds. The first
    of a row is logged; only a database that is away is left alone for a while.
    """
    why, first = failure_of(error), breaker().away_since is None
    breaker().failed(why, waited)
    pulse().expire()
    if first:
        errors.report(error)
    return why


def why_of(error: Exception) -> Why:
    """Why there is nothing to draw after `error`, which ended an attempt to begin a page."""
    return error.why if isinstance(error, NoAnswerError) else failed(error)


def words_of(why: str, lang: str) -> str:
    """Why there is nothing to be read, in a sentence; what is refused is named in it."""
    return t(lang, f"shell.{why}", None, **dict(refusal() or {}), read=f"{loading().read:,}", all=f"{loading().all:,}")


@cache
def high_water() -> HighWater:
    """Shared by all pages of this process."""
    return HighWater()


@cache
def pulse() -> Pulse[Seen]:
    """Shared by all pages of this process."""
    return Pulse(_look, PULSE_SECONDS)


def newest() -> Stamp | None:
    """The newest stamp, at most a second old; None while there is none to be seen."""
    seen = pulse().read()
    return None if isinstance(seen, str) else seen.stamp


def _look() -> Seen | Why:
    with ExitStack() as stack:
        opened = _opened(stack, pulse_engine())
        return opened if isinstance(opened, str) else opened.seen


def forget() -> None:
    """Start as a new process would (tests); an engine that is forgotten closes its connections."""
    engines = engine, pulse_engine, extract_engine
    for part in (*engines, breaker, high_water, pulse):
        cached: Any = part
        if part in engines and cached.cache_info().currsize:
            cached().dispose()
        cached.cache_clear()
    kept.forget()
