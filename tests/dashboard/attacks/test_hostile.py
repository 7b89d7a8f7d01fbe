"""A signed-in leader of a city who writes his own messages: widgets, names of pages and addresses as no browser sends
them, over a raw websocket to a real server. What comes back is his own, and the server goes on.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import make_url
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard import registry
from dashboard.addresses import url as addresses
from dashboard.signed_in import COOKIE
from data_access.access import grants, sessions
from data_access.access.place import opened
from data_access.access.rights import Right
from tests.conftest import Databases
from tests.dashboard.attacks.canaries import Planted, plant
from tests.dashboard.server.sign_in.conftest import CONSOLE, OTHER as LEADER, SECURITY, audited
from tests.dashboard.session import Session, session
from tests.server import Server, running
from tests.tally import Tally

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]

OWN: Final = "230500"
ASKED: Final = "lang=zh&asof=2020-12-31"
SQL: Final = (
    "' OR 1=1 --",
    "230100' OR '1'='1",
    "230100) OR (1=1",
    "1; DROP TABLE hazard; --",
    "' UNION SELECT name_zh FROM org_unit --",
    "%27%20OR%201%3D1",
    "\\'; ATTACH DATABASE 'x' AS x; --",
    "230100\x00",
    "𝟐𝟑𝟎𝟏𝟎𝟎",
    "${jndi:x}",
    "{{7*7}}",
    "../../campaign.db",
)
PARAMETERS: Final = (*sorted(addresses.KEYS), "lang", "item", "unit", "paper", "extract", "published", "measure",
                     "state", "rule", "shown", "first", "present", "rotate")  # fmt: skip


class Place(NamedTuple):
    """A server over marked rows, and the cookie of the leader of OWN."""

    server: Server
    planted: Planted
    cookie: str

    def leaks(self, messages: list[object]) -> set[str]:
        """The marks in what was sent that are not this leader's."""
        sent = b"".join(message.SerializeToString() for message in messages)  # type: ignore[attr-defined]
        return self.planted.foreign(sent.decode("utf-8", "replace"), (OWN,))


@pytest.fixture(scope="module")
def place(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, url = tmp_path_factory.mktemp("hostile"), databases.copy("sqlite", "campaign")
    planted = plant(url)
    access = opened(make_url(f"sqlite:///{folder / 'campaign.db'}"))
    grants.grant(access, SECURITY.id, Right("security"), CONSOLE, name="安全管理员", unit="省安委办")
    grants.grant(access, LEADER, Right("city", OWN), SECURITY, name="李某", unit="双鸭山市政府")
    made, _ = sessions.begin(access, LEADER, "10.0.0.7", "oidc")
    access.dispose()
    way = {
        "ACCESS_URL": f"sqlite:///{folder / 'access.db'}",
        "DASHBOARD_VAR": str(folder / "var"),
        "DASHBOARD_SECRET": "0123456789abcdef" * 4,
        "DASHBOARD_SIGN_IN": "oidc",
        "DASHBOARD_OIDC_DISCOVERY": "http://127.0.0.1:9/.well-known/openid-configuration",
        "DASHBOARD_OIDC_CLIENT": "board",
        "DASHBOARD_OIDC_CLIENT_SECRET": "secret",
        **audited(folder),
    }
    with running(url.render_as_string(hide_password=False), folder, **way) as server:
        yield Place(server, planted, f"{COOKIE}={made}")
    databases.drop(url)


def widgets(messages: list[object]) -> list[str]:
    """The ids of the widgets that a page has."""
    found = []
    for message in messages:
        element = message.delta.new_element  # type: ignore[attr-defined]
        kind = element.WhichOneof("type")
        if kind and getattr(getattr(element, kind), "id", ""):
            found.append(getattr(element, kind).id)
    return found


JSON: Final = ('{"go": "/hazards?city=230100"}', '{"find": "哈尔滨"}', "[", "{}")
VALUES: Final = st.one_of(
    st.tuples(st.just("string_value"), st.one_of(st.text(max_size=60), st.sampled_from(SQL), st.just("230100"))),
    st.tuples(st.just("int_value"), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just("bool_value"), st.booleans()),
    st.tuples(st.just("double_value"), st.floats()),
    st.tuples(st.just("trigger_value"), st.booleans()),
    st.tuples(
        st.just("json_value"), st.sampled_from(['{"go": "/hazards?city=230100"}', '{"find": "哈尔滨"}', "[", "{}"])
    ),
    st.tuples(st.just("bytes_value"), st.binary(max_size=40)),
)


def send(reader: Session, page: str, query: str, ids: list[str], values: list[tuple[str, object]]) -> list[object]:
    asked = BackMsg()
    asked.rerun_script.query_string, asked.rerun_script.page_name = query, page
    for name, (kind, value) in zip(ids, values, strict=False):
        state = WidgetState(id=name)
        setattr(state, kind, value)
        asked.rerun_script.widget_states.widgets.append(state)
    reader.socket.send(asked.SerializeToString())
    return list(reader.until_finished())


def test_widgets_with_values_that_no_browser_sends(place: Place, tally: Tally) -> None:
    with session(place.server, place.cookie) as reader:
        known = {
            page: widgets(list(reader.run(page, "lang=zh&asof=2020-12-31")))
            for page in ("", "majors", "papers", "tour")
        }
        assert sum(map(len, known.values())) > 15

        @given(
            page=st.sampled_from(sorted(known)),
            values=st.lists(VALUES, min_size=1, max_size=6),
            more=st.text(max_size=20),
        )
        @settings(max_examples=60, suppress_health_check=list(HealthCheck))
        def attack(page: str, values: list[tuple[str, object]], more: str) -> None:
            ids = [*known[page], f"$$ID-{more}-None", more]
            tally.add(f"{page} {values}", not place.leaks(send(reader, page, ASKED, ids, values)))

        attack()
    with session(place.server, place.cookie) as reader:
        own = str(list(reader.run("", ASKED)))
        tally.add("it goes on", f"NAM{OWN}" in own)


def test_every_parameter_with_sql(place: Place, tally: Tally) -> None:
    """In the addresses of all pages by turns, six at once; what is not taken is named or left out."""
    asked = [(name, text) for name in PARAMETERS for text in SQL]
    pages = [entry.id for entry in registry.PAGES]
    with session(place.server, place.cookie) as reader:
        for n in range(0, len(asked), 6):
            page = pages[n // 6 % len(pages)]
            some = asked[n : n + 6]
            query = "&".join(f"{name}={text}" for name, text in some)
            sent = list(reader.run("" if page == "overview" else page, f"{query}&lang=zh"))
            said = str(sent)
            held = not place.leaks(sent) and "Traceback" not in said and "sqlalchemy" not in said.lower()
            for name, text in some:
                tally.add(f"{page}?{name}={text}", held)
    assert "Traceback" not in place.server.log.read_text(encoding="utf-8")
