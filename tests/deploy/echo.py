"""A server behind a proxy that answers with the headers that it was sent."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar


class Echo(BaseHTTPRequestHandler):
    """Answers everything alike, and notes it."""

    seen: ClassVar[list[list[tuple[str, str]]]] = []
    """The headers of all requests to all such servers of this process."""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.seen.append([*self.headers.items()])
        body = json.dumps({"status": "ready", "headers": [*self.headers.items()]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()

    def log_message(self, *told: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """A proxy may leave as it likes."""
        with suppress(ConnectionError):
            super().handle()


class SocketServer(socketserver.ThreadingUnixStreamServer):
    """The same by a UNIX socket."""

    daemon_threads = True


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    """The server, while it serves."""
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def echoing() -> Iterator[int]:
    """The port of such a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    with serving(server):
        yield server.server_port


@contextmanager
def echoing_at(path: Path) -> Iterator[None]:
    """Such a server at a UNIX socket that everybody may use."""
    server = SocketServer(str(path), Echo)
    path.chmod(0o666)
    with serving(server):
        yield
