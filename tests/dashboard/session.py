"""A browser's websocket session with a real server, without a browser."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.server import Server


class Session:
    """What the server sent to one open page."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.messages: list[ForwardMsg] = []

    def run(self, page: str = "", query: str = "lang=en", **fields: object) -> list[ForwardMsg]:
        """Ask for a run of the script at /`page`; the messages of that run."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.locale = "en-US"
        for name, value in fields.items():
            setattr(asked.rerun_script, name, value)
        self.socket.send(asked.SerializeToString())
        return self.until_finished()

    def until_finished(self, seconds: float = 30) -> list[ForwardMsg]:
        """The messages up to the end of a run of the whole script; TimeoutError."""
        end, start = time.monotonic() + seconds, len(self.messages)
        while time.monotonic() < end:
            data = self.socket.recv(timeout=max(0.1, end - time.monotonic()))
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            self.messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                return self.messages[start:]
        raise TimeoutError


@contextmanager
def session(server: Server) -> Iterator[Session]:
    """A new session, as a page of this server opens one."""
    address = f"ws://{urlsplit(server.url).netloc}/_stcore/stream"
    with connect(address, origin=server.url, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:
        yield Session(socket)
