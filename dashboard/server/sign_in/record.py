"""Records who came in, who left and who was not let in; of a flood of refusals a few, and how many they were."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from time import monotonic
from typing import Final

from starlette.types import Scope

from dashboard import errors
from dashboard.server.sign_in import source
from dashboard.signed_in import Known
from data_access.access.audit.line import Event, Fact
from data_access.access.audit.record import write_line
from data_access.access.audit.settings import AuditError
from data_access.access.viewer import Viewer

PAUSE: Final = 60.0
"""Seconds in which refusals of one kind from one address are written MOST times; what is more is counted."""
MOST: Final = 20
REMEMBERED: Final = 1000
"""Kinds and addresses."""


class _Flood:
    """How often each kind of refusal came from each address of late."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def left_out(self, why: str, address: str) -> int | None:
        """How many were not written since the last time that one was; None: this one is not to be written."""
        now, key = monotonic(), (why, address)
        with self._lock:
            since, count = self._seen.pop(key, (now, 0))
            if now > since + PAUSE:
                since, before, count = now, max(0, count - MOST), 0
            else:
                before = 0
            self._seen[key] = since, count + 1
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return before if count < MOST else None


_flood: Final = _Flood()


def signed_in(scope: Scope, who: Known) -> None:
    """A session has begun."""
    _write("signin", who.viewer, True, scope, {"way": who.session.way})


def signed_out(scope: Scope, who: Known, why: str = "") -> None:
    """A session was ended: by its person, or because the gateway names another one now."""
    _write("signout", who.viewer, True, scope, {"why": why})


def refused(scope: Scope, why: str, person: str = "") -> None:
    """Somebody was not let in; `why` is a word of ours, `person` an id that was proven."""
    left_out = _flood.left_out(why, source.address(scope))
    if left_out is not None:
        _write("signin", None, False, scope, {"why": why, "person": person, "left_out": left_out})


def _write(event: Event, viewer: Viewer | None, success: bool, scope: Scope, facts: Mapping[str, Fact]) -> None:
    """What cannot be recorded is logged: pages go on (ADR 0045)."""
    told = {name: value for name, value in facts.items() if value}
    try:
        write_line(event, viewer, success, told, source.address(scope))
    except AuditError as error:
        errors.report(error)
