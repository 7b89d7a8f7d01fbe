"""A PostgreSQL of several servers: which one is read and which one written, and that one of them is enough."""

import pytest
from sqlalchemy import URL, Engine, insert, make_url, select

from data_access.database.engine import disposing, parsed, read_engine, write_engine
from data_access.database.schema import campaign
from data_access.database.servers import are_several, for_reading, for_writing
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp

ONE = "postgresql://dash@db1:5432/campaign"
SAME_PORT = "postgresql://dash@db1,db2:5432/campaign"
OTHER_PORTS = "postgresql://dash@/campaign?host=db1:5432&host=db2:5433"
IN_QUERY = "postgresql://dash@/campaign?host=db1,db2&port=5432"
SOCKET = "postgresql:///campaign?host=/var/run/postgresql"


def wanted(url: URL) -> object:
    return url.query.get("target_session_attrs")


@pytest.mark.parametrize("address", [SAME_PORT, OTHER_PORTS, IN_QUERY])
def test_of_several_servers_the_one_that_follows_is_read_and_the_other_written(address: str) -> None:
    url = parsed(address)
    assert are_several(url)
    assert (wanted(for_reading(url)), wanted(for_writing(url))) == ("prefer-standby", "read-write")


@pytest.mark.parametrize("address", [ONE, SOCKET, "sqlite:////srv/a,b.db"])
def test_one_server_is_whatever_it_is(address: str) -> None:
    url = parsed(address)
    assert not are_several(url)
    assert for_reading(url) == for_writing(url) == url


def test_readers_may_be_told_otherwise_and_writers_not() -> None:
    url = parsed(f"{SAME_PORT}?target_session_attrs=any")
    assert (wanted(for_reading(url)), wanted(for_writing(url))) == ("any", "read-write")


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("form", ["same port", "other ports"])
def test_a_server_that_is_down_leaves_the_other_one(seeded: Engine, form: str) -> None:
    """The first one refuses connections; the second leads, and is read because nobody follows."""
    there = f"{seeded.url.host}:{seeded.url.port}"
    url = seeded.url.set(host=f"127.0.0.254,{seeded.url.host}")
    if form == "other ports":
        url = seeded.url.set(host=None, port=None).update_query_pairs([("host", "127.0.0.1:1"), ("host", there)])
    address = make_url(url.render_as_string(hide_password=False))
    with disposing(read_engine(address)) as reader, snapshot(reader) as s:
        assert read_stamp(s).label == "empty"
    with disposing(write_engine(address)) as writer, writer.begin() as connection:
        first = connection.execute(select(campaign)).mappings().first()
        assert first is not None
        connection.execute(insert(campaign), [{**first, "id": 10_000, "code": "X-1"}])
