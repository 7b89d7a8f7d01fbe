"""The answers in place of a file: a status and a sentence in the reader's language; the log gets the details."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.responses import PlainTextResponse

from dashboard import errors
from dashboard.parts import links
from data_access.access.audit.settings import AuditError
from data_access.database.failures import DATABASE, failure_of
from data_access.i18n import t
from data_access.manifests import keys
from data_access.papers import catalogue as papers

RETRY_AFTER: Final = 5


class RefusedError(Exception):
    """The answer in place of a file: a status and a sentence."""

    def __init__(self, status: int, key: str, lang: str, **headers: str) -> None:
        self.response = PlainTextResponse(t(lang, key) + "\n", status, headers=headers)


@contextmanager
def in_words(order: links.Order) -> Iterator[None]:
    """Turns errors inside into a refusal with a sentence; the log gets the details."""
    try:
        yield
    except RefusedError:
        raise
    except papers.UnknownPaperError as error:
        raise RefusedError(404, "paper.unknown", order.lang) from error
    except Exception as error:
        errors.report(error)
        raise _refusal(error, order) from error


def _refusal(error: Exception, order: links.Order) -> RefusedError:
    if isinstance(error, DATABASE) and failure_of(error) in ("away", "missing", "half", "engine"):
        return later("extract.away", order)
    if isinstance(error, keys.KeyFileError):
        return RefusedError(503, "extract.unsigned", order.lang)
    if isinstance(error, AuditError):
        return RefusedError(503, "extract.unrecorded", order.lang)
    return failed(order)


def later(key: str, order: links.Order) -> RefusedError:
    """Not now: the reader may ask again after RETRY_AFTER seconds."""
    return RefusedError(503, key, order.lang, **{"Retry-After": str(RETRY_AFTER)})


def failed(order: links.Order) -> RefusedError:
    """The file could not be made whole."""
    return RefusedError(500, "paper.failed", order.lang)
