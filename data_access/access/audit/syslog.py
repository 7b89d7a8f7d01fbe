"""Lines of the audit as messages of RFC 5424, to a collector of the network or of this machine.

Python's own SysLogHandler writes the older format of RFC 3164 and frames nothing over TCP. A collector that does not
answer stops nobody: the file is the record, and the next message that arrives says how many were lost.
"""

import logging
import os
import socket
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

AUDIT: Final = 13
"""The facility of audits."""
INFORMATIONAL: Final = 6
WARNING: Final = 4
PATIENCE: Final = 1.0
"""Seconds to wait for a collector."""
PAUSE: Final = 30.0
"""Seconds for which one that did not answer is left alone."""
_log = logging.getLogger(__name__)


def message(event: str, ok: bool, text: str, at: datetime, host: str) -> bytes:
    """One message: priority by success, time in UTC, host, program, process, event, and the line as UTF-8 with its
    mark of order, as the RFC asks for text that is not ASCII.
    """
    priority = AUDIT * 8 + (INFORMATIONAL if ok else WARNING)
    time = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head = f"<{priority}>1 {time} {_word(host, 255)} safety-campaign {os.getpid()} {_word(event, 32)} - "
    return head.encode() + b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def _word(text: str, longest: int) -> str:
    """Printable ASCII without a blank, as fields of the head are."""
    return "".join(sign if "!" <= sign <= "~" else "_" for sign in text)[:longest] or "-"


class Collector:
    """Where messages go: udp://host:port, tcp://host:port (each with its length before it, RFC 6587), unix:///path."""

    def __init__(self, address: str) -> None:
        self.target = urlsplit(address)
        self.lost = 0
        self._socket: socket.socket | None = None
        self._not_before = 0.0
        self._turn = Lock()

    def send(self, event: str, ok: bool, text: str, at: datetime, host: str) -> None:
        """Send a message, or count it as lost."""
        with self._turn:
            if monotonic() < self._not_before:
                self.lost += 1
                return
            try:
                if self.lost:
                    self._put(message("lost", False, f'{{"lost":{self.lost}}}', at, host))
                    self.lost = 0
                self._put(message(event, ok, text, at, host))
            except OSError as error:
                self.lost += 1
                self.close()
                self._not_before = monotonic() + PAUSE
                _log.warning("the collector of the audit does not answer: %s", error.strerror)

    def _put(self, data: bytes) -> None:
        if self._socket is None:
            self._socket = self._connected()
        framed = b"%d %s" % (len(data), data) if self.target.scheme == "tcp" else data
        self._socket.sendall(framed)

    def _connected(self) -> socket.socket:
        host, port, path = self.target.hostname or "", self.target.port, self.target.path
        if self.target.scheme == "tcp":
            return socket.create_connection((host, port or 601), PATIENCE)
        if self.target.scheme == "unix":
            return _datagrams(socket.AF_UNIX, path)
        family, _, _, _, address = socket.getaddrinfo(host, port or 514, type=socket.SOCK_DGRAM)[0]
        return _datagrams(family, address)

    def close(self) -> None:
        """Let go of the connection; the next message makes a new one."""
        if self._socket:
            self._socket.close()
        self._socket = None


def _datagrams(family: socket.AddressFamily, address: tuple[object, ...] | str) -> socket.socket:
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.settimeout(PATIENCE)
    try:
        made.connect(address)
    except OSError:
        made.close()
        raise
    return made
