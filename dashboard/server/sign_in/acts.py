"""What of an open page's messages is an act of its reader: a click or a choice, not what it asks by itself."""

from anyio import to_thread
from google.protobuf.message import DecodeError
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import signed_in


class Acts:
    """Hands on what a websocket receives, and notes the acts in it for the session of `cookie`.

    The first run of a page is none: its address was one, when the browser asked for it, and a connection that comes
    back by itself begins with a run too.
    """

    def __init__(self, receive: Receive, cookie: str) -> None:
        self._receive, self._cookie, self._runs = receive, cookie, 0

    async def __call__(self) -> Message:
        """ASGI."""
        message = await self._receive()
        if message["type"] == "websocket.receive" and self._is_act(message.get("bytes") or b""):
            await to_thread.run_sync(signed_in.act, self._cookie)
        return message

    def _is_act(self, sent: bytes) -> bool:
        asked = BackMsg()
        try:
            asked.ParseFromString(sent)
        except DecodeError:
            return False
        if asked.WhichOneof("type") != "rerun_script":
            return False
        self._runs += 1
        return self._runs > 1 and not asked.rerun_script.is_auto_rerun
