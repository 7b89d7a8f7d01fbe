"""The OpenID Connect provider: where it says it is, whom it names, and that its token is for us (way `oidc`).

Authlib builds the requests and joserfc checks the signature; that both speak with the configured provider only, and for
how long an answer may take, is said here. No proxy of the environment and no redirect is followed.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.jwk import KeySet
from requests import RequestException

from dashboard.server.sign_in.tokens import SIGNED, NotProvenError, claims_of, identity_in, keys_in
from dashboard.settings import Settings, settings
from dashboard.sign_in_settings import WELL_KNOWN
from dashboard.signed_in import Identity

SECONDS: Final = 5.0
"""In which the provider must answer."""
KEPT: Final = 600.0
"""Seconds for which its configuration and keys are used before they are asked for again."""
ANEW: Final = 60.0
"""Seconds between two looks for keys that are not known: a forged token must not make us ask the provider each time."""
PAUSE: Final = 10.0
"""Seconds for which a provider that does not answer is left alone: who signs in must not take the threads of pages."""
SOON: Final = 1.0
"""Seconds for which one sign-in waits for the question of another, or for its turn."""
AT_ONCE: Final = 4
"""Codes that are exchanged at once."""
LARGEST: Final = 1 << 20
"""Bytes of an answer."""


class AwayError(Exception):
    """The provider does not answer, or not as a provider does; the text says where it failed."""


class Places(NamedTuple):
    """The provider's addresses, all at the configured place, and the algorithms that it signs with."""

    issuer: str
    authorization: str
    token: str
    keys: str
    sign_out: str
    """"" where it has none."""
    algorithms: tuple[str, ...]


class Begun(NamedTuple):
    """A sign-in that has begun: where the browser goes, and what must come back with it."""

    address: str
    state: str
    nonce: str
    verifier: str


class Provider:
    """The provider of one configuration; its answers are kept for a while, shared by all threads."""

    def __init__(self, of: Settings) -> None:
        self._of = of
        self._lock = BoundedSemaphore(1)
        self._turns = BoundedSemaphore(AT_ONCE)
        self._away_until = 0.0
        self._places: tuple[float, Places] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def begin(self, redirect: str, *, anew: bool) -> Begun:
        """A sign-in that comes back to `redirect`; `anew`: whoever it is must prove it again. AwayError."""
        places, nonce, verifier = self.places(), generate_token(32), generate_token(48)
        more = {"nonce": nonce, **({"prompt": "login"} if anew else {})}
        with self._session(redirect) as session:
            address, state = session.create_authorization_url(places.authorization, code_verifier=verifier, **more)
        return Begun(address, state, nonce, verifier)

    def identity(self, redirect: str, code: str, nonce: str, verifier: str) -> Identity:
        """The person for whom the provider gave this code. NotProvenError, AwayError."""
        places = self.places()
        try:
            with _turn(self._turns), self._session(redirect) as session:
                answer = session.fetch_token(
                    places.token, code=code, code_verifier=verifier, allow_redirects=False, timeout=SECONDS
                )
        except OAuthError as error:
            raise NotProvenError("code") from error
        except (RequestException, ValueError, TypeError, AttributeError) as error:
            raise AwayError("token") from error
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise NotProvenError("no_token")
        told = self._claims(places, token, nonce, access if isinstance(access, str) else "")
        return identity_in(told, self._of)

    def places(self) -> Places:
        """Its addresses. AwayError where it does not tell them, or names another place or issuer than configured."""
        with _turn(self._lock):
            now = time.monotonic()
            if self._places is None or now > self._places[0] + KEPT:
                if now < self._away_until:
                    raise AwayError("lately")
                self._away_until = now + SECONDS + PAUSE
                self._places = now, self._read_places()
                self._away_until = 0.0
            return self._places[1]

    def _read_places(self) -> Places:
        told = self._get(self._of.oidc_discovery)
        issuer = told.get("issuer")
        if issuer not in (own := self._of.oidc_discovery.removesuffix(WELL_KNOWN), f"{own}/"):
            raise AwayError("issuer")
        own_places = {
            name: self._own(told.get(f"{name}_endpoint")) for name in ("authorization", "token", "end_session")
        }
        keys = self._own(told.get("jwks_uri"))
        if not (own_places["authorization"] and own_places["token"] and keys):
            raise AwayError("address")
        offered = told.get("id_token_signing_alg_values_supported")
        algorithms = tuple(one for one in SIGNED if isinstance(offered, list) and one in offered)
        if not algorithms:
            raise AwayError("algorithm")
        return Places(
            issuer=str(issuer),
            authorization=own_places["authorization"],
            token=own_places["token"],
            keys=keys,
            sign_out=own_places["end_session"],
            algorithms=algorithms,
        )

    def _own(self, address: object) -> str:
        """An address at the configured place; "" for anything else."""
        if not isinstance(address, str):
            return ""
        one, own = urlsplit(address), urlsplit(self._of.oidc_discovery)
        return address if (one.scheme, one.netloc) == (own.scheme, own.netloc) else ""

    def _claims(self, places: Places, token: str, nonce: str, access: str) -> Mapping[str, object]:
        of = self._of
        about = {"issuer": places.issuer, "audience": of.oidc_client, "nonce": nonce, "access_token": access}
        for max_age in (KEPT, ANEW):
            try:
                return claims_of(
                    token, self._keys_of(places, max_age), places.algorithms, leeway=of.clock_leeway, **about
                )
            except NotProvenError as error:
                if error.why not in UNKNOWN_KEY or max_age == ANEW:
                    raise
        raise AssertionError

    def _keys_of(self, places: Places, max_age: float) -> KeySet:
        with _turn(self._lock):
            if self._keys is None or time.monotonic() > self._keys[0] + max_age:
                try:
                    read = keys_in(self._get(places.keys))
                except ValueError as error:
                    raise AwayError("keys") from error
                self._keys = time.monotonic(), read
            return self._keys[1]

    def _get(self, address: str) -> dict[str, object]:
        """The object of JSON at an address of the provider."""
        try:
            with self._session("") as session:
                answer = session.request(
                    "GET", address, withhold_token=True, allow_redirects=False, timeout=SECONDS, stream=True
                )
                body = answer.raw.read(LARGEST, decode_content=True) if answer.status_code == 200 else b""
            told = json.loads(body)
        except (RequestException, OSError, ValueError) as error:
            raise AwayError(urlsplit(address).path) from error
        if not isinstance(told, dict):
            raise AwayError(urlsplit(address).path)
        return told

    def _session(self, redirect: str) -> Any:
        of, secret = self._of, self._of.oidc_client_secret
        session = OAuth2Session(
            of.oidc_client,
            secret.get_secret_value() if secret else "",
            scope="openid profile",
            redirect_uri=redirect,
            code_challenge_method="S256",
        )
        session.trust_env = False
        session.verify = str(of.oidc_ca) if of.oidc_ca else True
        return session


UNKNOWN_KEY: Final = ("invalid_key_id", "bad_signature")
"""What is said of a token whose key the provider has made since we asked."""


@contextmanager
def _turn(of: BoundedSemaphore) -> Iterator[None]:
    """Whoever's turn it is; AwayError where it does not come soon."""
    if not of.acquire(timeout=SOON):
        raise AwayError("busy")
    try:
        yield
    finally:
        of.release()


@cache
def provider() -> Provider:
    """The provider of this process."""
    return Provider(settings())
