"""The server refuses to start where it would let somebody in who must not, and says why in both languages."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa as rsa_keys
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwk
from pydantic import SecretStr

from dashboard.server import refusals
from dashboard.server.sign_in.tokens import key_in
from dashboard.settings import Settings, chosen, settings
from tests.dashboard.server.sign_in.conftest import Configure, configure

__all__ = ["configure"]
PROXY = {"sign_in": "proxy", "proxy_proof": "jwt", "proxy_issuer": "g", "proxy_audience": "d"}
OIDC = {
    "sign_in": "oidc",
    "oidc_discovery": "https://sso.example/.well-known/openid-configuration",
    "oidc_client": "board",
    "oidc_client_secret": "secret",
}


@pytest.mark.parametrize(
    ("way", "changed", "variable"),
    [
        (PROXY, {"secret": ""}, "SECRET"),
        (OIDC, {"secret": ""}, "SECRET"),
        (OIDC, {"secret": "changeme" * 8}, "SECRET"),
        (PROXY, {"proxy_proof": ""}, "PROXY_PROOF"),
        (PROXY, {"proxy_proof": "header"}, "PROXY_PROOF"),
        (PROXY, {"proxy_key": "/nonexistent"}, "PROXY_KEY"),
        (PROXY, {"proxy_issuer": ""}, "PROXY_ISSUER"),
        (PROXY, {"proxy_audience": ""}, "PROXY_AUDIENCE"),
        (PROXY, {"proxy_algorithm": "none"}, "PROXY_ALGORITHM"),
        (PROXY, {"proxy_header": "X-Identity: x"}, "PROXY_HEADER"),
        (OIDC, {"oidc_discovery": "http://sso.example/.well-known/openid-configuration"}, "OIDC_DISCOVERY"),
        (OIDC, {"oidc_discovery": "https://sso.example/"}, "OIDC_DISCOVERY"),
        (OIDC, {"oidc_discovery": "https://u:p@sso.example/.well-known/openid-configuration"}, "OIDC_DISCOVERY"),
        (OIDC, {"oidc_client_secret": ""}, "OIDC_CLIENT_SECRET"),
        (OIDC, {"oidc_client": ""}, "OIDC_CLIENT"),
        (OIDC, {"oidc_ca": "/nonexistent"}, "OIDC_CA"),
        (OIDC, {"clock_leeway": 3600}, "CLOCK_LEEWAY"),
        (OIDC, {"trusted_proxies": "everybody"}, "TRUSTED_PROXIES"),
        (OIDC, {"roles_claim": "groups"}, "UNIT_CLAIM"),
        (OIDC, {"roles": "leaders=province"}, "ROLES"),
        (OIDC, {"roles": '{"leaders": ["king"]}'}, "ROLES"),
        (OIDC, {"roles": '["leaders"]'}, "ROLES"),
        (OIDC, {"roles": '{"leaders": 7}'}, "ROLES"),
        (OIDC, {"roles": '{"leaders": ["city"]}'}, "ROLES"),
        (OIDC, {"roles": '{"leaders": ["province", "security"]}'}, "ROLES"),
        (PROXY, {"proxy_sign_out": "javascript:alert(1)"}, "PROXY_SIGN_OUT"),
        ({"sign_in": "basic"}, {}, "SIGN_IN"),
    ],
)
def test_what_is_weak_or_missing_ends_the_start_with_a_sentence(
    way: dict[str, str], changed: dict[str, str], variable: str, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(**{**way, **changed})
    if changed.get("secret") == "":
        monkeypatch.delenv("DASHBOARD_SECRET")
    with pytest.raises(SystemExit) as refused:
        settings()
    chinese, english = str(refused.value).splitlines()
    assert chinese.startswith("拒绝启动：DASHBOARD_")
    assert english.startswith("refused to start: DASHBOARD_")
    assert f"DASHBOARD_{variable}: " in chinese
    assert f"DASHBOARD_{variable}: " in english


LISTENS = {
    "none": (["127.0.0.1", "::1", "/run/board.sock"], ["0.0.0.0", "::", "10.0.0.5"]),
    "oidc": (["127.0.0.1", "0.0.0.0", "10.0.0.5"], []),
    "jwt": (["127.0.0.1", "10.0.0.5"], []),
    "socket": (["/nonexistent/../tmp"], ["127.0.0.1", "0.0.0.0"]),
}


@pytest.mark.parametrize("way", LISTENS)
def test_where_it_may_listen(way: str, configure: Configure, tmp_path: Path) -> None:
    chosen = {"none": {}, "oidc": OIDC}.get(way, {**PROXY, "proxy_proof": way, "proxy_key": __file__})
    configure(**chosen)
    may, must_not = LISTENS[way]
    for address in may if way != "socket" else []:
        refusals._check([address], "127.0.0.1")
    for address in must_not:
        with pytest.raises(refusals.RefusedToStartError, match=address) as refused:
            refusals._check([address], "127.0.0.1")
        assert str(refused.value).startswith("拒绝启动：")
        assert "\nrefused to start: " in str(refused.value)


def test_a_socket_that_others_can_reach_is_refused(configure: Configure, tmp_path: Path) -> None:
    configure(sign_in="proxy", proxy_proof="socket")
    tmp_path.chmod(0o711)
    with pytest.raises(refusals.RefusedToStartError, match="chmod"):
        refusals._check([str(tmp_path / "board.sock")], "127.0.0.1")
    tmp_path.chmod(0o710)
    refusals._check([str(tmp_path / "board.sock")], "127.0.0.1")


def test_a_key_that_proves_nothing_is_refused(configure: Configure, tmp_path: Path) -> None:
    file = tmp_path / "key"
    rsa = jwk.generate_key("RSA", 2048)
    short = rsa_keys.generate_private_key(65537, 1024).public_key()
    elliptic = jwk.generate_key("EC", "P-256")
    good = {
        "RS256": rsa.as_pem(private=False),
        "ES256": elliptic.as_pem(private=False),
        "HS256": b"0123456789abcdef0123456789abcdef",
    }
    for algorithm, content in good.items():
        file.write_bytes(content)
        assert len(key_in(file, algorithm).keys) == 1
    bad = [
        ("RS256", short.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)),
        ("RS256", good["ES256"]),
        ("ES256", good["RS256"]),
        ("HS256", good["RS256"]),
        ("HS256", b"short"),
        ("RS256", b""),
        ("RS256", b"{}"),
        ("RS256", b'{"keys": []}'),
        ("EdDSA", b"\x00" * 32),
    ]
    for algorithm, content in bad:
        file.write_bytes(content)
        with pytest.raises(ValueError, match=r".+"):
            key_in(file, algorithm)
        configure(**{**PROXY, "proxy_key": str(file), "proxy_algorithm": algorithm})
        with pytest.raises(refusals.RefusedToStartError, match="拒绝启动"):
            refusals.check()


def test_settings_that_were_made_are_told_without_their_secrets() -> None:
    secret = "0123456789abcdef" * 2
    told = chosen(Settings(secret=SecretStr(secret), extract_slots=7, allowed_hosts=("a.gov.cn",)))
    told.pop("var", "")
    assert told == {"secret": "**********", "extract_slots": "7", "allowed_hosts": "['a.gov.cn']"}
