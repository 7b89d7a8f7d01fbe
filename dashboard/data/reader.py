"""The one reader of the database: a snapshot a page load, answers kept by (question, stamp), outages bridged."""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache, partial
from typing import Any, Literal, NamedTuple, TypeAlias, cast

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from dashboard import errors
from dashboard.data.breaker import Breaker
from dashboard.data.high_water import HighWater
from dashboard.data.kept import Kept
from dashboard.data.last_good import LastGood
from dashboard.data.pulse import Pulse
from dashboard.data.shelf import Rows, Shelf
from dashboard.settings import settings
from dashboard.view import View
from data_access.database.engine import database_url, read_engine
from data_access.database.failures import DATABASE, Failure, failure_of
from data_access.database.revision import Fit, read_fit
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import Stamp, read_stamp

Why: TypeAlias = Failure | Literal["busy"]
"""Why there is no snapshot: the database fails, or all connections to it are in use."""
MAX_ANSWERS, MAX_ROWS = 600, 500_000
"""Rows of some 0.5 kB each: 250 MB."""
LASTING_SECONDS = 600
"""Then it is read anew: what a writer changed who left no trace in the stamp (docs/database.md) is seen after all."""
MAX_LASTING = 256
"""Names of units, lines and places as they are asked for, and of each campaign all that is owed: some 4 MB a stamp."""
EXTRACT_TIMEOUT = 120.0
"""Seconds for one statement of an extract; a page's statement has five."""

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
    """The snapshot of one page load, and what is seen in it."""

    snapshot: Snapshot
    seen: Seen


@cache
def engine() -> Engine:
    """The read engine of this process; a module's own, so that no viewer's message can throw it away."""
    return read_engine(database_url())


@cache
def extract_engine() -> Engine:
    """The read engine of the extracts: connections of its own, so that downloads do not keep pages waiting."""
    return read_engine(database_url(), statement_timeout=EXTRACT_TIMEOUT)


@cache
def breaker() -> Breaker:
    """Shared by all pages of this process."""
    return Breaker(settings().backoff_failures, settings().backoff_seconds)


@cache
def shelf() -> Shelf:
    """Shared by all pages of this process."""
    return Shelf(MAX_ANSWERS, MAX_ROWS, settings().stale_hours * 3600)


@cache
def lasting() -> Kept[Any]:
    """What no instant changes (Snapshot.lasting), of the newest data; shared by all pages of this process."""
    return Kept(MAX_LASTING)


@contextmanager
def page_load() -> Iterator[Opened | Why]:
    """The snapshot of one page load, or why there is none."""
    with ExitStack() as stack:
        opened: Opened | Why = "away"
        if not breaker().open:
            began = time.monotonic()
            try:
                fresh = stack.enter_context(snapshot(engine()))
                seen = Seen(read_stamp(fresh), read_fit(fresh))
                opened = Opened(replace(fresh, memory=partial(_lasting, seen.stamp.version)), seen)
            except PoolTimeoutError:
                opened = "busy"  # no failure of the database: to leave it alone would make an outage of a rush
            except Exception as error:  # also a date in it that is none
                opened = failed(error, time.monotonic() - began)
            else:
                breaker().succeeded()
        token = _snapshot.set(None if isinstance(opened, str) else opened.snapshot)
        try:
            yield opened
        finally:
            _snapshot.reset(token)


def _lasting(version: str, key: Hashable, make: Callable[[], Any]) -> Any:
    return lasting().get((version, time.monotonic() // LASTING_SECONDS, key), make)


def kept(key: Hashable, load: Callable[[], Rows]) -> Rows:
    """What is kept under `key`, else the answer of `load()`; NoAnswerError when the database fails in it.

    Only a lost connection is everybody's: a statement that is too slow, or asks what is not there, is its page's own.
    """
    try:
        return shelf().get(key, load)
    except DATABASE as error:
        why = failure_of(error)
        if why == "away":
            failed(error)
        raise NoAnswerError(why) from error


def read(load: Callable[..., Rows], view: View, *arguments: Hashable) -> Rows:
    """The rows that `load(s, question, *arguments)` gives for the view; kept by question and stamp.

    NoAnswerError when the database fails and no copy is kept.
    """
    key = _key(load, view, *arguments)
    if view.away_since is not None:
        if (answer := shelf().peek(key)) is None:
            raise NoAnswerError(view.why or "away")
        return cast(Rows, answer)
    current = _snapshot.get()
    if current is not None:
        return kept(key, lambda: load(current, view.question, *arguments))
    if (answer := shelf().peek(key)) is not None:
        return cast(Rows, answer)
    with page_load() as opened:  # a fragment runs without its page
        if isinstance(opened, str):
            raise NoAnswerError(opened)
        if opened.seen.stamp.version != view.stamp.version:
            st.rerun()
        return kept(key, lambda: load(opened.snapshot, view.question, *arguments))


def failed(error: BaseException, waited: float = 0.0) -> Failure:
    """What kind of failure ended an attempt to see the database, for which somebody `waited` so many seconds. The first
    of a row is logged; only a database that is away is left alone for a while.
    """
    why, first = failure_of(error), breaker().away_since is None
    if why == "away":
        breaker().failed(waited)
    else:
        breaker().unusable()
    if first:
        errors.report(error)
    return why


@cache
def high_water() -> HighWater:
    """Shared by all pages of this process."""
    return HighWater()


@cache
def last_good() -> LastGood:
    """Shared by all pages of this process."""
    return LastGood(settings().stale_hours * 3600)


@cache
def pulse() -> Pulse[Seen]:
    """Shared by all pages of this process."""
    return Pulse(_look, seconds=1.0)


def newest() -> Stamp | None:
    """The newest stamp, at most a second old; None while there is none to be seen."""
    seen = pulse().read()
    return None if isinstance(seen, str) else seen.stamp


def _look() -> Seen | Why:
    with page_load() as opened:
        return opened if isinstance(opened, str) else opened.seen


def forget() -> None:
    """Start as a new process would (tests); an engine that is forgotten closes its connections."""
    for part in (engine, extract_engine, breaker, shelf, lasting, high_water, last_good, pulse):
        cached: Any = part
        if part in (engine, extract_engine) and cached.cache_info().currsize:
            cached().dispose()
        cached.cache_clear()


def _key(load: Callable[..., Rows], view: View, *arguments: Hashable) -> Hashable:
    return load.__module__, load.__qualname__, view.question, view.stamp.version, arguments
