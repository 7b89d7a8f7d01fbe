"""A browser's websocket session with a real server, without a browser."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.server import Server


class Session:
    """What the server sent to one open page."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.messages: list[ForwardMsg] = []
        self.watch = ""
        """The fragment by which the page looks for news, once a test has noted it."""

    def run(self, page: str = "", query: str = "lang=en", drawn: str = "", **fields: object) -> list[ForwardMsg]:
        """Ask for a run of the script at /`page`; the messages of that run, or up to the one that draws `drawn`."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.locale = "en-US"
        for name, value in fields.items():
            setattr(asked.rerun_script, name, value)
        self.socket.send(asked.SerializeToString())
        return self.until_finished(drawn=drawn)

    def until_finished(self, seconds: float = 30, drawn: str = "") -> list[ForwardMsg]:
        """The messages up to the end of a run, of the run in which `drawn` was drawn if that is given; TimeoutError."""
        end, start = time.monotonic() + seconds, len(self.messages)
        while time.monotonic() < end:
            data = self.socket.recv(timeout=max(0.1, end - time.monotonic()))
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            self.messages.append(message)
            found = self.messages[start:]
            if message.WhichOneof("type") == "script_finished" and (not drawn or drawn in str(found)):
                return found
        raise TimeoutError


@contextmanager
def session(server: Server, cookie: str = "", resumed: str = "") -> Iterator[Session]:
    """A new session, as a page of this server opens one, with a cookie; or one of Streamlit's that is resumed."""
    address = f"ws://{urlsplit(server.url).netloc}/_stcore/stream"
    told = {"Cookie": cookie} if cookie else {}
    protocols = [Subprotocol(one) for one in ("streamlit", *(("none", resumed) if resumed else ()))]
    with connect(
        address, origin=Origin(server.url), subprotocols=protocols, additional_headers=told, max_size=None, proxy=None
    ) as socket:
        yield Session(socket)
