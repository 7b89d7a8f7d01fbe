"""Viewers of one process as a queue: the process shares one core among the reruns that are under way (Python's lock).

A closed system: each viewer thinks, asks, waits for his answer and thinks again.
"""

import heapq
import itertools
import random
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

SPREAD: Final = 0.5
"""A viewer thinks for so much less or more than the mean, as those of viewer_load do."""


@dataclass(frozen=True)
class Demand:
    """What one rerun takes: seconds of the core."""

    busy: float


@dataclass(frozen=True)
class Load:
    """How often new data come in a process, and the core's seconds to read them, for which all reruns wait."""

    every: float
    reading: float


@dataclass(frozen=True)
class Seen:
    """What viewers saw: the seconds of their reruns, sorted, and the share of the time in which the core was busy."""

    waits: list[float]
    busy: float

    def percentile(self, q: float) -> float:
        """Nearest rank."""
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * q / 100))]


def simulate(
    viewers: int,
    think: float,
    seconds: float,
    ask: Callable[[random.Random], Hashable],
    demand: Callable[[random.Random, Hashable, bool], Demand],
    load: Load | None = None,
    seed: int = 1,
) -> Seen:
    """So many viewers of one process for so many seconds. `ask` draws what is asked; `demand` what that takes, where
    it is asked for the first time since the last load, and where the process remembers the answer.
    """
    rng, waits, known, order = random.Random(seed), list[float](), set[Hashable](), itertools.count()
    arrivals = [(rng.uniform(0, think), viewer) for viewer in range(viewers)]
    heapq.heapify(arrivals)
    jobs = list[tuple[float, int, float]]()
    """Under way: at which work the job is done, its number, when it came."""
    held = list[tuple[float, int]]()
    """Who waits for the reading of new data."""
    now = work = busy = 0.0
    due, reading = (load.every if load else float("inf")), False

    def begin(came: float) -> None:
        asked = ask(rng)
        took = demand(rng, asked, asked not in known)
        known.add(asked)
        heapq.heappush(jobs, (work + took.busy, next(order), came))

    while now < seconds:
        end = now + (jobs[0][0] - work) * len(jobs) if jobs else float("inf")
        coming = arrivals[0][0] if arrivals else float("inf")
        then = min(end, coming, due)
        if jobs:
            work += (then - now) / len(jobs)
            busy += then - now
        now = then
        if load and then == due:
            known.clear()
            due, reading = now + load.every, True
            heapq.heappush(jobs, (work + load.reading, next(order), -1.0))
        elif then == coming:
            _, viewer = heapq.heappop(arrivals)
            if reading:
                held.append((now, viewer))
            else:
                begin(now)
        else:
            _, _, came = heapq.heappop(jobs)
            if came < 0:
                reading = False
                for since, _viewer in held:
                    begin(since)
                held.clear()
                continue
            waits.append(now - came)
            heapq.heappush(arrivals, (now + think * rng.uniform(1 - SPREAD, 1 + SPREAD), len(waits)))
    return Seen(sorted(waits), busy / now)
