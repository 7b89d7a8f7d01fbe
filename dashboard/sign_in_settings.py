"""The settings of the three ways in (docs/adr/0046-ways-in.md), and what is missing of them."""

import json
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, TypeAdapter
from pydantic_settings import BaseSettings, NoDecode

from data_access.access.place import AccessError
from data_access.access.rights import Right, What, check

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names of this machine to itself."""
WELL_KNOWN: Final = "/.well-known/openid-configuration"


class Amiss(NamedTuple):
    """What is wrong with a setting: its variable, and the key of the sentence (refused.<key>)."""

    variable: str
    key: str


def names(value: object) -> object:
    """A list out of the environment: one word, several separated by commas, or a JSON list."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return tuple(name.strip() for name in value.split(",") if name.strip())


def _networks(value: tuple[str, ...]) -> tuple[str, ...]:
    for one in value:
        ip_network(one)
    return value


def _rights(value: object) -> object:
    """Rights by the values of a claim, out of JSON: {"leaders": ["province", "download"], "230500": ["city 230500"]}.

    ValueError for what is no such JSON, and for rights that one person may not have together.
    """
    if not isinstance(value, str):
        return value
    found: dict[str, tuple[Right, ...]] = {}
    for said, rights in TypeAdapter(dict[str, list[str]]).validate_json(value or "{}").items():
        words = [one.partition(" ") for one in rights]
        found[said] = tuple(Right(TypeAdapter(What).validate_python(what), place.strip()) for what, _, place in words)
        try:
            check(found[said])
        except AccessError as error:
            raise ValueError(error.en) from error
    return found


def _address(value: str) -> str:
    if value and urlsplit(value).scheme not in ("https", "http"):
        raise ValueError("https://…")
    return value


class SignInSettings(BaseSettings):
    """How readers are known."""

    sign_in: Literal["none", "proxy", "oidc"] = "none"
    """none: whoever sits at this machine, no sign-in and loopback only; proxy: a gateway says who it is and proves it;
    oidc: sign-in at an OpenID Connect provider."""
    person_claim: str = Field(default="sub", min_length=1)
    """The claim of a token that is the person's id, as `python -m data_access grant` knows it."""
    roles_claim: str = ""
    """The claim whose values give rights at each sign-in; "": `python -m data_access grant` alone gives them."""
    roles: Annotated[dict[str, tuple[Right, ...]], NoDecode, BeforeValidator(_rights)] = {}
    """The rights that each of its values gives, as JSON; other values give none."""
    name_claim: str = "name"
    """The claim with the person's name, where claims give rights."""
    unit_claim: str = ""
    """The claim with the person's unit, where claims give rights."""
    clock_leeway: int = Field(default=60, ge=0, le=300)
    """Seconds by which the clock of whoever signs tokens may differ from ours."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(names), AfterValidator(_networks)] = (
        "127.0.0.1",
        "::1",
    )
    """Addresses or networks of proxies whose X-Forwarded-For names where a reader is; of others it is not read."""
    idle_minutes: int = Field(default=30, ge=1)
    """Minutes without a click after which a session ends; that an open page asks for news is no click."""
    session_hours: int = Field(default=8, ge=1)
    """Hours after which a session ends in any case."""
    sessions_each: int = Field(default=3, ge=1)
    """Sessions that a person may have at once; a further one ends the oldest."""
    proxy_proof: Literal["", "jwt", "socket"] = ""
    """How the gateway proves that the identity is from it: jwt: it signs it; socket: it alone can reach the UNIX socket
    on which the dashboard listens."""
    proxy_header: str = Field(default="X-Identity", pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    """The one header that tells the identity: a signed token (jwt), or the person's id (socket)."""
    proxy_key: Path | None = None
    """File with the key that verifies the gateway's tokens: PEM, a JWK or a set of them; for HS256 the secret."""
    proxy_algorithm: Literal["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "HS256"] = "RS256"
    """The one algorithm of the gateway's tokens; what a token says of itself counts for nothing."""
    proxy_issuer: str = ""
    """Who signs the gateway's tokens (iss)."""
    proxy_audience: str = ""
    """For whom they are (aud): the dashboard's name at the gateway."""
    proxy_sign_out: Annotated[str, AfterValidator(_address)] = ""
    """Address at which a person leaves the gateway too: offered after signing out here."""
    oidc_discovery: str = ""
    """Address of the provider's configuration, https://…/.well-known/openid-configuration; all others of the provider
    must have the same scheme, host and port."""
    oidc_client: str = ""
    """The dashboard's name at the provider."""
    oidc_client_secret: SecretStr | None = None
    """Its secret there."""
    oidc_ca: Path | None = None
    """File with the certificates that may vouch for the provider. None: those of this machine."""

    def lacking(self) -> Iterator[Amiss]:
        """What the chosen way needs and has not, or has and must not have."""
        if self.roles_claim:
            yield from (Amiss(one, "needed") for one in ("roles", "unit_claim", "name_claim") if not getattr(self, one))
        if self.sign_in == "proxy":
            yield from self._lacking_of_proxy()
        elif self.sign_in == "oidc":
            yield from self._lacking_of_oidc()

    def _lacking_of_proxy(self) -> Iterator[Amiss]:
        if not self.proxy_proof:
            yield Amiss("proxy_proof", "proof")
        if self.proxy_proof != "jwt":
            return
        for variable in ("proxy_issuer", "proxy_audience"):
            if not getattr(self, variable):
                yield Amiss(variable, "needed")
        if self.proxy_key is None or not self.proxy_key.is_file():
            yield Amiss("proxy_key", "no_file")

    def _lacking_of_oidc(self) -> Iterator[Amiss]:
        at = urlsplit(self.oidc_discovery)
        secure = at.scheme == "https" or (at.scheme == "http" and at.hostname in ("127.0.0.1", "localhost", "::1"))
        if not (secure and at.hostname and at.path.endswith(WELL_KNOWN)) or at.query or at.username is not None:
            yield Amiss("oidc_discovery", "discovery")
        if not self.oidc_client:
            yield Amiss("oidc_client", "needed")
        if self.oidc_client_secret is None or not self.oidc_client_secret.get_secret_value():
            yield Amiss("oidc_client_secret", "needed")
        if self.oidc_ca is not None and not self.oidc_ca.is_file():
            yield Amiss("oidc_ca", "no_file")
