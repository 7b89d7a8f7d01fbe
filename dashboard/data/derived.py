"""What a page works out of its frames, kept as long as question, data and language are the same.

Thirty small steps over frames of a few hundred rows cost 40 ms a rerun, more than drawing the page.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast

from dashboard.view import View

MAX_KEPT: Final = 128
"""Of some 100 kB each."""

Result = TypeVar("Result")
_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def kept(view: View, make: Callable[[], Result], maker: Hashable) -> Result:
    """What `make()` gives for this view, from the shelf when it was made before; nobody may change it.

    The key is all that the result may depend on: question, data stamp, language and `maker`.
    What `make` raises goes to the caller and is not kept.
    """
    key = (view.question, view.stamp.version, view.lang, maker)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast(Result, _kept[key])
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Start as a new process would (tests)."""
    with _lock:
        _kept.clear()
