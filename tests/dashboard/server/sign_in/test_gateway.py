"""The way `proxy`: what a gateway proves opens a page, and nothing else does, however it is written."""

import base64
import json
import string
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings as trials, strategies as st
from joserfc import jwk
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard import access
from dashboard.server.middleware import Guard
from dashboard.server.sign_in import routes
from dashboard.server.sign_in.gate import Gate
from dashboard.signed_in import COOKIE
from tests.dashboard.asgi import Answer, ask
from tests.dashboard.server.sign_in.conftest import LEADER, OTHER, STRANGER, Configure
from tests.dashboard.server.sign_in.gateway import ANOTHER, AUDIENCE, HEADER, KEY, public_pem, token
from tests.tally import Tally

CANARY = "rows of the campaign"


def page(request: object) -> PlainTextResponse:
    """A page of rows, which says for whom."""
    return PlainTextResponse(f"{CANARY} for {access.current().id}")


APP = Starlette(
    routes=[*routes.ROUTES, Route("/{path:path}", page)],
    middleware=[Middleware(Guard, allowed_hosts=("127.0.0.1",), loopback_only=False), Middleware(Gate)],
)
SOCKET = ("/run/dashboard/board.sock", None)


def get(*headers: tuple[str, str], path: str = "/hazards", **more: object) -> Answer:
    return ask(APP, path, headers=[("Accept-Language", "en"), *headers], **more)  # type: ignore[arg-type]


def cookie_of(answer: Answer) -> str:
    """The session's cookie that an answer gives."""
    [given] = [one for one in answer.headers.getlist("set-cookie") if one.startswith(f"{COOKIE}=")]
    assert given.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax")
    return given.partition(";")[0]


def none_alg(claims: str) -> str:
    """A token that says of itself that it needs no signature."""
    head, body = (base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in ('{"alg":"none"}', claims))
    return f"{head}.{body}."


def forged() -> Iterator[tuple[str, list[str]]]:
    """Headers that prove nothing: what is wrong -> the values of the identity header."""
    now, good = int(time.time()), token()
    head, body, signature = good.split(".")
    stranger = base64.urlsafe_b64encode(json.dumps({"sub": LEADER}).encode()).rstrip(b"=").decode()
    secret = jwk.import_key(public_pem(KEY).replace(b"-----", b"+++++"), "oct")
    yield from {
        "none": [],
        "empty": [""],
        "an id without a proof": [LEADER],
        "two good ones": [good, good],
        "a good one after a forged one": [LEADER, good],
        "a good one before a forged one": [good, LEADER],
        "joined by a comma": [f"{good}, {good}"],
        "signed by another": [token(key=ANOTHER)],
        "alg none": [none_alg(json.dumps({"sub": LEADER, "exp": now + 60}))],
        "HS256 with the public key": [token(key=secret, alg="HS256")],
        "no signature": [f"{head}.{body}."],
        "another body": [f"{head}.{stranger}.{signature}"],
        "cut": [good[:-4]],
        "expired": [token(exp=now - 120)],
        "no end": [token(exp=None)],
        "an end in words": [token(exp="tomorrow")],
        "from the future": [token(iat=now + 600)],
        "not yet": [token(nbf=now + 600)],
        "no beginning": [token(iat=None)],
        "of another issuer": [token(iss="https://evil.example")],
        "of no issuer": [token(iss=None)],
        "for another": [token(aud="mail")],
        "for nobody": [token(aud=None)],
        "for others too": [token(aud=[AUDIENCE, "mail"])],
        "nobody": [token(sub=None)],
        "an empty person": [token(sub="")],
        "a person with a line break": [token(sub="leader\r\nX: y")],
        "a person with a space": [token(sub="leader ")],
        "a number": [token(sub=7)],
        "a list": [token(sub=[LEADER])],
        "long": [token(more="x" * 9000)],
        "five parts": ["a.b.c.d.e"],
        "bytes": ["\xff\xfe.\xff.\xff"],
        "brackets": ["[" * 5000],
    }.items()


FORGED = dict(forged())


@pytest.mark.usefixtures("gateway")
def test_a_forged_identity_opens_nothing(tally: Tally) -> None:
    for what, values in FORGED.items():
        for path in ("/hazards", "/", "/extract/overview.csv", "/app/static/x.json", "/media/x", "/static/js/x.js"):
            answer = get(*((HEADER, value) for value in values), path=path)
            held = answer.status == 401 and CANARY not in answer.text and "set-cookie" not in answer.headers
            tally.add(f"{what} at {path}", held)
        signed = get(*((HEADER, value) for value in values), path="/auth/sign-in?next=/hazards")
        location = signed.headers.get("location", "")
        tally.add(f"{what}: sign-in", "why=unproven" in location and "set-cookie" not in signed.headers)
    tally.add("the genuine one opens its page", get((HEADER, token())).text == f"{CANARY} for {LEADER}")


NAMES = ("X_Identity", "X-Identity ", "X-Identity-", "X-Remote-User", "Remote-User", "X-Forwarded-User", "REMOTE_USER")


@pytest.mark.usefixtures("gateway")
def test_no_other_header_names_a_person(tally: Tally) -> None:
    for name in NAMES:
        tally.add(f"{name} alone", get((name, token())).status == 401)
        tally.add(f"{name} beside", get((name, token(OTHER)), (HEADER, token())).text == f"{CANARY} for {LEADER}")


CHANGES = st.tuples(st.integers(0, 400), st.sampled_from(string.ascii_letters + string.digits + "._-=,; \x00"))


def test_no_change_of_a_token_is_believed(gateway: None, tally: Tally) -> None:
    good = token()

    @trials(max_examples=150)
    @given(st.lists(CHANGES, min_size=1, max_size=3))
    def changed(changes: list[tuple[int, str]]) -> None:
        text = good
        for at, sign in changes:
            text = text[: at % len(text)] + sign + text[at % len(text) + 1 :]
        answer = get((HEADER, text))
        same = _bytes(text) == _bytes(good)
        tally.add(repr(text), answer.status == (200 if same else 401))

    changed()


def _bytes(text: str) -> list[bytes]:
    """What a token says: the last sign of its signature has bits that say nothing."""
    try:
        return [base64.urlsafe_b64decode(f"{part}==") for part in text.strip().split(".")]
    except ValueError:
        return []


@pytest.mark.usefixtures("gateway")
def test_a_page_begins_a_session_that_only_its_person_may_use(tally: Tally) -> None:
    began = get((HEADER, token()), path="/hazards?city=230500")
    assert began.text == f"{CANARY} for {LEADER}"
    own = ("Cookie", cookie_of(began))
    again = get((HEADER, token()), own)
    tally.add("the same person goes on, in the same session", "set-cookie" not in again.headers and again.status == 200)
    tally.add("without the gateway", get(own).status == 401)
    tally.add("a file without a session", get((HEADER, token()), path="/extract/overview.csv").status == 401)
    tally.add("a file with it", get((HEADER, token()), own, path="/extract/overview.csv").status == 200)
    other = get((HEADER, token(OTHER)), own)
    tally.add("another person begins anew", other.text == f"{CANARY} for {OTHER}" and cookie_of(other) != own[1])
    tally.add("the first session has ended", get((HEADER, token()), own).status == 401)


@pytest.mark.usefixtures("gateway")
def test_who_is_proven_and_unknown_is_denied() -> None:
    answer = get((HEADER, token(STRANGER)))
    assert answer.status == 403
    assert "You have no access" in answer.text
    assert "set-cookie" not in answer.headers


def test_after_signing_out_the_gateways_way_out_is_offered(gateway: None, configure: Configure, tally: Tally) -> None:
    configure(proxy_sign_out="https://sso.example/logout")
    proven, ours = (HEADER, token()), ("Origin", "http://127.0.0.1:8501")
    own = ("Cookie", cookie_of(get(proven)))
    answer = get(proven, own, ours, path="/auth/sign-out", method="POST")
    tally.add("the session has ended", get(proven, own).status == 401)
    said = get(proven, path=answer.headers["location"]).text
    tally.add("the gateway's address is there", 'href="https://sso.example/logout"' in said)
    tally.add("who comes again is in again", get(proven).status == 200)


@pytest.mark.usefixtures("gateway")
def test_a_websocket_needs_both() -> None:
    cookie = ("Cookie", cookie_of(get((HEADER, token()))))
    for headers in ((), (cookie,), ((HEADER, token()),), ((HEADER, token(OTHER)), cookie)):
        answer = get(*headers, path="/_stcore/stream", kind="websocket")
        assert [message["type"] for message in answer.messages] == ["websocket.close"]


@pytest.mark.usefixtures("people")
def test_a_socket_is_a_proof_and_a_port_is_none(configure: Configure, tally: Tally) -> None:
    configure(sign_in="proxy", proxy_proof="socket", proxy_header=HEADER)
    by_socket = {"server": SOCKET, "client": None}
    tally.add("by the socket", get((HEADER, LEADER), **by_socket).text == f"{CANARY} for {LEADER}")
    tally.add("by a port", get((HEADER, LEADER)).status == 401)
    for values in (
        [],
        [""],
        [LEADER, LEADER],
        [f"{LEADER}, {OTHER}"],
        [f"{LEADER};{OTHER}"],
        [f" {LEADER}\t"],
        ["\xff"],
    ):
        tally.add(f"{values} by the socket", get(*((HEADER, one) for one in values), **by_socket).status == 401)
    tally.add("os:root is nobody of a gateway's", get((HEADER, "os:security"), **by_socket).status == 403)


@pytest.mark.usefixtures("people")
def test_a_name_in_chinese_comes_as_utf_8(configure: Configure) -> None:
    configure(sign_in="proxy", proxy_proof="socket", proxy_header=HEADER)
    told = "张某".encode().decode("latin-1")
    assert get((HEADER, told), server=SOCKET, client=None).status == 403  # proven, and not known
