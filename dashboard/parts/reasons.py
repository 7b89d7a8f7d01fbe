"""Why a task was extended, waived or sent back, as a column of tables and inside sentences."""

from collections.abc import Callable
from typing import Any, Protocol

from dashboard.parts.table import Column
from dashboard.view import View
from data_access.obligations.reason import Reason, said


class _Moved(Protocol):
    @property
    def reason(self) -> Reason: ...
    @property
    def sent_back(self) -> Reason: ...


def why(view: View, one: _Moved) -> str:
    """Why it was waived or extended, and why the last version was sent back; "" where neither was."""
    told = (said(one.reason, view.lang), said(one.sent_back, view.lang))
    return view.t("list.dot").join(part for part in told if part)


def column(view: View, value: Callable[[Any], str] | None = None) -> Column:
    """The column of reasons; `value` takes them from other rows than those that `why` knows."""
    return Column("why", view.t("heading.reason"), value=value or (lambda one: why(view, one)))
