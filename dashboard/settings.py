"""The settings that an operator can make, from the environment (DASHBOARD_…): one frozen object, read once."""

import os
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dashboard.sign_in_settings import LOOPBACK, Amiss, SignInSettings, names
from data_access.i18n import LANGUAGES, t
from data_access.question import Peers

ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET = 32
MIN_SIGNS = 8
"""Different characters that a secret must have; 32 random ones have more."""


def _varied(secret: SecretStr | None) -> SecretStr | None:
    if secret is not None and len(set(secret.get_secret_value())) < MIN_SIGNS:
        raise ValueError(f"fewer than {MIN_SIGNS} different characters: anybody could guess it")
    return secret


class Settings(SignInSettings):
    """The settings; the defaults suit one machine without an operator."""

    model_config = SettingsConfigDict(env_prefix="DASHBOARD_", frozen=True)

    var: Path = ROOT / "var"
    """The folder that the server may write to: it keeps the secret of its links there."""
    secret: Annotated[SecretStr | None, AfterValidator(_varied)] = Field(default=None, min_length=MIN_SECRET)
    """Signs the links of extracts; all workers share it. None: one is made in `var` at the first start."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(names)] = LOOPBACK
    """Host names that a browser may use for this server, for pages, links and the websocket; all others are refused."""
    link_minutes: int = Field(default=120, ge=2)
    """Minutes that the link of an extract works; an open page renews its links after half of them."""
    extract_slots: int = Field(default=4, ge=1)
    """Extracts that run at once in one process, which share its threads with all pages."""
    download_speed: int = Field(default=4096, ge=1)
    """Bytes a second that the reader of a download must take; a slower download is cut off and its slot is free
    again."""
    download_seconds: int = Field(default=600, ge=1)
    """Seconds that one download may take."""
    stamp_seconds: int = Field(default=4, ge=1)
    """Seconds between two looks of an open page for new data."""
    peers: Peers = "none"
    """What a leader of cities sees of the other cities (ADR 0047): none: nothing; rank: his own place among all; all:
    the ledger of all cities too."""
    stale_hours: int = Field(default=12, ge=0)
    """Hours for which the last good copy is shown while the database does not answer."""
    map_boundaries: bool = True
    """False: only bubbles at the seats of government are drawn, where a map with boundaries would need a review."""
    map_credit: str = ""
    """The line below the map, such as a review number. Empty: the source of the boundaries."""
    backoff_failures: int = Field(default=3, ge=1)
    backoff_seconds: int = Field(default=30, ge=1)
    """Seconds for which the database is left alone after `backoff_failures` failures in a row."""

    def lacking(self) -> Iterator[Amiss]:
        """What the chosen way in needs and has not: also a secret that all processes share."""
        if self.sign_in != "none" and self.secret is None:
            yield Amiss("secret", "needed")
        yield from super().lacking()


@cache
def settings() -> Settings:
    """The settings of this process; SystemExit with a sentence for each wrong one, in each language."""
    try:
        found = Settings()
    except ValidationError as error:
        wrong = [(str(one["loc"][0]), "value", str(one["msg"])) for one in error.errors()]
        raise SystemExit(_refusal(wrong)) from None
    if lacking := [(one.variable, one.key, "") for one in found.lacking()]:
        raise SystemExit(_refusal(lacking))
    return found


def chosen(of: BaseSettings) -> dict[str, str]:
    """The settings that an operator made otherwise than the defaults, as text; of a secret only that there is one."""
    return {name: str(value) for name, value in of.model_dump(mode="json", exclude_defaults=True).items()}


def _refusal(wrong: list[tuple[str, str, str]]) -> str:
    """What is wrong, a line a language: variable, key of the sentence, what is said of the value."""
    lines = []
    for lang in LANGUAGES:
        told = (f"DASHBOARD_{name.upper()}: {t(lang, f'refused.{key}', None, said=said)}" for name, key, said in wrong)
        lines.append(t(lang, "refused", None, why="; ".join(told)))
    return "\n".join(lines)


def link_secret(of: Settings) -> bytes:
    """The key that signs links: the operator's secret, else one in `var` for all workers of this machine; ValueError
    for a file there that holds no good one.
    """
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
