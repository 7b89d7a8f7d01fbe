"""A thin link in front of a server: so many bytes a second each way, so long on the way, whatever the protocol.

Chromium's own emulation counts a compressed websocket as if it were not.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CHUNK = 4096


@dataclass
class Way:
    """One direction: when it is free again, and how many bytes have gone over it."""

    free: float = 0.0
    bytes: int = 0


@dataclass
class Link:
    """A relay on a port of its own."""

    to: int
    """The server's port on 127.0.0.1."""
    rate: float
    """Bytes a second each way, for all connections together."""
    delay: float
    """Seconds on the way, each way."""
    port: int = 0
    down: Way = field(default_factory=Way)
    up: Way = field(default_factory=Way)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relay one connection, which takes a way there and back to be made."""
        await asyncio.sleep(2 * self.delay)
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        await asyncio.gather(self._pump(reader, back, self.up), self._pump(there, writer, self.down))

    async def _pump(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, way: Way) -> None:
        loop, arrives = asyncio.get_running_loop(), 0.0
        try:
            while data := await source.read(CHUNK):
                way.free = max(loop.time(), way.free) + len(data) / self.rate
                way.bytes += len(data)
                arrives = way.free + self.delay
                loop.call_at(arrives, to.write, data)
                await asyncio.sleep(way.free - loop.time())
        except ConnectionError:
            pass
        finally:
            loop.call_at(max(arrives, loop.time()), to.close)


@contextmanager
def linked(to: int, rate: float, delay: float) -> Iterator[Link]:
    """A link to the server on port `to`, in a thread of its own."""
    link, loop = Link(to, rate, delay), asyncio.new_event_loop()

    async def start() -> None:
        server = await asyncio.start_server(link.serve, "127.0.0.1", 0)
        link.port = server.sockets[0].getsockname()[1]

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield link
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
