"""Where a request comes from: a proxy of ours is believed, nobody else."""

import pytest

from dashboard.server.sign_in import source
from tests.dashboard.server.sign_in.conftest import Configure

PORT, SOCKET = ("127.0.0.1", 8501), ("/run/board.sock", None)


@pytest.mark.parametrize(
    ("server", "client", "told", "found"),
    [
        (PORT, "10.9.9.9", [], "10.9.9.9"),
        (PORT, "10.9.9.9", ["6.6.6.6"], "10.9.9.9"),
        (PORT, "127.0.0.1", ["10.0.0.7"], "10.0.0.7"),
        (PORT, "192.168.1.5", ["10.0.0.7"], "10.0.0.7"),
        (PORT, "127.0.0.1", ["6.6.6.6, 10.0.0.7"], "10.0.0.7"),
        (PORT, "127.0.0.1", ["6.6.6.6", "10.0.0.7"], "10.0.0.7"),
        (PORT, "127.0.0.1", ["6.6.6.6, 10.0.0.7, 192.168.1.5"], "10.0.0.7"),
        (PORT, "127.0.0.1", ["6.6.6.6, evil, 192.168.1.5"], "192.168.1.5"),
        (PORT, "127.0.0.1", ["<script>"], "127.0.0.1"),
        (PORT, "127.0.0.1", [], "127.0.0.1"),
        (PORT, "::1", ["2001:db8::7"], "2001:db8::7"),
        (SOCKET, "", ["10.0.0.7"], "10.0.0.7"),
        (SOCKET, "", [], ""),
        (PORT, None, ["10.0.0.7"], ""),
        (PORT, "<script>", [], ""),
    ],
)
def test_address(server: object, client: str | None, told: list[str], found: str, configure: Configure) -> None:
    configure(trusted_proxies="127.0.0.1, ::1, 192.168.1.0/24")
    headers = [(b"x-forwarded-for", one.encode()) for one in told]
    peer = None if client is None else (client, 1)
    assert source.address({"type": "http", "server": server, "client": peer, "headers": headers}) == found
