"""Encryption of backups in the age format: to the office's public key, so that the server itself cannot open them.

The library is imported where it is needed: who encrypts nothing does without it.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from seed.usage import UsageError

ENDING: Final = ".age"


def make_key(path: Path) -> str:
    """Write a new private key into the new file `path`, which only its owner can read; comes back with its public key.

    UsageError where the file exists.
    """
    from pyrage import x25519

    key = x25519.Identity.generate()
    public = str(key.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be made, or is there already: a key is never written over",
            f"{path} 无法新建或已存在;密钥文件不会被覆盖",
        ) from fault
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{key}\n")
    return public


def seal(plain: Path, public_key: str) -> Path:
    """Encrypt a file to a public key (age1…) beside it, and remove the plain one; comes back with the new file."""
    from pyrage import RecipientError, encrypt_file, x25519

    try:
        recipient = x25519.Recipient.from_str(public_key)
    except RecipientError as fault:
        raise UsageError(
            "DASHBOARD_BACKUP_KEY is no public key of age (age1…): `python -m seed backup-key FILE` makes one",
            "DASHBOARD_BACKUP_KEY 不是 age 公钥(age1…);python -m seed backup-key 文件 可以生成",
        ) from fault
    sealed = plain.with_name(plain.name + ENDING)
    sealed.touch(mode=0o600)
    encrypt_file(str(plain), str(sealed), [recipient])
    plain.unlink()
    return sealed


def unseal(sealed: Path, plain: Path, key_file: Path) -> None:
    """Decrypt a file with the private key in `key_file`. UsageError for another key, or for a file that was changed;
    then nothing is left of it.
    """
    from pyrage import DecryptError, decrypt_file, x25519

    plain.touch(mode=0o600)
    try:
        decrypt_file(str(sealed), str(plain), [x25519.Identity.from_str(_private_key(key_file))])
    except (DecryptError, OSError) as fault:
        with suppress(FileNotFoundError):
            plain.unlink()
        raise UsageError(
            f"{sealed} does not open with the key in {key_file}: it is another key, or the file was changed",
            f"用 {key_file} 中的密钥打不开 {sealed}:密钥不对,或文件被改动过",
        ) from fault


def _private_key(path: Path) -> str:
    from pyrage import IdentityError, x25519

    try:
        lines = path.read_text(encoding="utf-8").split()
        key = next(word for word in lines if word.startswith("AGE-SECRET-KEY-"))
        x25519.Identity.from_str(key)
    except (OSError, UnicodeDecodeError, StopIteration, IdentityError) as fault:
        raise UsageError(
            f"{path} holds no private key of age (AGE-SECRET-KEY-…)", f"{path} 中没有 age 私钥(AGE-SECRET-KEY-…)"
        ) from fault
    return key
