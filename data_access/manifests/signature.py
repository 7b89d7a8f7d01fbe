"""The signature of a manifest: over all its other entries, in one form that anybody can write again.

That form is JSON with sorted keys, without spaces, in UTF-8, without numbers that have a point. To verify it with other
software: docs/manifests.md.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NoBase64Error
from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from data_access.manifests.keys import number_of

ENTRY: Final = "signature"
ALGORITHM: Final = "Ed25519"
Signed: TypeAlias = Literal["good", "none", "algorithm", "unknown_key", "changed"]
"""What is found of a signature: made by a trusted key over just this; there is none; of an algorithm that is not known;
by a key that is not trusted; not over this.
"""


def canonical(facts: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: all entries but the signature. ValueError for a number with a point, which different
    software writes in different ways.
    """
    _without_points(facts)
    rest = {key: value for key, value in facts.items() if key != ENTRY}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed(facts: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The manifest with its signature."""
    value = b64encode(key.sign(canonical(facts))).decode()
    return {**facts, ENTRY: {"algorithm": ALGORITHM, "key": number_of(key.public_key()), "value": value}}


def check(facts: Mapping[str, Any], trusted: Mapping[str, Ed25519PublicKey]) -> Signed:
    """What a manifest's signature is worth."""
    signature = facts.get(ENTRY)
    if signature is None:
        return "none"
    if not isinstance(signature, dict) or set(signature) != {"algorithm", "key", "value"}:
        return "changed"
    if signature["algorithm"] != ALGORITHM:
        return "algorithm"
    key = trusted.get(str(signature["key"]))
    if key is None:
        return "unknown_key"
    try:
        key.verify(b64decode(str(signature["value"]), validate=True), canonical(facts))
    except (InvalidSignature, NoBase64Error, ValueError):
        return "changed"
    return "good"


def read(text: bytes) -> dict[str, Any]:
    """The entries of a manifest's file. ValueError for anything else than one JSON object whose keys stand once each:
    of two entries of one name, readers take different ones.
    """
    found = json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an entry stands twice")
    return found


def _without_points(value: object) -> None:
    if isinstance(value, float):
        raise ValueError("a manifest has whole numbers only")
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _without_points(part)
