"""Settings of the audit that would make it worthless are refused."""

from pathlib import Path

import pytest

from data_access.access.audit.record import forget, is_recorded
from data_access.access.audit.settings import AuditError
from tests.data_access.access.conftest import configure_audit

WRONG = [
    ({"KEEP_DAYS": "183"}, "AUDIT_KEEP_DAYS.*184"),
    ({"DIGEST": "md5"}, "AUDIT_DIGEST"),
    ({"ANCHOR": ""}, "together or not at all"),
    ({"FOLDER": ""}, "together or not at all"),
    ({"ANCHOR": "{folder}/audit/anchor"}, "lies with the record"),
    ({"KEY_FILE": "{folder}/audit/key"}, "lies with the record"),
    ({"FOLDER": "{folder}/anchor/audit"}, "lies with the record"),
    ({"KEY_FILE": "{folder}/missing"}, "cannot be read"),
    ({"KEY_FILE": "{folder}/open"}, "everybody may read"),
    ({"KEY_FILE": "{folder}/short"}, "weak key"),
    ({"KEY_FILE": "{folder}/same"}, "weak key"),
    ({"KEY_FILE": "{folder}/empty"}, "weak key"),
    ({"SYSLOG": "10.0.0.5:514"}, "udp://host:port"),
]


@pytest.mark.parametrize(("others", "why"), WRONG)
def test_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: dict[str, str], why: str) -> None:
    for name, text in (
        ("open", "0123456789abcdef" * 4),
        ("short", "0123456789abcdef"),
        ("same", "a" * 64),
        ("empty", ""),
    ):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o644 if name == "open" else 0o600)
    given = {name: value.format(folder=tmp_path) for name, value in others.items()}
    configure_audit(tmp_path, monkeypatch, **given)
    with pytest.raises(AuditError, match=why):
        is_recorded()
    monkeypatch.undo()
    forget()
