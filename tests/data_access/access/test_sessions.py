"""Sessions: their ends by time, number, sign-out and disabling, all by a given clock; and what a cookie is worth."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select

from data_access.access import grants, sessions
from data_access.access.place import AccessError, access_url, engine_at
from data_access.access.sessions import STANDARD, Limits, Session
from data_access.access.tables import person, session
from data_access.access.viewer import Viewer
from data_access.database.engine import disposing

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def people(access: Engine) -> Engine:
    """An access place that knows u1 and u2."""
    rows = [{"id": one, "name": one, "unit": "x", "disabled": False, "known_since": NOW} for one in ("u1", "u2")]
    with access.begin() as connection:
        connection.execute(insert(person), rows)
    return access


def sign_in(access: Engine, now: datetime = NOW, who: str = "u1") -> tuple[str, Session]:
    return sessions.begin(access, who, "10.0.0.7", "oidc", now=now)


def why(access: Engine) -> dict[str, str | None]:
    with access.connect() as connection:
        return dict(connection.execute(select(session.c.number, session.c.ended_why)).all())


def test_cookie_finds_its_session_and_nothing_else_does(people: Engine) -> None:
    cookie, made = sign_in(people)
    other, _ = sign_in(people, who="u2")
    assert sessions.find(people, cookie, now=NOW) == made
    assert (made.person_id, made.address, made.ends_at) == ("u1", "10.0.0.7", NOW + timedelta(hours=8))
    secret = cookie.partition(".")[2]
    wrong = [
        "",
        ".",
        secret,
        made.number,
        f"{made.number}.",
        f"{made.number}.{secret}x",
        f"{made.number}.{secret[:-1]}",
    ]
    wrong += [f".{secret}", f"{made.number}.{other.partition('.')[2]}", cookie.upper(), f"%.{secret}", f"{cookie}.x"]
    assert [text for text in wrong if sessions.find(people, text, now=NOW)] == []


def test_secret_is_kept_nowhere(people: Engine) -> None:
    cookie, made = sign_in(people)
    with people.connect() as connection:
        row = " ".join(map(str, connection.execute(select(session)).one()))
    assert made.number in row
    assert cookie.partition(".")[2] not in row


ENDS = [
    ("just before it is idle", timedelta(minutes=30) - SECOND, None, True),
    ("idle", timedelta(minutes=30), None, False),
    ("kept by acts to the end of the day's work", timedelta(hours=8) - SECOND, 20 * MINUTE, True),
    ("old, whatever its acts", timedelta(hours=8), 20 * MINUTE, False),
    ("begun in the future: a clock that was set back", -6 * MINUTE, None, False),
    ("begun on a server whose clock is a little before ours", -4 * MINUTE, None, True),
]


@pytest.mark.parametrize(("case", "after", "acting", "lives"), ENDS)
def test_ends_by_time(people: Engine, case: str, after: timedelta, acting: timedelta | None, lives: bool) -> None:
    cookie, made = sign_in(people)
    for number in range(1, after // acting + 1) if acting else ():
        made = sessions.act(people, made, now=NOW + number * acting)  # type: ignore[operator]
    assert bool(sessions.find(people, cookie, now=NOW + after)) is lives
    assert bool(sessions.under_way(people, now=NOW + after)) is lives


def test_act_is_written_once_a_minute_and_wakes_no_dead(people: Engine) -> None:
    cookie, made = sign_in(people)
    assert sessions.act(people, made, now=NOW + MINUTE - SECOND) is made
    later = sessions.act(people, made, now=NOW + MINUTE)
    assert sessions.find(people, cookie, now=NOW + MINUTE) == later != made
    sessions.act(people, made, now=NOW + 40 * MINUTE)  # an open page that did not notice
    assert sessions.find(people, cookie, now=NOW + 40 * MINUTE) is None
    sessions.end(people, made, "signout", NOW + 2 * MINUTE)
    sessions.act(people, made, now=NOW + 3 * MINUTE)
    assert sessions.find(people, cookie, now=NOW + 3 * MINUTE) is None


def test_sign_out_ends_it_once_and_for_good(people: Engine) -> None:
    cookie, made = sign_in(people)
    assert sessions.end(people, made, "signout", NOW)
    assert not sessions.end(people, made, "revoked", NOW)
    assert sessions.find(people, cookie, now=NOW) is None
    assert why(people) == {made.number: "signout"}


def test_oldest_of_too_many_ends(people: Engine) -> None:
    made = [sign_in(people, NOW + number * SECOND) for number in range(5)]
    other = sign_in(people, who="u2")
    at = NOW + 10 * SECOND
    assert [bool(sessions.find(people, cookie, now=at)) for cookie, _ in made] == [False, False, True, True, True]
    assert sessions.find(people, other[0], now=at)
    assert why(people)[made[0][1].number] == "limit"
    one, _ = sessions.begin(people, "u1", "", "proxy", Limits(each=1), at)
    assert [found.number for found in sessions.under_way(people, now=at) if found.person_id == "u1"] == [one[:16]]


def test_all_of_a_person_end(people: Engine) -> None:
    mine, other = [sign_in(people), sign_in(people)], sign_in(people, who="u2")
    assert sessions.end_all(people, "u1", "revoked", NOW) == 2
    assert [sessions.find(people, cookie, now=NOW) for cookie, _ in mine] == [None, None]
    assert sessions.find(people, other[0], now=NOW)


def test_disabled_person_is_out_and_stays_out_when_enabled_again(people: Engine) -> None:
    root, chief = Viewer("os:root", "", "", frozenset()), Viewer("os:li", "", "", frozenset())
    grants.grant(people, chief.id, grants.Right("security"), root, name="李", unit="厅", now=NOW)
    cookie, made = sign_in(people)
    grants.set_disabled(people, "u1", True, chief, NOW)
    assert sessions.find(people, cookie, now=NOW) is None
    with pytest.raises(AccessError, match="may not sign in"):
        sign_in(people)
    grants.set_disabled(people, "u1", False, chief, NOW)
    assert sessions.find(people, cookie, now=NOW) is None
    assert why(people) == {made.number: "disabled"}


@pytest.mark.parametrize("who", ["nobody", "os:root", ""])
def test_unknown_people_and_accounts_of_the_machine_do_not_sign_in(people: Engine, who: str) -> None:
    with people.begin() as connection:
        connection.execute(
            insert(person), [{"id": "os:root", "name": "", "unit": "", "disabled": False, "known_since": NOW}]
        )
    with pytest.raises(AccessError, match="may not sign in"):
        sign_in(people, who=who)


def test_what_time_ended_is_noted_and_deleted_after_a_week(people: Engine) -> None:
    _, idle = sign_in(people)
    _, old = sign_in(people, NOW - STANDARD.absolute)
    sign_in(people, NOW + timedelta(hours=1), "u2")
    assert (why(people)[idle.number], why(people)[old.number]) == ("idle", "age")
    sign_in(people, NOW + timedelta(days=8), "u2")
    assert set(why(people)) & {idle.number, old.number} == set()


def test_another_process_sees_it_at_once(people: Engine) -> None:
    with disposing(engine_at(access_url("sqlite:///" + str(people.url.database)))) as other:
        cookie, made = sign_in(people)
        assert sessions.find(other, cookie, now=NOW) == made
        sessions.end(other, made, "signout", NOW)
    assert sessions.find(people, cookie, now=NOW) is None


def test_sign_ins_at_once_leave_no_more_than_the_limit(people: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: sign_in(people), range(6)))
    alive = [cookie for cookie, _ in made if sessions.find(people, cookie, now=NOW)]
    assert len(alive) == STANDARD.each
