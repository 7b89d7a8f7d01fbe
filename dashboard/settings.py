"""What the operator can set, from the environment (DASHBOARD_…): one frozen object, read once."""

import json
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET = 32
MIN_SIGNS = 8
"""Different characters in a secret: 32 that somebody made by chance have more."""


def _names(value: object) -> object:
    """Host names as an operator writes them: one, several with commas between, or a list as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return tuple(name.strip() for name in value.split(",") if name.strip())


def _varied(secret: SecretStr | None) -> SecretStr | None:
    if secret is not None and len(set(secret.get_secret_value())) < MIN_SIGNS:
        raise ValueError(f"fewer than {MIN_SIGNS} different characters: anybody could guess it")
    return secret


class Settings(BaseSettings):
    """Defaults are right for one machine and no operator."""

    model_config = SettingsConfigDict(env_prefix="DASHBOARD_", frozen=True)

    var: Path = ROOT / "var"
    """Where the server may write: the secret of its links."""
    secret: Annotated[SecretStr | None, AfterValidator(_varied)] = Field(default=None, min_length=MIN_SECRET)
    """Signs extract links; the same for all workers. None: one is made in `var` at the first start."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)] = ("127.0.0.1", "localhost", "[::1]")
    """Host names under which a browser may ask for this server, pages and websocket alike; all others are refused."""
    link_minutes: int = Field(default=120, ge=2)
    """An extract link works this long; an open page renews its links at half of it."""
    extract_slots: int = Field(default=4, ge=1)
    """Extracts running at once in one process: they share its threads with all pages."""
    download_speed: int = Field(default=4096, ge=1)
    """Bytes a second that the reader of a download takes at least, else it is cut off and its slot given back."""
    download_seconds: int = Field(default=600, ge=1)
    """The longest that one download may take."""
    stamp_seconds: int = Field(default=5, ge=1)
    """How often an open page asks whether the data moved."""
    stale_hours: int = Field(default=12, ge=0)
    """How long the last good copy is shown while the database is away."""
    map_boundaries: bool = True
    """False: no boundaries are drawn, only bubbles at the seats, where a map needs a review that this has not had."""
    map_credit: str = ""
    """The line below the map: the operator's own review number and source. Empty: where the boundaries come from."""
    backoff_failures: int = Field(default=3, ge=1)
    backoff_seconds: int = Field(default=30, ge=1)
    """After so many failures in a row the database is left alone this long."""


@cache
def settings() -> Settings:
    """The settings of this process; SystemExit with a sentence for each that is not as it should be."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = (f"DASHBOARD_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors())
        raise SystemExit("refused to start: " + "; ".join(wrong)) from None


def link_secret(of: Settings) -> bytes:
    """The key of the extract links: the operator's, else one kept in `var` for all workers of this machine."""
    if of.secret is not None:
        return of.secret.get_secret_value().encode()
    path = of.var / "link-secret"
    of.var.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(MIN_SECRET))
        try:
            os.link(fresh, path)  # whole or not at all, and the first worker wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = path.read_bytes().strip()
    if len(key) < MIN_SECRET or len(set(key)) < MIN_SIGNS:
        raise ValueError(f"{path} holds no good secret of {MIN_SECRET} characters: remove it, or set DASHBOARD_SECRET")
    return key
