"""Without a session nothing is open, forged and old cookies open nothing, and a session ends everywhere at once."""

import string
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings as trials, strategies as st
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import access, registry, signed_in
from dashboard.server.aliases import OTHERS
from dashboard.server.middleware import Guard
from dashboard.server.sign_in import acts, gate
from dashboard.settings import settings
from dashboard.signed_in import COOKIE
from data_access.access import grants, sessions
from data_access.access.tables import session
from data_access.access.viewer import LOCAL
from tests.dashboard.asgi import Answer, ask
from tests.dashboard.server.sign_in.conftest import LEADER, OTHER, SECURITY, Configure
from tests.dashboard.server.sign_in.test_gateway import CANARY, get
from tests.tally import Tally

pytestmark = pytest.mark.usefixtures("_oidc")
DOORS = (
    *(entry.path for entry in registry.PAGES),
    *(f"/{name}" for name in OTHERS),
    "/extract/overview.csv?t=x",
    "/paper/brief.pdf?t=x",
    "/verify",
    "/media/x.csv",
    "/app/static/boundaries.json",
    "/static/js/index.js",
    "/styles/index.css",
    "/_stcore/host-config",
    "/_stcore/bidi-components/x/y.js",
    "/component/x",
    "/auth/x",
    "/auth/sign-in/x",
    "/auth//sign-in",
    "/AUTH/SIGN-IN",
    "/readyz/x",
    "/readyz/",
    "//readyz",
    "/%72eadyz/../hazards",
    "/favicon.ico",
    "/nothing",
)


@pytest.fixture
def _oidc(configure: Configure, people: Engine) -> None:
    configure(
        sign_in="oidc",
        oidc_discovery="http://127.0.0.1:9/.well-known/openid-configuration",
        oidc_client="board",
        oidc_client_secret="secret",
    )


def begin(person: str = LEADER) -> str:
    """The cookie of a session that has just begun."""
    return signed_in.begin(signed_in.Identity(person), "10.0.0.1", "oidc")[0]


def shown(cookie: str, path: str = "/hazards", **more: object) -> Answer:
    return get(("Cookie", f"{COOKIE}={cookie}"), path=path, **more)


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found a moment ago is looked up again from now on."""
    monkeypatch.setattr(signed_in, "FRESH", 0.0)


def test_without_a_session_every_door_is_closed(tally: Tally) -> None:
    for path in DOORS:
        for method in ("GET", "POST", "HEAD", "PUT", "OPTIONS"):
            answer = get(path=path, method=method)
            held = answer.status in (401, 404) and CANARY not in answer.text
            tally.add(f"{method} {path}", held)
    for path in ("/_stcore/stream", "/hazards/_stcore/stream", "/", "/readyz", "/auth/sign-in"):
        answer = get(path=path, kind="websocket")
        tally.add(f"websocket {path}", [one["type"] for one in answer.messages] == ["websocket.close"])


def test_a_page_says_what_to_do_and_a_file_says_a_word() -> None:
    page = get(path="/hazards?city=230500&lang=zh")
    assert page.status == 401
    assert 'href="/auth/sign-in?next=%2Fhazards%3Fcity%3D230500%26lang%3Dzh"' in page.text
    assert "<script" not in page.text
    assert (page.headers["cache-control"], page.headers["www-authenticate"]) == ("no-store", "Session")
    assert get(path="/extract/overview.csv?t=x").text == "refused"


def test_the_health_check_is_answered_under_the_names_of_this_machine(tally: Tally) -> None:
    async def word(request: object) -> PlainTextResponse:
        return PlainTextResponse("ready")

    guard = Middleware(Guard, allowed_hosts=("board.example",), loopback_only=False)
    app = Starlette(routes=[Route("/{path:path}", word)], middleware=[guard, Middleware(gate.Gate)])
    for path, host, status in (
        ("/readyz", "127.0.0.1", 200),
        ("/readyz", "localhost:8501", 200),
        ("/readyz", "board.example", 200),
        ("/readyz", "evil.example", 421),
        ("/readyz", "127.0.0.1@evil.example", 421),
        ("/hazards", "127.0.0.1", 421),
        ("/hazards", "board.example@127.0.0.1", 421),
        ("/hazards", "board.example", 401),
    ):
        tally.add(f"{host}{path}", ask(app, path, host=host, headers={"X-Forwarded-For": "10.0.0.9"}).status == status)
    for origin, status in (
        ("https://board.example", 200),
        ("http://board.example", 403),
        ("https://board.example.evil.example", 403),
        ("https://board.example:444", 403),
        ("https://board.example@evil.example", 403),
        ("https://[", 403),
        ("null", 403),
    ):
        answer = ask(app, "/readyz", host="board.example", headers={"Origin": origin})
        tally.add(f"from {origin}", answer.status == status)


def test_forged_cookies_open_nothing(tally: Tally) -> None:
    good, other = begin(), begin(OTHER)
    number, secret = good.split(".")
    for what, cookie in {
        "nothing": "",
        "its number alone": number,
        "its number with a dot": f"{number}.",
        "its secret alone": f".{secret}",
        "another's secret": f"{number}.{other.split('.')[1]}",
        "a secret that is cut": good[:-1],
        "a secret that is longer": f"{good}A",
        "another number": f"{'0' * 16}.{secret}",
        "a number of SQL": f"' OR 1=1 --.{secret}",
        "a pattern": f"%.{secret}",
        "upper case": good.upper(),
        "percent": good.replace(".", "%2E"),
        "quotes": f'"{good}"',
        "a person": LEADER,
        "long": "a" * 5000,
        "a byte": "\xff\xfe",
        "a zero": f"{good}\x00",
    }.items():
        tally.add(what, shown(cookie).status == 401)
    pair = f"{COOKIE}={good}"
    for what, lines in {
        "two in one line": [f"{pair}; {COOKIE}={other}"],
        "two lines": [pair, f"{COOKIE}={other}"],
        "the same twice": [f"{pair}; {pair}"],
        "under another name": [f"dashboard={good}"],
        "in upper case": [f"__HOST-DASHBOARD={good}"],
        "with a space": [f"__Host- dashboard={good}"],
    }.items():
        tally.add(what, get(*(("Cookie", line) for line in lines)).status == 401)
    tally.add("the genuine one", shown(good).text == f"{CANARY} for {LEADER}")
    tally.add("beside others", get(("Cookie", f"dashboard=x; {pair}; a=b")).text == f"{CANARY} for {LEADER}")


def test_no_change_of_a_cookie_is_believed(tally: Tally) -> None:
    good = begin()

    @trials(max_examples=100)
    @given(st.integers(0, len(good) - 1), st.sampled_from(string.printable))
    def changed(at: int, sign: str) -> None:
        cookie = good[:at] + sign + good[at + 1 :]
        tally.add(repr(cookie), shown(cookie).status == (200 if cookie.strip() == good else 401))

    changed()


ENDS: dict[str, Callable[[Engine, sessions.Session], object]] = {
    "signed out": lambda place, of: sessions.end(place, of, "signout"),
    "ended by an administrator": lambda place, of: sessions.end_all(place, LEADER, "revoked"),
    "disabled": lambda place, of: grants.set_disabled(place, LEADER, True, SECURITY),
    "all rights taken": lambda place, of: grants.revoke(place, LEADER, None, SECURITY),
    "idle": lambda place, of: _moved(place, acted_at=datetime.now(UTC) - timedelta(minutes=31)),
    "old": lambda place, of: _moved(place, ends_at=datetime.now(UTC) - timedelta(seconds=1)),
    "from the future": lambda place, of: _moved(place, began_at=datetime.now(UTC) + timedelta(hours=1)),
}


def _moved(place: Engine, **values: datetime) -> None:
    with place.begin() as connection:
        connection.execute(update(session).values(**values))


def test_an_ended_session_opens_nothing_more(people: Engine, tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    for what, end in ENDS.items():
        signed_in.forget()
        with signed_in.place().begin() as connection:
            connection.execute(text("DELETE FROM session"))
            connection.execute(text("UPDATE person SET disabled = 0"))
        if what == "idle":
            grants.grant(signed_in.place(), LEADER, grants.Right("province"), SECURITY)
        cookie = begin()
        assert shown(cookie).status == 200
        found = signed_in.known(cookie)
        assert found
        end(signed_in.place(), found.session)
        with monkeypatch.context() as patched:
            later(patched)
            for path in ("/hazards", "/extract/overview.csv", "/readyz/x"):
                tally.add(f"{what}: {path}", shown(cookie, path).status == 401)
            answer = shown(cookie, "/_stcore/stream", kind="websocket")
            tally.add(f"{what}: websocket", [one["type"] for one in answer.messages] == ["websocket.close"])
            with access.presenting(cookie):
                tally.add(f"{what}: a read", access.current() == access.NOBODY)


def test_a_file_under_way_is_cut_off_when_its_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch)
    monkeypatch.setattr(gate, "LOOK", -1.0)
    cookie, parts = begin(), 5

    async def body() -> AsyncIterator[bytes]:
        for number in range(parts):
            if number == 2:
                signed_in.end(cookie, "signout")
            yield b"row"

    async def file(request: object) -> StreamingResponse:
        return StreamingResponse(body())

    app = Starlette(routes=[Route("/extract/x.csv", file)], middleware=[Middleware(gate.Gate)])
    answer = ask(app, "/extract/x.csv", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert (answer.body, answer.complete) == (b"row" * 2, False)
    assert isinstance(answer.broken, OSError | ClientDisconnect)


def test_how_soon_an_end_is_noticed() -> None:
    """An open page looks every five seconds, a file is looked after every two."""
    assert signed_in.FRESH <= 1
    assert gate.LOOK <= 5
    assert settings().stamp_seconds <= 5


def test_the_oldest_of_too_many_sessions_ends(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(sessions_each=2)
    later(monkeypatch)
    cookies = [begin() for _ in range(3)]
    assert [shown(one).status for one in cookies] == [401, 200, 200]


def run(*, by_itself: bool = False, fragment: str = "") -> bytes:
    """What an open page asks for."""
    asked = BackMsg()
    asked.rerun_script.query_string = "lang=zh"
    asked.rerun_script.is_auto_rerun = by_itself
    asked.rerun_script.fragment_id = fragment
    return asked.SerializeToString()


def test_a_click_is_an_act_and_what_a_page_asks_by_itself_is_none() -> None:
    mine = acts.Acts(lambda: None, "cookie")  # type: ignore[arg-type,return-value]
    asked = [run(), run(by_itself=True, fragment="watch"), run(fragment="drawer"), run(), b"\xff", b""]
    assert [mine._is_act(sent) for sent in asked] == [False, False, True, True, False, False]


def test_an_act_keeps_a_session_and_a_look_does_not(monkeypatch: pytest.MonkeyPatch, people: Engine) -> None:
    later(monkeypatch)
    cookie, before = begin(), datetime.now(UTC) - timedelta(minutes=20)
    _moved(signed_in.place(), acted_at=before)
    for path in ("/static/x.js", "/_stcore/health", "/extract/overview.csv"):
        shown(cookie, path)
    [under_way] = sessions.under_way(signed_in.place())
    assert under_way.acted_at == before
    shown(cookie, "/hazards?city=230500")
    [under_way] = sessions.under_way(signed_in.place())
    assert under_way.acted_at > before + timedelta(minutes=19)


def test_while_nobody_can_be_asked_a_known_session_goes_on_and_an_unknown_cookie_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, unknown = begin(), begin(OTHER)
    signed_in._memory().put(unknown, None)
    later(monkeypatch)

    asked = []

    def away(*arguments: object) -> None:
        asked.append(arguments)
        raise OperationalError("select", {}, ConnectionError("away"))

    monkeypatch.setattr(sessions, "find", away)
    monkeypatch.setattr(sessions, "act", away)
    assert [shown(known, path).status for path in ("/hazards", "/x", "/y")] == [200, 200, 200]
    told = shown(unknown)
    assert len(asked) <= 2  # to find the session, and to note an act; then it is left alone
    assert (told.status, "does not answer" in told.text) == (503, True)
    with access.presenting(unknown):
        assert access.current() == access.NOBODY
    monkeypatch.setattr(signed_in, "_lives", lambda session: False)
    assert shown(known).status == 401


def test_where_nobody_signs_in_a_proxy_is_refused_in_words(configure: Configure, tally: Tally) -> None:
    configure(sign_in="none")
    assert access.current() == LOCAL
    for header in (
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-User",
        "x-FORWARDED-for",
        "X-Real-IP",
        "Via",
    ):
        answer = get((header, "10.0.0.1"))
        tally.add(
            header, answer.status == 403 and "不能经代理发布" in answer.text and "DASHBOARD_SIGN_IN" in answer.text
        )
        told = get((header, "10.0.0.1"), path="/_stcore/stream", kind="websocket")
        tally.add(f"{header}, websocket", [one["type"] for one in told.messages] == ["websocket.close"])
    tally.add("without one", get().text == f"{CANARY} for local")
