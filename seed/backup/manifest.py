"""What a backup says of itself (manifest.json): of when it is, and each file with its SHA-256 and its rows by table."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from seed.usage import UsageError

FILE: Final = "manifest.json"
CHUNK: Final = 2**20


class Part(BaseModel):
    """One file of a backup. `rows` by table, and `revision` of its tables, are those of the database in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    bytes: int
    sha256: str
    revision: str
    rows: dict[str, int]


class Manifest(BaseModel):
    """A backup. `source`: the engine that the rows came from; `sealed`: the files are encrypted (age)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    at: AwareDatetime
    source: str
    sealed: bool
    places: dict[str, Part]

    def rows(self) -> int:
        """The rows of all tables of all places."""
        return sum(sum(part.rows.values()) for part in self.places.values())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in `folder`, each file compared with it. UsageError for what is no backup, is not
    whole or was changed.
    """
    try:
        manifest = Manifest.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError) as fault:
        raise UsageError(
            f"{folder} is no backup: it has no readable {FILE}, or one of another version of the program",
            f"{folder} 不是备份:缺少可读的 {FILE},或由其他版本的程序生成",
        ) from fault
    for part in manifest.places.values():
        path = folder / part.file
        if Path(part.file).name != part.file or not path.is_file() or path.stat().st_size != part.bytes:
            raise _changed(path)
        if sha256_of(path) != part.sha256:
            raise _changed(path)
    return manifest


def read_instant(folder: Path) -> datetime | None:
    """The instant of the backup in `folder`; None where there is none, or one that was not finished."""
    try:
        return Manifest.model_validate_json((folder / FILE).read_bytes()).at
    except (OSError, ValidationError):
        return None


def _changed(path: Path) -> UsageError:
    return UsageError(
        f"{path} is missing or is not what was written (size or SHA-256 differ): take another backup",
        f"{path} 缺失,或与备份时写入的内容不符(大小或 SHA-256 不同);请改用另一份备份",
    )
