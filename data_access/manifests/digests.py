"""The digests that a manifest may name. SHA-256 is always there; MANIFEST_DIGEST adds one that an office must use."""

import hashlib
import os
from typing import Final

FIRST: Final = "sha256"
DIGESTS: Final = tuple(name for name in (FIRST, "sm3") if name in hashlib.algorithms_available)
"""Digests by the names that the standard library gives them; SM3 (GB/T 32905) where OpenSSL has it."""


class UnknownDigestError(ValueError):
    """MANIFEST_DIGEST names a digest that is not there."""


def chosen() -> tuple[str, ...]:
    """The digests that a new manifest has."""
    more = os.environ.get("MANIFEST_DIGEST", "").strip().lower() or FIRST
    if more not in DIGESTS:
        known = ", ".join(DIGESTS)
        raise UnknownDigestError(f"MANIFEST_DIGEST={more!r}，可用 / there are: {known}")
    return tuple(dict.fromkeys((FIRST, more)))
