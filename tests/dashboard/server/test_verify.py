"""The page where a file and its manifest are dropped: what it says of them, and what it refuses."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dashboard.server import verify
from data_access.i18n import LANGUAGES, t
from data_access.manifests import digests, keys, signature
from tests.dashboard.asgi import Answer, ask

APP = Starlette(routes=verify.ROUTES)
FILE = "单位,按期\r\n双鸭山市,3\r\n".encode()
LIMIT = "-----part"


def signed(**changed: object) -> bytes:
    """A manifest of FILE."""
    facts = {"file": "完成情况<b>.csv", "rows": 1, "sha256": digests.hashlib.sha256(FILE).hexdigest()}
    facts |= {"as_of": "2020-07-04T00:00:00+08:00", "known_at": None, "data_until": None, "stamp": "7"}
    said = signature.signed({**facts, "label": "sample", "definition_version": "3"}, keys.signing_key())
    return json.dumps({**said, **changed}, ensure_ascii=False).encode()


def sent(lang: str = "zh", **files: bytes) -> Answer:
    """The answer to a form with these files."""
    parts = [
        f'--{LIMIT}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files.items()
    ]
    body = b"".join(parts) + f"--{LIMIT}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={LIMIT}", "content-length": str(len(body))}
    return ask(APP, f"/verify?lang={lang}", method="POST", headers=headers, body=body)


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path) -> None:
    """The keys lie in a folder of this test (DASHBOARD_VAR)."""
    assert keys.folder().is_relative_to(tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_in_the_readers_language_and_leads_to_the_other(lang: str) -> None:
    page = ask(APP, f"/verify?lang={lang}")
    assert page.status == 200
    assert t(lang, "verify.about") in page.text
    assert {f'href="?lang={one}"' in page.text for one in LANGUAGES if one != lang} == {True}
    assert "<script" not in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_of_ours_is_proved_and_its_manifest_read_out(lang: str) -> None:
    page = sent(lang, file=FILE, manifest=signed())
    assert (page.status, t(lang, "verify.proved") in page.text) == (200, True)
    assert "完成情况&lt;b&gt;.csv" in page.text


CASES = {
    "another file": ({"file": FILE + b" ", "manifest": signed}, 200, "verify.file.other"),
    "changed manifest": ({"file": FILE, "manifest": lambda: signed(rows=2)}, 200, "verify.signed.changed"),
    "no manifest": ({"file": FILE, "manifest": lambda: b"rows: 1"}, 400, "verify.no_manifest"),
    "one file only": ({"file": FILE}, 400, "verify.both"),
    "nothing": ({}, 400, "verify.both"),
    "a crowd": (dict.fromkeys(("file", "manifest", "c", "d"), b""), 400, "verify.both"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_proved_is_said(case: str) -> None:
    files, status, key = CASES[case]
    page = sent(**{name: content() if callable(content) else content for name, content in files.items()})
    assert page.status == status
    assert t("zh", key) in page.text
    assert t("zh", "verify.proved") not in page.text


@pytest.mark.parametrize("length", ["", "0", str(verify.MAX_BYTES + 1)])
def test_too_much_is_refused_before_it_is_read(length: str) -> None:
    headers = {"content-type": f"multipart/form-data; boundary={LIMIT}"} | (
        {"content-length": length} if length else {}
    )
    assert ask(APP, "/verify", method="POST", headers=headers).status == 413


def test_a_bad_key_on_the_server_is_no_verdict() -> None:
    manifest = signed()
    (keys.folder() / keys.TRUSTED / "old.pem").write_text("no key")
    page = sent(file=FILE, manifest=manifest)
    assert (page.status, t("zh", "verify.keys") in page.text) == (503, True)
