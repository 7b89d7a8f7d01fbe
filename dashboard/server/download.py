"""A file that is sent while it is made, and that gives back what it holds, however it ends.

Starlette does not close the body of an answer whose reader has gone: its slot, connection and snapshot would stay open.
"""

import logging
from collections.abc import Generator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from typing import Final

from anyio import CancelScope, create_task_group, move_on_after, to_thread
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from dashboard import errors
from data_access.access.audit.settings import AuditError

LOG = logging.getLogger("dashboard")
CHUNK: Final = 64 * 1024
"""Bytes sent at a time; a reader must take them within CHUNK / Pace.speed seconds."""


@dataclass(frozen=True)
class Pace:
    """How slow a reader may be: a slower download is cut off."""

    speed: int
    """Bytes a second at least."""
    seconds: float
    """Seconds that a whole download may take."""


class CutShortError(Exception):
    """The download ends early: its reader has gone, is too slow, or the rest cannot be made."""


class Download(StreamingResponse):
    """Sends `body`, made part by part in a thread; at the end it closes `body` and `held`, also in a thread.

    It ends early when the reader leaves, when a part cannot be made, and when the reader is slower than `pace`: the
    answer then lacks its last chunk, which browsers and curl report as failed. Where no byte was sent yet, `failed` is
    sent instead. An empty part is not sent: it is a step of slow work, at which the reader may have left.
    """

    def __init__(
        self,
        body: Generator[bytes],
        held: ExitStack,
        *,
        failed: Response,
        pace: Pace,
        media_type: str,
        headers: dict[str, str],
    ) -> None:
        super().__init__(body, headers=headers, media_type=media_type)
        self._body, self._held, self._failed, self._pace = body, held, failed, pace
        self._whole = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        try:
            async with create_task_group() as together:
                together.start_soon(self._until_gone, receive, together.cancel_scope)
                with move_on_after(self._pace.seconds) as time:
                    await self._send_all(scope, receive, send)
                if time.cancelled_caught:
                    LOG.warning("a download was cut off: it took longer than %g s", self._pace.seconds)
                together.cancel_scope.cancel()
        finally:
            with CancelScope(shield=True):
                await to_thread.run_sync(self._give_back)

    @staticmethod
    async def _until_gone(receive: Receive, sending: CancelScope) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        sending.cancel()

    async def _send_all(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        try:
            while (part := await to_thread.run_sync(next, self._body, None)) is not None:
                for begin in range(0, len(part), CHUNK):
                    if start:
                        await self._send_in_time(start, send)
                        start = None
                    chunk = part[begin : begin + CHUNK]
                    await self._send_in_time({"type": "http.response.body", "body": chunk, "more_body": True}, send)
            await self._send_in_time({"type": "http.response.body", "body": b"", "more_body": False}, send)
            self._whole = True
        except CutShortError:
            return
        except Exception as error:
            errors.report(error)
            if start:
                await self._failed(scope, receive, send)

    async def _send_in_time(self, message: Message, send: Send) -> None:
        with move_on_after(CHUNK / self._pace.speed) as time:
            try:
                await send(message)
            except OSError as gone:  # so some servers report that the reader has left
                raise CutShortError from gone
        if time.cancelled_caught:
            LOG.warning("a download was cut off: its reader took less than %d bytes a second", self._pace.speed)
            raise CutShortError

    def _give_back(self) -> None:
        """Close the body and `held`; an error tells `held` that the body did not end, so that its snapshot may be in
        use.
        """
        try:
            with suppress(CutShortError), self._held, closing(self._body):
                if not self._whole:
                    raise CutShortError
        except AuditError as error:  # its first line is there
            errors.report(error)
