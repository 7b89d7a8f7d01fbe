"""Reads signed tokens: those of a gateway and of a provider. The algorithm is ours to say, never the token's."""

import json
import warnings
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwk, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import Key, KeySet

from dashboard.settings import Settings
from dashboard.signed_in import Identity

SIGNED: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Algorithms of providers: with a key that the world may know."""
LONGEST: Final = 8000
"""Characters of a token; what proxies take as one header."""
ID: Final = 200
"""Characters of a person's id, as data_access.access keeps it."""
KEY_TYPE: Final = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP", "HS": "oct"}
MIN_BITS: Final = {"RSA": 2048, "oct": 256}


class NotProvenError(Exception):
    """Nothing proves who this is; `why` is one word for the audit, and says nothing of what was presented."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def key_in(path: Path, algorithm: str) -> KeySet:
    """The keys in a file: PEM, a JWK, a set of JWKs, or (HS256) the bytes of a secret. ValueError with a few words
    where they are none for the algorithm, or too short to prove anything.
    """
    kind = KEY_TYPE[algorithm[:2]]
    content = path.read_bytes().strip()
    if content.startswith(b"{"):
        keys = keys_in(json.loads(content))
    elif kind == "oct" and content.startswith(b"-----"):
        raise ValueError("PEM")
    else:
        keys = _imported(lambda: KeySet([jwk.JWKRegistry.import_key(content, kind)]))
    if other := [key.key_type for key in keys.keys if key.key_type != kind]:
        raise ValueError(f"{other[0]}, {algorithm}")
    return keys


def keys_in(told: object) -> KeySet:
    """The keys in a JWK or a set of them. ValueError with a few words where there are none, or one is too short."""
    each = told.get("keys", [told]) if isinstance(told, dict) else []
    return _imported(lambda: KeySet([jwk.import_key(one) for one in each]))


def _imported(read: Callable[[], KeySet]) -> KeySet:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # a short key is refused below, not warned of
            keys = read()
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(type(error).__name__) from error
    if not keys.keys:
        raise ValueError("0")
    for key in keys.keys:
        if _bits(key) < MIN_BITS.get(key.key_type, 0):
            raise ValueError(f"{_bits(key)} bit")
    return keys


def _bits(key: Key) -> int:
    """The length of a secret, or of an RSA key."""
    if isinstance(key, jwk.RSAKey):
        return key.raw_value.key_size
    return 8 * len(key.raw_value) if isinstance(key, jwk.OctKey) else 0


def claims_of(
    token: str,
    keys: KeySet,
    algorithms: Collection[str],
    *,
    issuer: str,
    audience: str,
    leeway: int,
    nonce: str = "",
    access_token: str = "",
) -> Mapping[str, object]:
    """The claims of a token that `issuer` signed for `audience` and that is valid now, give or take `leeway` seconds.
    NotProvenError for any other.
    """
    if len(token) > LONGEST:
        raise NotProvenError("long")
    try:
        read = jwt.decode(token, keys, algorithms=list(algorithms))
        options = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": audience}}
        params = {"client_id": audience, "nonce": nonce, "access_token": access_token}
        checked = CodeIDToken(read.claims, read.header, options, params)
        checked.validate(leeway=leeway)
    except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise NotProvenError(getattr(error, "error", "") or "token") from error
    return dict(checked)


def identity_in(claims: Mapping[str, object], of: Settings) -> Identity:
    """The person in the claims, with the rights that they give where the settings say so. NotProvenError where there is
    none.
    """
    person = checked_id(claims.get(of.person_claim))
    if not of.roles_claim:
        return Identity(person)
    told = claims.get(of.roles_claim)
    values = told if isinstance(told, list) else [told]
    rights = {right for one in values if isinstance(one, str) for right in of.roles.get(one, ())}
    name, unit = (claims.get(claim) for claim in (of.name_claim, of.unit_claim))
    return Identity(person, str(name or ""), str(unit or ""), frozenset(rights))


def checked_id(found: object) -> str:
    """`found`, where it can be the id of a person; NotProvenError otherwise."""
    if not isinstance(found, str) or not 0 < len(found) <= ID or not found.isprintable() or found != found.strip():
        raise NotProvenError("id")
    return found
