"""The question of a command line: codes and instants as text become a Question, for every command that takes one."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import file_digest, sha256
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import IO, Annotated, Final, NamedTuple, cast
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.exc import SQLAlchemyError

from data_access.database.days import end_of_day
from data_access.database.engine import DatabaseMissingError, database_url, disposing, parsed, read_engine
from data_access.database.self_check import UnfitEngineError
from data_access.database.shards import ShardsApartError
from data_access.database.snapshot import Snapshot, snapshot
from data_access.notice.campaigns import understand
from data_access.notice.filters import FILTERS
from data_access.question import NOT_NARROWED, Filters, HazardFilters, Question

STATEMENT_TIMEOUT: Final = 600.0
"""Seconds: longer than on a page, for nobody waits in front of a command."""
NO_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What a folder says that knows no second name of a file, as shares of Windows do."""


class WrongQuestionError(ValueError):
    """The command line cannot be understood or carried out; its text is a sentence for the user."""


@contextmanager
def reading() -> Iterator[Snapshot]:
    """A snapshot of the shared database. WrongQuestionError when its address cannot be read, or when it is not there,
    does not answer or refuses to be read.
    """
    try:
        parsed(database_url())
    except (ValueError, SQLAlchemyError) as error:
        address = "postgresql://… / sqlite:///…"
        raise WrongQuestionError(f"DATABASE_URL 无法识别，应为 / cannot be read, expected: {address}") from error
    try:
        with disposing(read_engine(statement_timeout=STATEMENT_TIMEOUT)) as engine, snapshot(engine) as conn:
            yield conn
    except UnfitEngineError as error:
        raise WrongQuestionError(str(error)) from error
    except ShardsApartError as error:
        raise WrongQuestionError(f"有一次装载只写入了部分分片 / a load is on some shards only: {error}") from error
    except (DatabaseMissingError, SQLAlchemyError) as error:
        first = (str(error.__cause__ or error).splitlines() or [""])[0]
        raise WrongQuestionError(f"读不了数据库，请核对 DATABASE_URL / the database cannot be read: {first}") from error


def question_of(
    s: Snapshot,
    filters: Filters,
    as_of: str,
    known_at: str = "",
    hazards: HazardFilters = NOT_NARROWED,
    now: datetime | None = None,
    since: str = "",
) -> Question:
    """The question of these filters and instants (text, read_instant); WrongQuestionError names unknown codes."""
    now = now or datetime.now(UTC)
    q, unknown = understand(s, filters, now, hazards=hazards)
    if as_of:
        named = replace(filters, as_of=read_instant(as_of, q.zone))
        q, unknown = understand(s, named, now, hazards=hazards)
    if unknown:
        raise WrongQuestionError(f"unknown: {', '.join(unknown)}")
    clocks = {name: read_instant(text, q.zone) for name, text in (("known_at", known_at), ("since", since)) if text}
    ends = {name: at if isinstance(at, datetime) else end_of_day(at, q.zone) for name, at in clocks.items()}
    return q.known(ends.get("known_at")).counted_from(ends.get("since"))


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """`command` for typer, with an option per filter, named by its field, in place of **codes."""
    first, *others = (one for one in signature(command).parameters.values() if one.kind is not one.VAR_KEYWORD)
    options = [
        Parameter(
            one.field,
            Parameter.POSITIONAL_OR_KEYWORD,
            default=None,
            annotation=Annotated[list[str] | None, typer.Option(f"--{one.parameter}", help=one.help)],
        )
        for one in FILTERS
    ]
    command.__signature__ = Signature([first, *options, *others])  # type: ignore[attr-defined]
    return command


def read_instant(text: str, zone: str) -> datetime | date:
    """The day or the instant (aware, UTC) in `text`; without a zone of its own an instant is local to `zone`.
    WrongQuestionError for anything else.
    """
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongQuestionError(f"no instant: {text!r}; 2020-07-04T00:00 and 2020-07-04 are") from error
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


class Written(NamedTuple):
    """A file that was written: where, None for standard output, and its digest."""

    path: Path | None
    sha256: str


class _Digesting:
    """Standard output, whose bytes nobody can read again."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


def write_whole(output: str, name: str, fill: Callable[[IO[bytes]], object]) -> Written:
    """Write `output` (`-`: standard output; "": a file called `name`) with `fill`. A file is written beside its place
    and then moved, so that it is always whole. WrongQuestionError where nothing can be written.
    """
    if output == "-":
        out = _Digesting(sys.stdout.buffer)
        fill(cast(IO[bytes], out))
        return Written(None, out.digest.hexdigest())
    target = Path(output or name)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            fill(file)
        with part.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        part.replace(target)
    except OSError as error:
        raise WrongQuestionError(f"无法写入 / cannot be written: {target} ({error.strerror})") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Written(target, digest)


def write_new(folder: Path, name: str, body: bytes) -> tuple[Path, bool]:
    """The file `name` in `folder` with this content: its path, and whether it was written now (False: the same content
    was there already). It is whole as soon as it has its name, and a file with other content is never overwritten.
    WrongQuestionError where there is one, or where nothing can be written.
    """
    target, part = folder / name, folder / f".{name}.{os.getpid()}.part"
    try:
        part.write_bytes(body)
        _name(part, target)
    except FileExistsError as error:
        if target.read_bytes() == body:
            return target, False
        kept = f"已有同名文件且内容不同，未覆盖 / a file with other content is there and stays: {target}"
        raise WrongQuestionError(kept) from error
    except OSError as error:
        raise WrongQuestionError(f"无法写入 / cannot be written: {target} ({error.strerror})") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target, True


def _name(part: Path, target: Path) -> None:
    """Give a file its name; FileExistsError where the name is taken, which a move would not mind."""
    try:
        target.hardlink_to(part)
    except OSError as error:
        if error.errno not in NO_LINKS or target.exists():
            raise
        part.replace(target)
