"""What a signature proves and what it does not: every change of file, manifest or key is told by its name."""

import io
import json
import stat
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, strategies as st
from typer.testing import CliRunner

from data_access.__main__ import app
from data_access.i18n import LANGUAGES
from data_access.manifests import digests, keys, signature
from data_access.manifests.verdict import MAX_MANIFEST, in_words, judge, told

FILE = "单位,按期\r\n双鸭山市,3\r\n".encode()
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TRUSTED = {keys.number_of(KEY.public_key()): KEY.public_key()}
FACTS = {
    "file": "完成情况.csv",
    "rows": 1,
    "sha256": "",
    "as_of": "2020-07-04T00:00:00+08:00",
    "known_at": None,
    "data_until": "2020-07-03T18:00:00+08:00",
    "stamp": "7",
    "label": "sample",
    "definition_version": "3",
    "filters": {"cities": ["230500"], "scope": None},
    "plain": False,
}


def facts_of(file: bytes = FILE, **changed: object) -> dict[str, Any]:
    return {**FACTS, "sha256": digests.hashlib.sha256(file).hexdigest(), **changed}


def written(facts: object) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def verdict_of(manifest: bytes, file: bytes = FILE) -> tuple[str, str]:
    verdict = judge(io.BytesIO(file), manifest, TRUSTED)
    assert verdict.proved is ((verdict.signed, verdict.file) == ("good", "same"))
    for lang in LANGUAGES:
        assert len(in_words(verdict, lang)) == 3
        assert bool(told(verdict, lang)) is (verdict.signed == "good")
    return verdict.signed, verdict.file


def forged(**entries: object) -> bytes:
    """A signed manifest whose signature has other entries."""
    said = signature.signed(facts_of(), KEY)
    return written({**said, "signature": {**said["signature"], **entries}})


GOOD = signature.signed(facts_of(), KEY)
CASES = {
    "as it was": (written(GOOD), FILE, ("good", "same")),
    "in another order and without spaces": (json.dumps(dict(reversed(GOOD.items()))).encode(), FILE, ("good", "same")),
    "with a mark of Windows": (b"\xef\xbb\xbf" + written(GOOD), FILE, ("good", "same")),
    "another file": (written(GOOD), FILE.replace(b"3", b"2"), ("good", "other")),
    "a shorter file": (written(GOOD), FILE[:-1], ("good", "other")),
    "an empty file": (written(GOOD), b"", ("good", "other")),
    "more rows": (written({**GOOD, "rows": 2}), FILE, ("changed", "same")),
    "another instant": (written({**GOOD, "as_of": "2020-07-05T00:00:00+08:00"}), FILE, ("changed", "same")),
    "an entry more": (written({**GOOD, "note": ""}), FILE, ("changed", "same")),
    "1 in place of false": (written({**GOOD, "plain": 0}), FILE, ("changed", "same")),
    "file and checksum": (written({**GOOD, "sha256": facts_of(b"x")["sha256"]}), b"x", ("changed", "same")),
    "no signature": (written(facts_of()), FILE, ("none", "same")),
    "another key": (written(signature.signed(facts_of(), OTHER)), FILE, ("unknown_key", "same")),
    "another key under our number": (
        forged(value=signature.signed(facts_of(), OTHER)["signature"]["value"]),
        FILE,
        ("changed", "same"),
    ),
    "no algorithm": (forged(algorithm="none"), FILE, ("algorithm", "same")),
    "an empty value": (forged(value=""), FILE, ("changed", "same")),
    "zeros": (forged(value=b64encode(bytes(64)).decode()), FILE, ("changed", "same")),
    "no base64": (forged(value="%"), FILE, ("changed", "same")),
    "a number as key": (forged(key=7), FILE, ("unknown_key", "same")),
    "more in it": (forged(more=1), FILE, ("changed", "same")),
    "a word as signature": (written({**GOOD, "signature": "good"}), FILE, ("changed", "same")),
    "no checksum": (
        written(signature.signed({k: v for k, v in facts_of().items() if k != "sha256"}, KEY)),
        FILE,
        ("good", "unsaid"),
    ),
    "SM3 of another file": (written(signature.signed(facts_of(sm3="0" * 64), KEY)), FILE, ("good", "other")),
}


@pytest.mark.parametrize("case", CASES)
def test_each_change_is_told_by_its_name(case: str) -> None:
    manifest, file, expected = CASES[case]
    assert verdict_of(manifest, file) == expected


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{", b"\xff", b'{"rows": 1, "rows": 2}', b'{"a": {"b": 1, "b": 1}}', b" " * (MAX_MANIFEST + 1)],
)
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        judge(io.BytesIO(FILE), text, TRUSTED)


def test_a_number_with_a_point_is_not_signed_since_others_write_it_in_another_way() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        signature.signed({"filters": {"rates": [0.5]}}, KEY)


@given(place=st.integers(0, len(written(GOOD)) - 1), bit=st.integers(0, 7))
def test_no_bit_of_a_manifest_can_be_turned_unseen(place: int, bit: int) -> None:
    text = bytearray(written(GOOD))
    text[place] ^= 1 << bit
    try:
        verdict = judge(io.BytesIO(FILE), bytes(text), TRUSTED)
    except ValueError:
        return
    assert not verdict.proved or verdict.facts == GOOD  # a space may have become another one


def test_a_key_is_made_once_with_its_public_key_and_closed_to_others(tmp_path: Path) -> None:
    key = keys.signing_key(tmp_path)
    assert keys.number_of(keys.signing_key(tmp_path).public_key()) == keys.number_of(key.public_key())
    assert list(keys.trusted_keys(tmp_path)) == [keys.number_of(key.public_key())]
    assert stat.S_IMODE((tmp_path / keys.PRIVATE).stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [keys.PRIVATE, keys.TRUSTED]


def test_a_key_of_former_years_still_proves(tmp_path: Path) -> None:
    old = signature.signed(facts_of(), keys.signing_key(tmp_path))
    (tmp_path / keys.PRIVATE).unlink()
    new = signature.signed(facts_of(), keys.signing_key(tmp_path))
    assert old["signature"]["key"] != new["signature"]["key"]
    for manifest in (old, new):
        assert judge(io.BytesIO(FILE), written(manifest), keys.trusted_keys(tmp_path)).proved


def test_a_bad_key_file_is_refused_by_its_name(tmp_path: Path) -> None:
    keys.signing_key(tmp_path)
    (tmp_path / keys.PRIVATE).chmod(0o644)
    with pytest.raises(keys.KeyFileError, match="chmod 600"):
        keys.signing_key(tmp_path)
    (tmp_path / keys.PRIVATE).chmod(0o600)
    (tmp_path / keys.PRIVATE).write_text("no key")
    with pytest.raises(keys.KeyFileError, match=keys.PRIVATE):
        keys.signing_key(tmp_path)
    (tmp_path / keys.TRUSTED / "b.pem").write_text("no key")
    with pytest.raises(keys.KeyFileError, match=r"b\.pem"):
        keys.trusted_keys(tmp_path)


@pytest.mark.parametrize(("asked", "expected"), [("", ("sha256",)), ("SM3", ("sha256", "sm3"))])
def test_digests_are_chosen_by_the_office(
    monkeypatch: pytest.MonkeyPatch, asked: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MANIFEST_DIGEST", asked)
    assert digests.chosen() == expected
    monkeypatch.setenv("MANIFEST_DIGEST", "md5")
    with pytest.raises(digests.UnknownDigestError, match="md5"):
        digests.chosen()


def test_the_command_proves_with_the_public_key_alone(tmp_path: Path) -> None:
    """Whoever verifies has the file, the manifest and the public key; no database and no private key."""
    keys.trust(KEY.public_key(), tmp_path)
    file, manifest = tmp_path / "完成情况.csv", tmp_path / "m.json"
    file.write_bytes(FILE)
    manifest.write_bytes(written(GOOD))
    asked = ["verify", str(file), str(manifest), "--keys", str(tmp_path)]
    proved = CliRunner().invoke(app, asked)
    assert proved.exit_code == 0
    assert "属实" in proved.stdout
    assert "完成情况.csv" in proved.stdout
    file.write_bytes(FILE + b"\r\n")
    assert CliRunner().invoke(app, [*asked, "--lang", "en"]).exit_code == 1
    manifest.write_bytes(b"[]")
    assert CliRunner().invoke(app, asked).exit_code == 2


def test_other_software_can_verify() -> None:
    """The bytes that are signed, written again from their description in docs/manifests.md alone."""
    said = json.loads(written(GOOD))
    value = b64decode(said.pop("signature")["value"])
    KEY.public_key().verify(value, json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
