"""Errors in the log: place, kind and scrubbed message, under the number that the reader sees."""

import logging
import re
import secrets
import time
import traceback
from collections.abc import Iterator
from threading import Lock
from typing import Final

LOG = logging.getLogger("dashboard")

_PATTERNS = (
    (re.compile(r"(?<=://)[^@\s/]+@"), "…@"),  # user and password of a database
    (re.compile(r"(?ms)^(DETAIL|CONTEXT|HINT):.*?$"), r"\1: …"),  # PostgreSQL quotes values there
    (re.compile(r"'[^'\n]*'"), "'…'"),  # Python quotes values in its messages; PostgreSQL names "so", which may stay
    (re.compile(r"\d[\d -]{5,}\d"), "…"),  # telephones, identity numbers
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "…"),
    (re.compile(r"[\u3400-\u9fff]+"), "…"),  # names and texts of returns
    (re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]"), "�"),  # what a terminal obeys
)
MAX_MESSAGE = 500
SAME_AGAIN: Final = 60.0
"""Seconds in which an error of one place is logged once; all readers who meet it then see the same number."""
MOST: Final = 20
"""Log lines from one place of a library in that time."""

_lock = Lock()
_numbers: dict[tuple[type[BaseException], str], tuple[str, float]] = {}


def scrub(text: str) -> str:
    """`text` without credentials, quoted values, long numbers, Chinese text and control characters: they may be
    private.
    """
    for pattern, by in _PATTERNS:
        text = pattern.sub(by, text)
    return text[:MAX_MESSAGE]


def report(error: BaseException) -> str:
    """Log `error`; its number, to be shown to the reader."""
    frames = traceback.extract_tb(error.__traceback__)
    key = type(error), f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    with _lock:
        number, logged = _numbers.get(key, ("", 0.0))
        if number and time.monotonic() - logged < SAME_AGAIN:
            return number
        number = secrets.token_hex(4)
        _numbers[key] = number, time.monotonic()
    LOG.error("\n".join((f"error {number}", *_lines(error))))
    return number


def _lines(error: BaseException) -> Iterator[str]:
    """Of each error of the chain: its kind and scrubbed message, then the places of its traceback."""
    link: BaseException | None = error
    while link is not None:
        yield f"{type(link).__module__}.{type(link).__qualname__}: {scrub(str(link))}"
        yield from (f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(link.__traceback__))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


class Discreet(logging.Filter):
    """Makes each log record of a library one scrubbed line without traceback, whose values may be private, and drops
    more than MOST lines of one place in SAME_AGAIN seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a record too many; else True, with `record` scrubbed."""
        key, now = (record.name, record.lineno), time.monotonic()
        with _lock:
            since, count = self._counts.get(key, (now, 0))
            if now - since >= SAME_AGAIN:
                since, count = now, 0
            self._counts[key] = since, count + 1
        if count >= MOST:
            return False
        error = record.exc_info[1] if record.exc_info else None
        kind = f" ({type(error).__qualname__}: {scrub(str(error))})" if error else ""
        last = " No more of this for a minute." if count + 1 == MOST else ""
        record.msg = " ".join(f"{scrub(record.getMessage())}{kind}{last}".split())
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        return True


_DISCREET: Final = Discreet()


class _DiscreetLogger(logging.Logger):
    def __init__(self, name: str, level: int = logging.NOTSET) -> None:
        super().__init__(name, level)
        if name != LOG.name:
            self.addFilter(_DISCREET)


def be_discreet() -> None:
    """Make every logger of this process except our own discreet, those that are made later too."""
    logging.setLoggerClass(_DiscreetLogger)
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name != LOG.name:
            logger.addFilter(_DISCREET)
    logging.root.addFilter(_DISCREET)


def forget() -> None:
    """Start as a new process would (tests)."""
    with _lock:
        _numbers.clear()
