"""Viewers over websockets of their own, and questions that nobody has asked before."""

import asyncio
import json
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from statistics import quantiles
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError

from benchmarks.tools.viewer_load import Viewer, parse
from tests.server import OPENER

FIRST: Final = datetime(2020, 6, 10, 8)  # noqa: DTZ001 – local, as an address has it
STEP: Final = timedelta(minutes=37)
MOST: Final = 200 * 24 * 60 // 37
"""So many instants lie before the end of the campaign."""
TRIES: Final = 20
READY_SECONDS: Final = 900
_asked = count()


def moments() -> Iterator[str]:
    """Instants for an address, of a run of benchmarks each once; the next is another day or another hour."""
    while True:
        yield (FIRST + next(_asked) * 199 % MOST * STEP).strftime("%Y-%m-%dT%H:%M")


class Seen(NamedTuple):
    """What many viewers saw: seconds of their reruns."""

    seconds: list[float]
    errors: list[str]

    @property
    def p50(self) -> float:
        """Half of the reruns took as long or less."""
        return quantiles(self.seconds, n=100)[49]

    @property
    def p95(self) -> float:
        """Of twenty reruns nineteen took as long or less."""
        return quantiles(self.seconds, n=100)[94]


@asynccontextmanager
async def viewer(port: int, page: str, query: str, timeout: float = 300) -> Any:
    """A viewer whose page stands."""
    from websockets.asyncio.client import connect

    one = Viewer(
        parse(["--port", str(port), "--page", page, "--query", query, "--act", "rerun", "--timeout", str(timeout)]), 0
    )
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    one.ws = await connect(address, proxy=None, max_size=None, compression=None, open_timeout=timeout)
    await one.rerun("load")
    try:
        yield one
    finally:
        await one.ws.close()


def is_ready(port: int) -> bool:
    """Whether the process says that it is ready: one that still reads its hazards has pages too, without them."""
    try:
        with OPENER.open(f"http://127.0.0.1:{port}/readyz", timeout=30) as reply:
            return bool(json.load(reply)["status"] == "ready")
    except HTTPError:
        return False


async def warmed(port: int, pages: Iterable[str]) -> None:
    """Wait until the process is ready, then open each page until it stands with its figures: the facts are there, and
    code that is used for the first time is loaded. RuntimeError where one never does.
    """
    async with asyncio.timeout(READY_SECONDS):
        while not await asyncio.to_thread(is_ready, port):
            await asyncio.sleep(0.2)
    for page in pages:
        for tried in range(TRIES):
            async with viewer(port, page, f"lang=zh&asof={next(moments())}") as one:
                wrong = [*one.errors, *one.alerts]
            if not wrong:
                break
            if tried == TRIES - 1:
                raise RuntimeError(f"{page}: {wrong[0]}")


async def crowd(port: int, pages: list[str], viewers: int, steps: int, think: float) -> Seen:
    """What so many viewers see who ask `steps` questions each, none of which anybody has asked before, `think` seconds
    after the last answer on an average. Their first page loads, which open the pages, do not count.
    """
    found = Seen([], [])
    await asyncio.gather(*(_asking(port, pages[n % len(pages)], n, steps, think, found) for n in range(viewers)))
    return found


async def _asking(port: int, page: str, number: int, steps: int, think: float, found: Seen) -> None:
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, think))
    fresh = moments()
    async with viewer(port, page, f"lang=zh&asof={next(fresh)}") as one:
        for _ in range(steps):
            await asyncio.sleep(think * chance.uniform(0.5, 1.5))
            one.query = f"lang=zh&asof={next(fresh)}"
            begun = time.perf_counter()
            await one.rerun(one.query)
            found.seconds.append(time.perf_counter() - begun)
        found.errors.extend([*one.errors, *one.alerts])
