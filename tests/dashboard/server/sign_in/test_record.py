"""Who came in, who left and who was not let in stands in the audit, with the address and without a secret."""

import json
from pathlib import Path

import pytest

from dashboard.server.sign_in import record
from data_access.access.audit.record import open_chain
from data_access.access.audit.verify import verify
from tests.dashboard.server.sign_in.conftest import LEADER, OTHER, STRANGER
from tests.dashboard.server.sign_in.gateway import HEADER, token
from tests.dashboard.server.sign_in.test_gateway import cookie_of, get

pytestmark = pytest.mark.usefixtures("gateway")
FROM = ("X-Forwarded-For", "10.0.0.7")


def lines(tmp_path: Path) -> list[dict[str, object]]:
    """What the audit says of sign-ins."""
    [file] = (tmp_path / "audit").glob("*.jsonl")
    read = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [one for one in read if one["event"] in ("signin", "signout")]


def test_what_is_recorded(tmp_path: Path) -> None:
    cookie = ("Cookie", cookie_of(get((HEADER, token()), FROM)))
    get((HEADER, token(OTHER)), cookie, FROM)
    get((HEADER, token(STRANGER)), FROM)
    get((HEADER, "forged"), FROM)
    get((HEADER, "forged"), FROM, path="/static/js/x.js")
    found = lines(tmp_path)
    assert [(one["event"], one["ok"], one["who"].get("id", ""), one["facts"]) for one in found] == [  # type: ignore[attr-defined]
        ("signin", True, LEADER, {"way": "proxy"}),
        ("signout", True, LEADER, {"why": "another person"}),
        ("signin", True, OTHER, {"way": "proxy"}),
        ("signin", False, "", {"why": "unknown", "person": STRANGER}),
        ("signin", False, "", {"why": "decode_error"}),
    ]
    assert {one["address"] for one in found} == {"10.0.0.7"}
    assert cookie[1].partition("=")[2] not in json.dumps(found)
    chain = open_chain()
    assert chain
    assert verify(chain).faults == []


def test_a_flood_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(record, "monotonic", lambda: now)
    for _ in range(50):
        get((HEADER, "flood"), ("X-Forwarded-For", "10.0.0.66"))
    assert len(lines(tmp_path)) == record.MOST
    now += record.PAUSE + 1
    get((HEADER, "flood"), ("X-Forwarded-For", "10.0.0.66"))
    assert lines(tmp_path)[-1]["facts"] == {"why": "decode_error", "left_out": 30}
