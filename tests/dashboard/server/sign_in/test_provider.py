"""The way `oidc` against a provider that lies: one comes in by what it signed for this sign-in, and by nothing else."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from joserfc import jwk

from dashboard import signed_in
from dashboard.server.sign_in import provider
from tests.dashboard.asgi import Answer
from tests.dashboard.server.sign_in.conftest import LEADER, OTHER, STRANGER, Configure
from tests.dashboard.server.sign_in.liar import CLIENT, SECRET, Liar, lying
from tests.dashboard.server.sign_in.test_gateway import CANARY, cookie_of, get
from tests.tally import Tally

WANTED = "/hazards?city=230500&lang=en&asof=2020-07-03"


@pytest.fixture
def liar(configure: Configure, people: object) -> Iterator[Liar]:
    """The provider that is configured."""
    with lying() as liar:
        discovery = f"{liar.url}/.well-known/openid-configuration"
        configure(sign_in="oidc", oidc_discovery=discovery, oidc_client=CLIENT, oidc_client_secret=SECRET)
        yield liar


def begin(wanted: str = WANTED, *headers: tuple[str, str]) -> tuple[str, str]:
    """A sign-in that has begun: the provider's address, and the cookie that this browser was given."""
    answer = get(*headers, path=f"/auth/sign-in?next={quote(wanted, safe='')}")
    assert answer.status == 303, answer.text
    [kept] = answer.headers.getlist("set-cookie")
    assert kept.startswith("__Host-sign-in-")
    assert kept.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600")
    return answer.headers["location"], kept.partition(";")[0]


def back(query: str, *cookies: str) -> Answer:
    """The answer to a browser that comes back."""
    return get(*(("Cookie", one) for one in cookies), path=f"/auth/callback?{query}")


def came_in(answer: Answer) -> bool:
    """Whether it gives a session."""
    return any(
        one.startswith("__Host-dashboard=") and "Max-Age" not in one for one in answer.headers.getlist("set-cookie")
    )


def why(answer: Answer) -> str:
    """Which page says that one did not come in."""
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query)).get("why", "")


def test_an_honest_sign_in_opens_the_page_that_was_wanted(liar: Liar) -> None:
    address, kept = begin()
    assert address.startswith(f"{liar.url}/authorize?")
    query = dict(parse_qsl(urlsplit(address).query))
    assert query["redirect_uri"] == "http://127.0.0.1:8501/auth/callback"
    answer = back(liar.consent(address), kept)
    assert (answer.status, answer.headers["location"]) == (303, "/hazards?city=230500&lang=en&asof=2020-07-03")
    taken = [one for one in answer.headers.getlist("set-cookie") if "Max-Age=0" in one]
    assert [one.partition("=")[0] for one in taken] == [kept.partition("=")[0]]
    assert get(("Cookie", cookie_of(answer))).text == f"{CANARY} for {LEADER}"


def test_who_is_known_there_and_not_here_is_denied(liar: Liar) -> None:
    address, kept = begin()
    answer = back(liar.consent(address, STRANGER), kept)
    assert (came_in(answer), why(answer)) == (False, "unknown")
    assert "You have no access" in get(path=answer.headers["location"]).text


LIES: dict[str, dict[str, object]] = {
    "of another issuer": {"iss": "https://evil.example"},
    "for another client": {"aud": "mail"},
    "for others too": {"aud": [CLIENT, "mail"]},
    "by another party": {"azp": "mail"},
    "of another sign-in": {"nonce": "another"},
    "without a nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 120},
    "without an end": {"exp": None},
    "without a beginning": {"iat": None},
    "from the future": {"iat": int(time.time()) + 600},
    "of nobody": {"sub": None},
    "of an empty person": {"sub": ""},
    "of a number": {"sub": 7},
    "of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "of the console": {"sub": "os:security"},
}


def test_a_token_that_lies_lets_nobody_in(liar: Liar, tally: Tally) -> None:
    for what, lie in LIES.items():
        address, kept = begin()
        liar.changed = lie
        answer = back(liar.consent(address), kept)
        tally.add(what, not came_in(answer) and why(answer) in ("failed", "unknown"))
    liar.changed = {}
    address, kept = begin()
    liar.signs_with = jwk.generate_key("EC", "P-256", auto_kid=True)
    tally.add("signed by another", not came_in(back(liar.consent(address), kept)))
    liar.signs_with, liar.alg = jwk.import_key(SECRET, "oct"), "HS256"
    address, kept = begin()
    tally.add("signed with the client's secret", not came_in(back(liar.consent(address), kept)))


def test_a_new_key_of_the_provider_is_found(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    address, kept = begin()
    assert came_in(back(liar.consent(address), kept))
    liar.key = liar.signs_with = jwk.generate_key("EC", "P-256", auto_kid=True)
    address, kept = begin()
    assert not came_in(back(liar.consent(address), kept))  # it was asked a moment ago
    monkeypatch.setattr(provider, "ANEW", 0.0)
    address, kept = begin()
    assert came_in(back(liar.consent(address), kept))


ANSWERS = {
    "nothing": b"",
    "no JSON": b"<html>",
    "a list": b"[]",
    "no id_token": b'{"access_token": "a", "token_type": "Bearer"}',
    "an id_token that is none": b'{"access_token": "a", "token_type": "Bearer", "id_token": "a.b.c"}',
    "an id_token that is a number": b'{"access_token": "a", "token_type": "Bearer", "id_token": 7}',
    "an error": b'{"error": "server_error"}',
}


def test_an_answer_that_is_none_lets_nobody_in(liar: Liar, tally: Tally) -> None:
    for what, answer in ANSWERS.items():
        address, kept = begin()
        liar.answer = answer
        said = back(liar.consent(address), kept)
        tally.add(what, said.status == 303 and not came_in(said) and why(said) in ("failed", "away"))
    liar.answer = None
    with lying() as elsewhere:
        address, kept = begin()
        liar.redirects = f"{elsewhere.url}/token"
        said = back(liar.consent(address), kept)
        tally.add("a redirect is not followed", not came_in(said) and elsewhere.asked == [])


def test_a_configuration_that_leads_elsewhere_is_refused(liar: Liar, tally: Tally, configure: Configure) -> None:
    other = "http://127.0.0.1:9"
    lies: dict[str, dict[str, object]] = {
        "another issuer": {"issuer": other},
        "no issuer": {"issuer": None},
        "authorization elsewhere": {"authorization_endpoint": f"{other}/authorize"},
        "token elsewhere": {"token_endpoint": f"{other}/token"},
        "keys elsewhere": {"jwks_uri": f"{other}/keys"},
        "token with a name before the host": {"token_endpoint": liar.url.replace("//", "//evil@")},
        "a number": {"token_endpoint": 7},
        "no algorithm": {"id_token_signing_alg_values_supported": ["none", "HS256"]},
        "algorithms that are none": {"id_token_signing_alg_values_supported": "ES256"},
    }
    for what, lie in lies.items():
        configure()
        liar.configuration = lie
        tally.add(what, why(get(path="/auth/sign-in?next=/")) == "away")


def test_a_provider_that_is_away_is_said_to_be(configure: Configure, people: object) -> None:
    configure(sign_in="oidc", oidc_client=CLIENT, oidc_client_secret=SECRET)
    configure(oidc_discovery="http://127.0.0.1:9/.well-known/openid-configuration")
    answer = get(path="/auth/sign-in?next=/hazards")
    assert why(answer) == "away"
    told = get(path=answer.headers["location"])
    assert (told.status, "does not answer" in told.text) == (503, True)


def test_a_provider_that_fails_is_left_alone_for_a_while(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a crowd that signs in would wait for it in all threads, and pages with them."""
    honest, liar.configuration = liar.configuration, {"issuer": None}
    for _ in range(20):
        assert why(get(path="/auth/sign-in?next=/")) == "away"
    assert len(liar.asked) == 1
    liar.configuration = honest
    monkeypatch.setattr(provider.provider(), "_away_until", 0.0)
    begin()
    assert len(liar.asked) == 2
    begin()
    assert len(liar.asked) == 2


def test_who_waits_for_the_provider_takes_few_threads(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "SOON", 0.01)
    address, kept = begin()
    query, turns = liar.consent(address), provider.provider()._turns
    with ExitStack() as taken:
        for _ in range(provider.AT_ONCE):
            taken.enter_context(turns)
        assert why(back(query, kept)) == "away"
    assert came_in(back(query, kept))


def test_coming_back_works_once_and_in_the_browser_that_went(liar: Liar, tally: Tally) -> None:
    address, kept = begin()
    other_address, other_kept = begin()
    query = liar.consent(address)
    code, state = query.split("&")
    other_state = liar.consent(other_address, OTHER).split("&")[1]
    name, _, value = kept.partition("=")
    attempts: dict[str, tuple[str, tuple[str, ...]]] = {
        "without its cookie": (query, ()),
        "with the cookie of another": (query, (other_kept,)),
        "with another's under its own name": (query, (f"{name}={other_kept.partition('=')[2]}",)),
        "two cookies": (query, (kept, kept)),
        "a changed cookie": (query, (f"{name}={value[:-3]}xyz",)),
        "an empty cookie": (query, (f"{name}=",)),
        "without a state": (code, (kept,)),
        "with another state": (f"{code}&state=x", (kept,)),
        "with two states": (f"{query}&{state}", (kept,)),
        "without a code": (state, (kept,)),
        "with a code of nobody": (f"code=x&{state}", (kept,)),
        "cancelled there": (f"error=access_denied&{state}", (kept,)),
    }
    for what, (asked, cookies) in attempts.items():
        answer = back(asked, *cookies)
        tally.add(what, not came_in(answer) and why(answer) == "failed")
    tally.add("as it should", came_in(back(query, kept)))
    tally.add("a second time", not came_in(back(query, kept)))
    third, third_kept = begin()
    stolen = liar.consent(third).split("&")[0]
    answer = back(f"{stolen}&{other_state}", third_kept, other_kept)
    tally.add("with the code of another, for which it has no verifier", not came_in(answer) and why(answer) == "failed")


def test_a_sign_in_that_took_too_long_is_over(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    address, kept = begin()
    query, later = liar.consent(address), time.time() + 700
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert not came_in(back(query, kept))


def test_signing_in_again_gives_another_secret_and_ends_the_one_before(liar: Liar) -> None:
    address, kept = begin()
    first = cookie_of(back(liar.consent(address), kept))
    address, kept = begin()
    answer = back(liar.consent(address, OTHER), kept, first)
    assert get(("Cookie", cookie_of(answer))).text == f"{CANARY} for {OTHER}"
    assert get(("Cookie", first)).status == 401


def test_who_is_signed_in_goes_to_the_page_at_once(liar: Liar) -> None:
    address, kept = begin()
    own = cookie_of(back(liar.consent(address), kept))
    answer = get(("Cookie", own), path=f"/auth/sign-in?next={quote(WANTED, safe='')}")
    assert (answer.status, answer.headers["location"]) == (303, WANTED)


ROLES = '{"leaders": ["province", "download"], "230500": ["city 230500"], "chief": ["security"]}'


def test_claims_give_rights_where_the_settings_say_so(liar: Liar, configure: Configure, tally: Tally) -> None:
    configure(roles_claim="groups", roles=ROLES, unit_claim="department")
    for groups, roles, cities in (
        (["leaders", "staff"], {"province"}, None),
        (["230500"], {"city"}, ("230500",)),
        ("leaders", {"province"}, None),
        (["staff"], None, None),
        ([], None, None),
        (None, None, None),
        (7, None, None),
        ([["leaders"], {"a": 1}], None, None),
        (["leaders", "chief"], None, None),  # who administers sees nothing: both together are refused
        (["leaders"], {"province"}, None),
    ):
        liar.changed = {"groups": groups, "name": "王某", "department": "省应急厅"}
        address, kept = begin()
        answer = back(liar.consent(address, "newcomer"), kept)
        viewer = signed_in.known(cookie_of(answer).partition("=")[2]).viewer if came_in(answer) else None  # type: ignore[union-attr]
        found = (set(viewer.roles), viewer.cities, viewer.name) if viewer else (None, None, "王某")
        tally.add(f"{groups} gave {found}", found == (roles, cities, "王某"))


def test_claims_give_nothing_where_the_settings_do_not_say_so(liar: Liar) -> None:
    liar.changed = {"groups": ["leaders"], "roles": ["province"], "name": "王某"}
    address, kept = begin()
    assert not came_in(back(liar.consent(address, "newcomer"), kept))


def test_signing_out_needs_our_own_page_and_offers_the_providers(liar: Liar, tally: Tally) -> None:
    liar.configuration = {"end_session_endpoint": f"{liar.url}/out"}
    address, kept = begin()
    own = ("Cookie", cookie_of(back(liar.consent(address), kept)))
    ours = ("Origin", "http://127.0.0.1:8501")
    for what, headers in {
        "without an origin": (),
        "from elsewhere": (("Origin", "https://evil.example"),),
        "from another port": (("Origin", "http://127.0.0.1:1"),),
        "from null": (("Origin", "null"),),
        "from two": (ours, ours),
    }.items():
        tally.add(what, get(own, *headers, path="/auth/sign-out", method="POST").status == 403)
    tally.add("by a link", "set-cookie" not in get(own, ours, path="/auth/sign-out").headers)
    tally.add("nobody was signed out", get(own).status == 200)
    answer = get(own, ours, path="/auth/sign-out?lang=en", method="POST")
    tally.add("as it should", (answer.status, why(answer)) == (303, "signed_out"))
    tally.add("the cookie is taken", "__Host-dashboard=;" in answer.headers["set-cookie"])
    tally.add("the session has ended", get(own).status == 401)
    said = get(path=answer.headers["location"])
    tally.add("it is said", said.status == 200 and "You are signed out" in said.text)
    tally.add("the provider's way out is offered", f"{liar.url}/out?client_id={CLIENT}" in said.text)


@pytest.mark.parametrize(
    ("what", "anew"), [("sign_in", False), ("failed", False), ("ended", True), ("signed_out", True)]
)
def test_after_somebody_has_left_the_provider_asks_who_it_is(what: str, anew: bool, liar: Liar) -> None:
    said = get(path=f"/auth/sign-in?why={what}&next=/hazards").text
    [go] = re.findall(r'href="(/auth/sign-in[^"]*)"', said)
    address = get(path=unescape(go)).headers["location"]
    assert ("prompt=login" in address) is anew


def test_the_public_name_is_https(liar: Liar, configure: Configure) -> None:
    from starlette.requests import Request

    from dashboard.server.sign_in.routes import _redirect

    for host, found in {
        "board.example": "https://board.example/auth/callback",
        "board.example:8443": "https://board.example:8443/auth/callback",
        "localhost:8501": "http://localhost:8501/auth/callback",
        "[::1]:8501": "http://[::1]:8501/auth/callback",
    }.items():
        scope = {"type": "http", "headers": [(b"host", host.encode())]}
        assert _redirect(Request(scope)) == found


def test_tokens_stay_between_provider_and_server(liar: Liar) -> None:
    address, kept = begin()
    answer = back(liar.consent(address), kept)
    assert SECRET not in json.dumps([*answer.headers.items(), answer.text, address, kept])
