"""A server behind a proxy that answers with the headers that it was sent."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Echo(BaseHTTPRequestHandler):
    """Answers everything alike."""

    def do_GET(self) -> None:
        body = json.dumps({"status": "ready", "headers": [*self.headers.items()]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


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
