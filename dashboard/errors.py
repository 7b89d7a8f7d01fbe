"""What the log learns of an error: where, what kind, scrubbed, under the number that the reader was given."""

import logging
import re
import secrets
import traceback

LOG = logging.getLogger("dashboard")

_PATTERNS = (
    (re.compile(r"(?<=://)[^@\s/]+@"), "…@"),  # user and password of a database
    (re.compile(r"(?ms)^(DETAIL|CONTEXT|HINT):.*?$"), r"\1: …"),  # PostgreSQL quotes values there
    (re.compile(r"\d[\d -]{5,}\d"), "…"),  # telephones, identity numbers
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "…"),
    (re.compile(r"[\u3400-\u9fff]+"), "…"),  # names and texts of returns
)
MAX_MESSAGE = 500


def scrub(text: str) -> str:
    """`text` without what may be somebody's: credentials, values, numbers of seven digits or more, Chinese text."""
    for pattern, by in _PATTERNS:
        text = pattern.sub(by, text)
    return text[:MAX_MESSAGE]


def report(error: BaseException) -> str:
    """Log `error` and return its number, to be told to the reader."""
    number = secrets.token_hex(4)
    lines = [f"error {number}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}: {scrub(str(link))}")
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    LOG.error("\n".join(lines))
    return number
