"""/livez and /metrics: numbers for this machine, and for nobody behind a proxy or elsewhere."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import URL
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.data import counters
from dashboard.data.counters import counted
from dashboard.server import metrics
from tests.dashboard.asgi import Answer, ask

LINE = re.compile(r'(dashboard_[a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+(e[+-][0-9]+)?')


async def _broken(_request: Any) -> PlainTextResponse:
    raise RuntimeError


APP = Starlette(
    routes=[*metrics.ROUTES, Route("/broken", _broken), Route("/extract/x.csv", lambda _: PlainTextResponse("a"))],
    middleware=[Middleware(metrics.Counting)],
)


def numbers(answer: Answer) -> dict[str, float]:
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {name: float(number) for name, _, number in (line.rpartition(" ") for line in lines)}


def test_what_is_asked_is_counted(campaign_url: URL) -> None:
    before = numbers(ask(APP, "/metrics"))
    ask(APP, "/extract/x.csv")
    ask(APP, "/nowhere")
    with counters.page_load():
        pass
    after = numbers(ask(APP, "/metrics"))

    def more(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert more('dashboard_requests_total{kind="file",status="200"}') == 1
    assert more('dashboard_requests_total{kind="other",status="404"}') == 1
    assert more('dashboard_requests_total{kind="probe",status="200"}') == 1
    assert more("dashboard_page_loads_total") == 1
    assert after["dashboard_database_up"] == 1
    assert after['dashboard_database_state{state="ready"}'] == 1
    assert after["dashboard_data_until_seconds"] > 1_590_000_000
    assert after["dashboard_process_bytes"] > 10_000_000
    assert 'dashboard_memory_bytes{part="answers"}' in after


def test_each_number_says_what_it_is(campaign_url: URL) -> None:
    text = ask(APP, "/metrics").text
    for name in {line.split("{")[0].split(" ")[0] for line in text.splitlines() if not line.startswith("#")}:
        assert f"# TYPE {name} " in text
        assert f"# HELP {name} " in text


def test_a_page_that_is_open_is_counted_and_again_not() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(counted()["websockets", ""])

    ask(metrics.Counting(app), "/_stcore/stream", kind="websocket")
    assert counted()["websockets", ""] == seen[0] - 1


@pytest.mark.parametrize(
    "asked",
    [
        {"host": "board.example"},
        {"host": "127.0.0.1.evil.example"},
        {"headers": {"X-Forwarded-For": "10.0.0.9"}},
        {"headers": {"Forwarded": "for=10.0.0.9"}},
        {"headers": {"Via": "1.1 gateway"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
    ],
)
def test_nobody_else_gets_them(asked: dict[str, Any], campaign_url: URL) -> None:
    assert ask(APP, "/metrics", **asked).status == 404


@pytest.mark.parametrize("client", [("10.0.0.9", 5000), ("::ffff:10.0.0.9", 5000)])
def test_nobody_on_another_machine_gets_them(client: tuple[str, int]) -> None:
    assert not metrics.is_own({"type": "http", "headers": [(b"host", b"127.0.0.1")], "client": client})


@pytest.mark.parametrize("host", [b"127.0.0.1:8501", b"localhost:8501", b"localhost", b"[::1]:8501", b"127.0.0.1"])
def test_this_machine_gets_them(host: bytes) -> None:
    assert metrics.is_own({"type": "http", "headers": [(b"host", host)], "client": ("127.0.0.1", 1)})


def test_life_asks_nothing_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError

    monkeypatch.setattr(metrics, "reader", SimpleNamespace(pulse=never))
    answer = ask(APP, "/livez")
    assert (answer.status, answer.text) == (200, "alive\n")


def test_a_database_that_is_away_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def read(self) -> str:
            return "away"

    monkeypatch.setattr(metrics, "reader", SimpleNamespace(pulse=Away))
    found = numbers(ask(APP, "/metrics"))
    assert found["dashboard_database_up"] == 0
    assert found['dashboard_database_state{state="away"}'] == 1
    assert "dashboard_data_until_seconds" not in found
