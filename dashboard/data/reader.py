"""The one reader of the database: a snapshot a page load, answers remembered by question and stamp, outages bridged."""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar, cast

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from dashboard import errors
from dashboard.data.high_water import HighWater
from dashboard.data.memory import Memory
from dashboard.data.outage import Breaker, Pulse, Why
from dashboard.settings import settings
from dashboard.view import View
from data_access.database.engine import database_url, read_engine
from data_access.database.failures import DATABASE, Failure, failure_of
from data_access.database.revision import Fit, read_fit
from data_access.database.self_check import refusal
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import Stamp, read_stamp
from data_access.hazards.register.register import load_register
from data_access.i18n import t

Rows = TypeVar("Rows")
"""What readers share and nobody changes."""
MAX_ANSWERS, MAX_ROWS = 600, 500_000
"""Rows of some 0.5 kB each: 250 MB."""
FACTS_SECONDS = 600
"""Then it is read anew: what a writer changed who left no trace in the stamp (docs/database.md) is seen after all."""
MAX_REGISTERS = 2
"""Of the data as it is and as it was before: 0.3 GB each with a million hazards."""
MAX_FACTS = 256
"""Names of units, lines and places as they are asked for, and of each campaign all that is owed: some 4 MB a stamp."""
MAX_VIEWS = 300
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
def answers() -> Memory[Any]:
    """Rows by loader, question, stamp and arguments; shared by all pages of this process."""
    return Memory(MAX_ANSWERS, MAX_ROWS, settings().stale_hours * 3600)


@cache
def facts() -> Memory[Any]:
    """What no instant changes (Snapshot.lasting) by the stamp; shared by all pages of this process."""
    return Memory(MAX_FACTS, seconds=FACTS_SECONDS)


@cache
def registers() -> Memory[Any]:
    """The registers of hazards by the stamp; apart, since of the other facts a dozen stamps are kept."""
    return Memory(MAX_REGISTERS, seconds=FACTS_SECONDS)


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
                opened = Opened(remembering(fresh, seen.stamp.version), seen)
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


def remembering(s: Snapshot, version: str) -> Snapshot:
    """The snapshot with the facts that this process has read already of this version of the data."""
    return replace(s, memory=partial(_lasting, version))


def _lasting(version: str, key: Hashable, make: Callable[[], Any]) -> Any:
    memory = registers() if key is load_register else facts()
    return memory.get((version, key), make)


def read(load: Callable[..., Rows], view: View, *arguments: Hashable) -> Rows:
    """What `load(s, question, *arguments)` gives for the view; remembered by question and stamp.

    NoAnswerError when the database fails and no answer is remembered.
    """
    key = load, view.question, view.stamp.version, arguments
    current = _snapshot.get()
    if current is not None and view.away_since is None:
        return _answer(key, lambda: load(current, view.question, *arguments))
    if (answer := answers().find(key)) is not None:
        return cast(Rows, answer)
    if view.away_since is not None:
        raise NoAnswerError(view.why or "away")
    with page_load() as opened:  # a fragment runs without its page
        if isinstance(opened, str):
            raise NoAnswerError(opened)
        if opened.seen.stamp.version != view.stamp.version:
            st.rerun()
        return _answer(key, lambda: load(opened.snapshot, view.question, *arguments))


def _answer(key: Hashable, load: Callable[[], Rows]) -> Rows:
    """The answer under `key`, else that of `load()`; NoAnswerError when the database fails in it.

    Only a lost connection is everybody's: a statement that is too slow, or asks what is not there, is its page's own.
    """
    try:
        return cast(Rows, answers().get(key, load))
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
    if first:
        errors.report(error)
    return why


def words_of(why: str, lang: str) -> str:
    """Why there is nothing to be read, in a sentence; what is refused is named in it."""
    return t(lang, f"shell.{why}", None, **dict(refusal() or {}))


@cache
def high_water() -> HighWater:
    """Shared by all pages of this process."""
    return HighWater()


@cache
def last_good() -> Memory[View]:
    """Views that were drawn to the end, by what the address asks: what an outage shows instead of zeros."""
    return Memory(MAX_VIEWS, seconds=settings().stale_hours * 3600)


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
    for part in (engine, extract_engine, breaker, answers, facts, registers, high_water, last_good, pulse):
        cached: Any = part
        if part in (engine, extract_engine) and cached.cache_info().currsize:
            cached().dispose()
        cached.cache_clear()
