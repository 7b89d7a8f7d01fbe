"""A gateway: it signs who a person is."""

import time

from joserfc import jwk, jwt
from joserfc.jwk import ECKey, Key

ISSUER, AUDIENCE, HEADER = "https://gateway.example", "dashboard", "X-Identity"
KEY: ECKey = jwk.generate_key("EC", "P-256")
ANOTHER: ECKey = jwk.generate_key("EC", "P-256")


def public_pem(key: Key) -> bytes:
    """What verifies its tokens."""
    return key.as_pem(private=False)


def token(sub: object = "leader", *, key: Key = KEY, alg: str = "ES256", **changed: object) -> str:
    """A token about a person, valid for a minute; claims that are changed to None are left out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": sub, "iat": now, "exp": now + 60, **changed}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": alg}, kept, key, algorithms=[alg])
