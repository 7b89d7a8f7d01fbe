"""Where the audit is written and what seals it, from the environment (AUDIT_…)."""

import hmac
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data_access.access.place import AccessError

LEAST_DAYS: Final = 184
"""Six months are up to 184 days, and the law asks for six months."""
MIN_SIGNS: Final = 8
MIN_KEY: Final = 32


class AuditError(AccessError):
    """The record cannot be written or read: whoever would hand out data must not do so now."""


class Key(NamedTuple):
    """A key that seals lines, and by what lines tell which one sealed them."""

    name: str
    secret: bytes


class AuditSettings(BaseSettings):
    """The settings of the audit. None of folder, key and anchor: nothing is recorded."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_", env_ignore_empty=True, frozen=True)

    folder: Path | None = None
    """The folder of the record, a file a day; on one machine, not shared with another one."""
    key_file: Path | None = None
    """The file of the keys, one a line of 32 characters or more, kept elsewhere than the folder; the last one seals,
    all of them verify."""
    anchor: Path | None = None
    """A folder elsewhere, best on another disk, that keeps the last line of each day and the newest line of all."""
    digest: Literal["sha256", "sm3"] = "sha256"
    """What seals (HMAC): SHA-256, or SM3 where OpenSSL offers it; lines say which, so it may be changed at any time."""
    keep_days: int = Field(default=LEAST_DAYS, ge=LEAST_DAYS)
    """Days that `audit prune` leaves."""
    syslog: str = ""
    """Where each line is sent as well (RFC 5424): udp://host:514, tcp://host:601 or unix:///dev/log."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        places = (self.folder, self.key_file, self.anchor)
        if self.folder is None or self.key_file is None or self.anchor is None:
            if any(places):
                raise ValueError("AUDIT_FOLDER, AUDIT_KEY_FILE and AUDIT_ANCHOR are set together or not at all")
            return self
        folder = self.folder.resolve()
        for other in (self.key_file.resolve(), self.anchor.resolve()):
            if other.is_relative_to(folder) or folder.is_relative_to(other):
                raise ValueError(f"{other} lies with the record itself: who changes one could change both")
        if self.syslog and not self.syslog.startswith(("udp://", "tcp://", "unix://")):
            raise ValueError(f"AUDIT_SYSLOG: udp://host:port, tcp://host:port or unix:///path, not {self.syslog!r}")
        return self


@cache
def audit_settings() -> AuditSettings:
    """The settings of this process; AuditError with a sentence for what is wrong."""
    try:
        found = AuditSettings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{'AUDIT_' if one['loc'] else ''}{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}"
            for one in error.errors()
        )
        raise AuditError(f"审计设置有误：{wrong}", f"wrong settings of the audit: {wrong}") from None
    if found.key_file:
        read_keys(found.key_file)
        try:
            hmac.new(b"", b"", found.digest)
        except ValueError:
            raise AuditError("本机 OpenSSL 不支持 AUDIT_DIGEST=sm3", "this machine's OpenSSL has no SM3") from None
    return found


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in a file, the one that seals last. AuditError for a file that is not there, that everybody may read,
    or that holds a weak key.
    """
    try:
        mode, lines = path.stat().st_mode, path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeError) as error:
        raise AuditError(f"读不了审计密钥 {path}", f"the key of the audit cannot be read: {path} ({error})") from error
    if mode & 0o007:
        raise AuditError(f"审计密钥 {path} 人人可读，请 chmod 600", f"everybody may read the key {path}: chmod 600")
    if not lines or any(len(line) < MIN_KEY or len(set(line)) < MIN_SIGNS for line in lines):
        raise AuditError(
            f"审计密钥 {path} 太弱：每行至少 {MIN_KEY} 个字符、{MIN_SIGNS} 种字符，如 openssl rand -hex 32",
            f"{path} holds a weak key: {MIN_KEY} characters a line or more, such as openssl rand -hex 32",
        )
    secrets = [line.encode() for line in lines]
    return tuple(Key(hmac.new(one, b"name", "sha256").hexdigest()[:8], one) for one in secrets)
