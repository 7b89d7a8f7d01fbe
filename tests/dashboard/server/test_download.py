"""A download gives back slot, connection and snapshot, whoever leaves or stalls; the next one works."""

import asyncio
import socket
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine, text
from starlette.responses import PlainTextResponse
from starlette.types import Message

from dashboard import settings
from dashboard.parts import links
from dashboard.server.download import CHUNK, Download, Pace
from data_access.access.viewer import LOCAL
from data_access.database.engine import disposing, write_engine
from data_access.question import Filters, Question
from seed.demo.run import make_demo
from tests.conftest import BOTH, Databases
from tests.server import OPENER, Server, running

QUICK, PATIENT = Pace(100 * CHUNK, 60), Pace(1, 60)
PARTS = 4


@dataclass
class Held:
    """What a download holds while it runs, and what the server saw of it."""

    making: bool = False
    held: bool = True
    told: str = ""
    sent: list[Message] = field(default_factory=list)

    def body(self, fails_at: int = -1) -> Generator[bytes]:
        """Four parts of two chunks each; an empty part is a step of the work."""
        self.making = True
        try:
            for part in range(PARTS):
                if part == fails_at:
                    raise RuntimeError("row of 13812345678")
                yield b""
                yield b"x" * CHUNK * 2
        finally:
            self.making = False

    def let_go(self, kind: type[BaseException] | None, *_: object) -> None:
        """The end of the snapshot; told how."""
        self.held, self.told = False, kind.__name__ if kind else "whole"


Send = Callable[[Message], object]


def run(held: Held, pace: Pace, send_some: int = 1000, leaves_after: int = 1000, fails_at: int = -1) -> Held:
    """One download whose reader takes `send_some` messages and then stalls, or leaves after `leaves_after`."""

    async def answer() -> None:
        gone = asyncio.Event()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if len(held.sent) == leaves_after:
                gone.set()
            if len(held.sent) >= min(send_some, leaves_after):
                await asyncio.Event().wait()
            held.sent.append(message)

        stack = ExitStack()
        stack.push(held.let_go)
        failed = PlainTextResponse("failed", 500)
        download = Download(held.body(fails_at), stack, failed=failed, pace=pace, media_type="text/csv", headers={})
        await asyncio.wait_for(download({"type": "http"}, receive, send), 30)

    with ThreadPoolExecutor(1) as thread:  # the browser's driver leaves a running loop in the tests' own thread
        thread.submit(lambda: asyncio.run(answer())).result()
    return held


def complete(held: Held) -> bool:
    last = held.sent[-1] if held.sent else {}
    return last.get("type") == "http.response.body" and not last.get("more_body", False)


def test_a_body_is_sent_whole_and_closed() -> None:
    held = run(Held(), PATIENT)
    assert (held.making, held.held, held.told, complete(held)) == (False, False, "whole", True)
    assert held.sent[0]["status"] == 200
    assert sum(len(m.get("body", b"")) for m in held.sent) == PARTS * 2 * CHUNK
    assert max(len(m.get("body", b"")) for m in held.sent) == CHUNK


@pytest.mark.parametrize("after", range(PARTS * 2 + 2))
def test_a_reader_who_leaves_gives_all_back(after: int) -> None:
    held = run(Held(), PATIENT, leaves_after=after)
    assert (held.making, held.held, held.told, complete(held)) == (False, False, "CutShortError", False)


@pytest.mark.parametrize("after", range(PARTS * 2 + 2))
def test_a_reader_who_stalls_is_cut_off(after: int) -> None:
    held = run(Held(), QUICK, send_some=after)
    assert (held.making, held.held, held.told, complete(held)) == (False, False, "CutShortError", False)


def test_a_download_has_an_end(caplog: pytest.LogCaptureFixture) -> None:
    held = run(Held(), Pace(1, 0.05), send_some=3)
    assert (held.making, held.held, complete(held)) == (False, False, False)
    assert "longer than 0.05 s" in caplog.text


@pytest.mark.parametrize("fails_at", range(PARTS))
def test_what_cannot_be_made_is_refused_or_broken(fails_at: int, caplog: pytest.LogCaptureFixture) -> None:
    held = run(Held(), PATIENT, fails_at=fails_at)
    assert (held.making, held.held, held.told) == (False, False, "CutShortError")
    assert held.sent[0]["status"] == (200 if fails_at else 500)
    assert complete(held) is (fails_at == 0)
    assert "RuntimeError" in caplog.text
    assert "13812345678" not in caplog.text


ORDER = links.Order(
    "hazards", Question(Filters("HLJ-2020-43"), datetime(2020, 12, 31, tzinfo=UTC)), "zh", viewer=LOCAL.id
)


@pytest.fixture(scope="module", params=BOTH)
def province(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A write engine of a province with 31,000 hazards: 10.6 MB of CSV."""
    url = databases.copy(request.param, "seeded")
    make_demo(url, 0.6)
    with disposing(write_engine(url)) as engine:
        yield engine
    databases.drop(url)


@pytest.fixture(scope="module")
def server(province: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over it, for readers who take at least 64 kB a second."""
    address, folder = province.url.render_as_string(hide_password=False), tmp_path_factory.mktemp("served")
    place = str(folder / "var")
    with running(address, folder, DASHBOARD_VAR=place, DASHBOARD_DOWNLOAD_SPEED=str(CHUNK)) as server:
        yield server


@pytest.fixture
def served(server: Server, fresh_process: None, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server; this process signs its links with the same secret."""
    monkeypatch.setenv("DASHBOARD_VAR", str(server.log.parent / "var"))
    links.serializer.cache_clear()
    settings.settings.cache_clear()
    return server


def begun(server: Server, ext: str = "csv", taken: int = 300) -> socket.socket:
    """A download of which so many bytes were read, through a small buffer."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.settimeout(60)
    reader.connect(("127.0.0.1", server.port))
    host = urlsplit(server.url).netloc
    reader.sendall(f"GET {address_of(ext)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    got = b""
    while len(got) < taken:
        got += reader.recv(taken - len(got))
    assert got.startswith(b"HTTP/1.1 200"[:taken]), got
    return reader


def address_of(ext: str) -> str:
    return f"/extract/{ORDER.name}.{ext}?t={links.sign(ORDER)}"


def fetched(server: Server) -> int:
    """The bytes of a whole download; 0 where all slots are in use."""
    try:
        with OPENER.open(server.url + address_of("csv"), timeout=120) as reply:
            return len(reply.read())
    except HTTPError as busy:
        busy.close()
        if busy.code != 503:
            raise
        return 0


def at_last(found: Callable[[], int]) -> int:
    """The first answer that is not 0, within two minutes."""
    end = monotonic() + 120
    while not (answer := found()) and monotonic() < end:
        sleep(0.2)
    return answer


def no_snapshot(engine: Engine) -> bool:
    """Whether none of the server's connections is inside a transaction."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            inside = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dash' AND xact_start IS NOT NULL"
            return connection.scalar(text(f"{inside} AND datname = current_database()")) == 0
    with engine.begin() as connection:  # an open snapshot keeps the journal of what is written after it
        connection.execute(text("UPDATE load_log SET rows = rows"))
    with closing(engine.raw_connection()) as raw:
        return bool(raw.cursor().execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0)


@pytest.mark.slow
@pytest.mark.xdist_group("downloads")  # a province and its server are made once
@pytest.mark.parametrize("way", ["cancelled", "stalled", "cancelled before the first byte"])
def test_four_who_leave_or_stall_are_in_nobodys_way(way: str, served: Server, province: Engine) -> None:
    """The body is larger than what the sockets hold between server and reader; a workbook is long in the making."""
    size = fetched(served)
    assert size > 10_000_000
    with ExitStack() as readers:
        for _ in range(4):
            before = way == "cancelled before the first byte"
            reader = begun(served, "xlsx", 0) if before else begun(served)
            readers.callback(reader.close)
            if way != "stalled":
                reader.close()
        assert at_last(lambda: fetched(served)) == size
        if way == "stalled":
            assert "cut off" in served.log.read_text(encoding="utf-8")
        assert at_last(lambda: no_snapshot(province))
