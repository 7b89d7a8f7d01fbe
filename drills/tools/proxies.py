"""nginx and HAProxy with the samples of deploy/, of which only ports and places are changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TypeAlias
from urllib.error import URLError

from drills.tools.processes import program, started
from drills.tools.samples import changed
from tests.server import OPENER, free_port

Proxy: TypeAlias = Literal["nginx", "haproxy"]
PROXIES: Final[tuple[Proxy, ...]] = ("nginx", "haproxy")
SAMPLES: Final[Mapping[Proxy, str]] = {"nginx": "nginx/dashboard.conf", "haproxy": "haproxy/haproxy.cfg"}
PUBLISHES: Final[Mapping[Proxy, str]] = {
    "nginx": "    proxy_set_header X-Forwarded-For $remote_addr;\n",
    "haproxy": "    http-request set-header X-Forwarded-For %[src]\n",
}
"""The line by which the dashboard knows that it is behind a proxy."""
_NGINX: Final = """daemon off;
pid {place}/nginx.pid;
error_log stderr notice;
events {{ worker_connections 2048; }}
http {{
    include /etc/nginx/mime.types;
    log_format asked "$cookie_dashboard $upstream_addr";
    access_log {place}/access.log asked;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/dashboard.conf;
}}
"""
"""What Debian's own nginx.conf has around the sample, in a folder of ours."""


def written(proxy: Proxy, place: Path, port: int, ports: Sequence[int], *, signed_in: bool) -> list[str]:
    """The command that serves `port` by the sample, whose two processes listen at `ports`; its files are written. Where
    nobody signs in, as in drills about other things, the sample's line that PUBLISHES is left out: the dashboard would
    refuse what comes with it.
    """
    first, second = ports
    changes = {"127.0.0.1:8080": f"127.0.0.1:{port}", "127.0.0.1:8501": f"127.0.0.1:{first}"}
    hidden = {} if signed_in else {PUBLISHES[proxy]: ""}
    text = changed(SAMPLES[proxy], {**changes, "127.0.0.1:8502": f"127.0.0.1:{second}", **hidden})
    file = place / Path(SAMPLES[proxy]).name
    file.write_text(text, encoding="utf-8")
    if proxy == "haproxy":
        return [program("haproxy"), "-dW", "-db", "-f", str(file)]
    return nginx(place)


def nginx(place: Path) -> list[str]:
    """The command that serves dashboard.conf in this folder, as Debian's nginx serves its conf.d."""
    (place / "nginx.conf").write_text(_NGINX.format(place=place), encoding="utf-8")
    return [program("nginx"), "-p", str(place), "-c", str(place / "nginx.conf"), "-e", "stderr"]


@contextmanager
def proxied(proxy: Proxy, place: Path, ports: Sequence[int], *, signed_in: bool = False) -> Iterator[str]:
    """The address of a proxy in front of two processes, once it answers with a page of theirs."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with started(written(proxy, place, port, ports, signed_in=signed_in), place, lambda: answers(f"{url}/readyz")):
        yield url


def served_by(proxy: Proxy, place: Path, cookie: str, ports: Sequence[int]) -> int:
    """The port of the process that answered the last request with this cookie: HAProxy's cookie names it, nginx tells
    its log.
    """
    if proxy == "haproxy":
        return ports["ab".index(cookie)]
    asked = (place / "access.log").read_text(encoding="utf-8").splitlines()
    return next(int(line.rpartition(":")[2]) for line in reversed(asked) if line.startswith(f"{cookie} "))


def answers(url: str) -> bool:
    """Whether a GET is answered with 200 within 2 s."""
    try:
        with OPENER.open(url, timeout=2) as reply:
            return int(reply.status) == 200
    except (URLError, OSError):
        return False
