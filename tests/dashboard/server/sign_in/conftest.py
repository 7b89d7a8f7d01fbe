"""An access place with a few persons, and the settings of each way in."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard import settings as read, signed_in
from dashboard.server.sign_in import proof, provider, source
from data_access.access import grants
from data_access.access.audit import record
from data_access.access.rights import Right
from data_access.access.viewer import Viewer
from tests.dashboard.server.sign_in.gateway import AUDIENCE, HEADER, ISSUER, KEY, public_pem

CONSOLE, SECURITY = (Viewer(f"os:{name}", "", "", frozenset()) for name in ("root", "security"))
LEADER, OTHER, STRANGER = "leader", "other", "stranger"
"""A leader of the province, one of a city, and somebody whom the identity system knows and nobody here."""
Configure = Callable[..., None]


def audited(folder: Path) -> dict[str, str]:
    """The settings of an audit in this folder."""
    key = folder / "audit-key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    return {"AUDIT_FOLDER": str(folder / "audit"), "AUDIT_KEY_FILE": str(key), "AUDIT_ANCHOR": str(folder / "anchor")}


def forget() -> None:
    """Settings and what follows from them are read anew."""
    signed_in.forget()
    record.forget()
    for part in (read.settings, proof.keys, provider.provider, source.proxies):
        part.cache_clear()


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Configure]:
    """Set DASHBOARD_… settings by name; the access place is a file of this test."""
    monkeypatch.setenv("ACCESS_URL", f"sqlite:///{tmp_path / 'access.db'}")

    for name, value in audited(tmp_path).items():
        monkeypatch.setenv(name, value)

    def configured(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"DASHBOARD_{name.upper()}", str(value))
        forget()

    configured(secret=secrets.token_hex(32))
    yield configured
    forget()


@pytest.fixture
def people(configure: Configure) -> Engine:
    """The access place with LEADER and OTHER in it."""
    place = signed_in.place()
    grants.grant(place, SECURITY.id, Right("security"), CONSOLE, name="安全管理员", unit="省安委办")
    grants.grant(place, LEADER, Right("province"), SECURITY, name="张某", unit="省政府")
    grants.grant(place, OTHER, Right("city", "230500"), SECURITY, name="李某", unit="双鸭山市政府")
    return place


@pytest.fixture
def gateway(configure: Configure, people: Engine, tmp_path: Path) -> None:
    """The way `proxy` with signed tokens."""
    key = tmp_path / "gateway.pem"
    key.write_bytes(public_pem(KEY))
    configure(
        sign_in="proxy",
        proxy_proof="jwt",
        proxy_header=HEADER,
        proxy_key=key,
        proxy_algorithm="ES256",
        proxy_issuer=ISSUER,
        proxy_audience=AUDIENCE,
    )
