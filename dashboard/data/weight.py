"""Roughly how many bytes a value holds, for whoever watches the memory of a process."""

import gc
import os
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Final

import numpy as np

SAMPLE: Final = 40
"""Of a longer row of things so many are weighed, and the others taken to weigh as much."""
SHARED: Final = (type, ModuleType, FunctionType, BuiltinFunctionType)
"""What a value refers to and does not hold."""
ATOMS: Final = (str, bytes, int, float, type(None))


def weight(value: object, seen: set[int]) -> int:
    """The bytes of `value` and of all that it refers to, without what was `seen` before, which it joins."""
    return sum(_weights(value, seen))


def resident() -> int | None:
    """The bytes of memory that this process holds; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _weights(value: object, seen: set[int]) -> Iterator[int]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, SHARED):
            continue
        seen.add(id(one))
        yield sys.getsizeof(one)
        if isinstance(one, np.ndarray):
            waiting += [] if one.base is None else [one.base]
        elif isinstance(one, list | tuple | set | frozenset | dict) and len(one) > SAMPLE:
            parts = chain.from_iterable(one.items()) if isinstance(one, dict) else one
            sample = list(islice(parts, 0, None, len(one) // SAMPLE))
            yield sum(weight(part, seen) for part in sample[::2])  # with what all share, which the others hold no more
            others = len(one) * (2 if isinstance(one, dict) else 1) - len(sample[::2])
            yield sum(weight(part, seen) for part in sample[1::2]) * others // len(sample[1::2])
        elif not isinstance(one, ATOMS):
            waiting += gc.get_referents(one)
