"""A thin link in front of a server: so many bytes a second each way, so long on the way, whatever the protocol.

Chromium's own emulation counts a compressed websocket as if it were not.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

CHUNK = 4096
Sent = tuple[float, bytes]
"""When something arrives, and what."""


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
        way_up, way_down = asyncio.Queue[Sent](), asyncio.Queue[Sent]()
        await asyncio.gather(
            self._take(reader, way_up, self.up),
            _give(way_up, back),
            self._take(there, way_down, self.down),
            _give(way_down, writer),
        )

    async def _take(self, source: asyncio.StreamReader, sent: asyncio.Queue[Sent], way: Way) -> None:
        """Take what comes, no faster than the link is; the last is empty."""
        loop, data = asyncio.get_running_loop(), b"-"
        while data:
            try:
                data = await source.read(CHUNK)
            except ConnectionError:
                data = b""  # the reader has gone
            way.free = max(loop.time(), way.free) + len(data) / self.rate
            way.bytes += len(data)
            sent.put_nowait((way.free + self.delay, data))
            await asyncio.sleep(way.free - loop.time())


async def _give(sent: asyncio.Queue[Sent], to: asyncio.StreamWriter) -> None:
    """Hand over in order what was taken, when it has come."""
    loop = asyncio.get_running_loop()
    try:
        while True:
            at, data = await sent.get()
            await asyncio.sleep(at - loop.time())
            if not data:
                break
            to.write(data)
            await to.drain()
    except ConnectionError:
        pass
    finally:
        to.close()


@contextmanager
def linked(to: int, rate: float, delay: float) -> Iterator[Link]:
    """A link to the server on port `to`, in a thread of its own."""
    link, ready = Link(to, rate, delay), Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def relay() -> None:
        server = await asyncio.start_server(link.serve, "127.0.0.1", 0)
        link.port = server.sockets[0].getsockname()[1]
        end = asyncio.Event()
        ready.set_result((asyncio.get_running_loop(), end))
        await end.wait()
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # connections are cut now

    thread = threading.Thread(target=lambda: asyncio.run(relay()), daemon=True)
    thread.start()
    loop, end = ready.result()
    try:
        yield link
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()
