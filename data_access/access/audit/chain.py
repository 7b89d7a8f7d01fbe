"""The record on disk: a file a day, to which all processes of this machine append under one lock, and its anchor.

The anchor is a folder elsewhere that holds the newest line (`latest`) and the last line of each day (`heads.jsonl`).
A writer goes on from the anchor, not from the file: where lines were cut off, the next number leaves a gap for ever.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Final, NamedTuple

from data_access.access.audit.line import Line, UnreadableError, is_genuine, read, sealed, written
from data_access.access.audit.settings import AuditError, Key
from data_access.access.place import belongs

WAIT: Final = 3.0
"""Seconds to wait for the lock: a process that was stopped while it held it must not hold up pages for ever."""
FIRST: Final = "audit-"
TAIL: Final = 1 << 16
"""Bytes at the end of a file in which its last line is looked for; a longer one is taken from the anchor."""


class Chain(NamedTuple):
    """Where the record is, and what seals it: the last key."""

    folder: Path
    anchor: Path
    keys: tuple[Key, ...]
    digest: str
    host: str

    def append(self, said: dict[str, object], now: datetime, synced: bool) -> Line:
        """The line that now stands at the end of the record; on the disk already if `synced`. AuditError where it
        cannot be written.
        """
        try:
            for place in (self.folder, self.anchor):
                if not place.exists():
                    place.mkdir(mode=0o700, parents=True, exist_ok=True)
                    belongs(place)
            with self._alone():
                return self._append(said, now, synced)
        except OSError as error:
            why = f"{error.strerror or error} {error.filename or ''}".strip()
            raise AuditError(f"审计记录无法写入：{why}", f"the audit cannot be written: {why}") from error

    def files(self) -> list[Path]:
        """The files of the record, by day."""
        return sorted(self.folder.glob(f"{FIRST}*.jsonl"))

    def latest(self) -> Line | None:
        """The newest line by the anchor; None where it holds none that is genuine."""
        try:
            line = read((self.anchor / "latest").read_bytes().partition(b"\n")[0])
        except (FileNotFoundError, UnreadableError):
            return None
        return line if is_genuine(line, self.keys) else None

    def heads(self) -> list[Line]:
        """The last lines of days that are over, by the anchor."""
        path = self.anchor / "heads.jsonl"
        found = []
        for raw in path.read_bytes().splitlines() if path.exists() else []:
            try:
                found.append(read(raw))
            except UnreadableError:
                continue
        return [line for line in found if is_genuine(line, self.keys)]

    def _append(self, said: dict[str, object], now: datetime, synced: bool) -> Line:
        files, anchored = self.files(), self.latest()
        raw = _last_line(files[-1]) if files else b""
        last = self._place(raw.rstrip(b"\n"), anchored)
        newest = day_of(files[-1]) if files else None
        day = max(now.astimezone(UTC).date(), newest or date.min)  # a clock that was set back begins no older file
        path = self.folder / f"{FIRST}{day}.jsonl"
        if anchored is None and raw:
            lost = written("anchor", None, False, "", {"last": last.n if last else 0}, now, self.host)
            last = self._write(path, last, lost, raw, synced=True)
            raw = b"\n"
        elif newest is not None and newest < day and last is not None:
            _put(self.anchor / "heads.jsonl", last.raw + b"\n", synced=True)
        return self._write(path, last, said, raw if newest == day else b"\n", synced=synced)

    def _place(self, raw: bytes, anchored: Line | None) -> Line | None:
        """The line to go on from: the anchor's, or a later one of which the anchor was not told before a kill or a
        power cut. Older lines that somebody put back have smaller numbers.
        """
        try:
            found = read(raw)
        except UnreadableError:
            return anchored
        later = anchored is None or found.n > anchored.n
        return found if later and is_genuine(found, self.keys) else anchored

    def _write(self, path: Path, last: Line | None, said: dict[str, object], before: bytes, *, synced: bool) -> Line:
        n, prev = (last.n + 1, last.mac) if last else (1, "")
        raw = sealed(n, prev, said, self.keys[-1], self.digest)
        gap = b"" if not before or before.endswith(b"\n") else b"\n"  # a line that was torn stays, and stands alone
        _put(path, gap + raw + b"\n", synced=synced)
        _put(self.anchor / "latest", raw + b"\n", synced=synced, over=True)
        return read(raw)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The one writer's turn, among threads and processes."""
        lock = _opened(self.folder / "lock", os.O_RDWR)
        try:
            end = monotonic() + WAIT
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if monotonic() > end:
                        raise
                    sleep(0.002)
            yield
        finally:
            os.close(lock)


def day_of(path: Path) -> date:
    """The day (UTC) of a file of the record."""
    return date.fromisoformat(path.stem.removeprefix(FIRST))


def _last_line(path: Path) -> bytes:
    """What stands after the last line break but one; with its line break, unless it was torn."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - TAIL))
        tail = file.read()
    start = tail.rstrip(b"\n").rfind(b"\n") + 1
    return tail[start:]


def _put(path: Path, data: bytes, *, synced: bool, over: bool = False) -> None:
    """Append in one write; `over`: write at the beginning, over what is there. A new file in its place would wait for
    the disk at each line.
    """
    handle = _opened(path, os.O_WRONLY | (0 if over else os.O_APPEND))
    try:
        if os.write(handle, data) != len(data):
            raise OSError(f"only a part was written: {path}")
        if synced:
            os.fsync(handle)
    finally:
        os.close(handle)


def _opened(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_CLOEXEC)
    except FileNotFoundError:
        handle = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, 0o600)
        belongs(path)
        return handle
