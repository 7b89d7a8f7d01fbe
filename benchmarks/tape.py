"""Records the calls by which a script draws its elements, to draw the same elements again from constants."""

import functools
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

LOCAL = threading.local()


@dataclass
class Tape:
    """The outermost calls on containers: whose, which, with what, giving which containers."""

    calls: list[tuple[DeltaGenerator, str, tuple[Any, ...], dict[str, Any], list[DeltaGenerator]]] = field(
        default_factory=list
    )


def containers(result: object) -> list[DeltaGenerator]:
    """The containers that a call gave: none, one (expander) or several (columns)."""
    found = result if isinstance(result, list | tuple) else [result]
    return [one for one in found if isinstance(one, DeltaGenerator)]


def recorder(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """`method` of a container, taping its call when it is an outermost one."""

    @functools.wraps(method)
    def recorded(self: DeltaGenerator, *args: Any, **kwargs: Any) -> Any:
        tape: Tape | None = getattr(LOCAL, "tape", None)
        if tape is None:
            return method(self, *args, **kwargs)
        target, LOCAL.tape = self._active_dg, None
        try:
            result = method(self, *args, **kwargs)
        finally:
            LOCAL.tape = tape
        tape.calls.append((target, name, args, kwargs, containers(result)))
        return result

    return recorded


def install() -> None:
    """Wrap every drawing method, once a process; a no-op while nothing is taped."""
    if getattr(DeltaGenerator, "_taped", False):
        return
    main = st._main
    for name, method in inspect.getmembers(DeltaGenerator, inspect.isfunction):
        if not name.startswith("_"):
            setattr(DeltaGenerator, name, recorder(name, method))
            if inspect.ismethod(getattr(st, name, None)):
                setattr(st, name, getattr(main, name))
    DeltaGenerator._taped = True  # type: ignore[attr-defined]


@contextmanager
def taping(tape: Tape) -> Iterator[None]:
    """Tape what this thread draws."""
    install()
    LOCAL.tape = tape
    try:
        yield
    finally:
        LOCAL.tape = None


def play(tape: Tape) -> None:
    """Draw the tape's elements again."""
    now: dict[int, DeltaGenerator] = {}
    for target, name, args, kwargs, gave in tape.calls:
        result = getattr(now.get(id(target), target), name)(*args, **kwargs)
        for then, again in zip(gave, containers(result), strict=True):
            now[id(then)] = again
