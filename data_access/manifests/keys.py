"""The keys of manifests: one private key signs, a folder of public keys is trusted, those of former years too.

Ed25519 (RFC 8032) as PEM files. A key is known by its number, the first 16 hexadecimal digits of the SHA-256 of its 32
public bytes. A private key that is replaced leaves its public key behind, so that old manifests stay provable.
"""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from data_access.database.engine import EMBEDDED

DIGITS: Final = 16
PRIVATE, TRUSTED = "manifest-key.pem", "manifest-keys"


class KeyFileError(ValueError):
    """A key file that holds no Ed25519 key, or that others may read; its text is a sentence for the operator."""


def folder() -> Path:
    """Where the keys lie: in the folder that the server may write to (DASHBOARD_VAR)."""
    return Path(os.environ.get("DASHBOARD_VAR", "").strip() or EMBEDDED.parent)


def number_of(key: Ed25519PublicKey) -> str:
    """The number of a public key."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:DIGITS]


def public_pem(key: Ed25519PublicKey) -> bytes:
    """A public key as others keep it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signing_key(within: Path | None = None) -> Ed25519PrivateKey:
    """The key that signs; at the first need one is made, and its public key put among the trusted ones.

    KeyFileError for a file that holds none, or that the group or others may read. OSError where none can be written.
    """
    path = (within or folder()) / PRIVATE
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise KeyFileError(f"{path}: 其他用户可以读取签名密钥，请执行 chmod 600 / others can read the key: chmod 600")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{path}: 不是签名密钥（Ed25519，PEM）/ holds no private key (Ed25519, PEM)") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path}: 不是 Ed25519 密钥 / is no Ed25519 key")
    return key


def trusted_keys(within: Path | None = None) -> Mapping[str, Ed25519PublicKey]:
    """Number -> public key, of all keys that the office has ever signed with; {} for an empty or missing folder.

    KeyFileError for a file there that holds no public key: a trusted key must not go missing in silence.
    """
    keys = {}
    for path in sorted(((within or folder()) / TRUSTED).glob("*.pem")):
        try:
            key = load_pem_public_key(path.read_bytes())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyFileError(f"{path}: 不是公钥（PEM）/ holds no public key (PEM)") from error
        if not isinstance(key, Ed25519PublicKey):
            raise KeyFileError(f"{path}: 不是 Ed25519 公钥 / is no Ed25519 key")
        keys[number_of(key)] = key
    return keys


def _make(path: Path) -> None:
    """Write a new private key, whole or not at all; the first of several processes wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        trust(key.public_key(), path.parent)
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def trust(key: Ed25519PublicKey, within: Path | None = None) -> Path:
    """Put a public key among the trusted ones; comes back with its file."""
    trusted = (within or folder()) / TRUSTED
    trusted.mkdir(parents=True, exist_ok=True)
    path = trusted / f"{number_of(key)}.pem"
    path.write_bytes(public_pem(key))
    return path
