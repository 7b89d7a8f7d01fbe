"""`seed demo`: a whole campaign that keeps every rule of the tables, the same one for the same number."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, Table, func, insert, or_, select, text
from typer.testing import CliRunner

from data_access.database.days import start_of_day
from data_access.database.engine import disposing, write_engine
from data_access.database.schema import (
    activity,
    activity_event,
    activity_unit,
    admin_division,
    campaign,
    campaign_unit,
    delivery,
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_supervision,
    hazard_tip,
    line,
    load_log,
    metadata,
    metric_value,
    obligation,
    obligation_extension,
    pairing,
    submission,
    tip,
)
from data_access.database.schema.activity import ACTIVITY_STATUSES
from data_access.database.schema.hazard import CLASSES, HAZARD_EVENTS, HAZARD_SOURCES
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.hazards.counts import list_hazard_summary
from data_access.notice.campaigns import resolve
from data_access.notice.places import ALL
from data_access.notice.under_way import window_end
from data_access.obligations.counts import Counts, UnitCounts, added
from data_access.obligations.tables import list_completion
from data_access.question import Filters
from seed.__main__ import app
from seed.check import check_database
from seed.demo.run import make_demo
from seed.demo.sizes import sizes
from seed.init import initialise
from seed.loads import FACTS
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata
from seed.returns.storing.history import Event, changes_of, derive, row_of, summarise
from seed.usage import UsageError
from tests.conftest import Databases

pytestmark = pytest.mark.slow

SCALE = 0.02
TINY = 0.004
CLOCKS = {"updated_at", "started_at", "ended_at"}
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def demo(databases: Databases) -> Iterator[Engine]:
    """A simulated campaign that tests only read, on SQLite: PostgreSQL's holds the same rows, which a test compares."""
    url = databases.copy("sqlite", "seeded")
    make_demo(url, SCALE)
    with disposing(write_engine(url)) as engine:
        yield engine
    databases.drop(url)


def rows(engine: Engine, *what: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(*what)).all())


def count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def whole(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables, but for the wall clock and the pair's own id."""
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table is pairing:
                continue
            columns = [column for column in table.columns if column.name not in CLOCKS]
            found[table.name] = list(connection.execute(select(*columns).order_by(*table.primary_key)).all())
    return found


def label(engine: Engine) -> str:
    with snapshot(engine) as connection:
        return read_stamp(connection).label


def completion(engine: Engine) -> list[UnitCounts]:
    """All units at the end of the window."""
    with snapshot(engine) as connection:
        at = window_end(connection, "HLJ-2020-43")
        return list_completion(connection, resolve(connection, Filters(as_of=at), at))


def test_scales_are_what_they_are_said_to_be() -> None:
    assert sizes(1).hazards > 50_000
    assert sizes(20).hazards >= 1_000_000


def test_everything_is_there(demo: Engine) -> None:
    assert count(demo, hazard) == sizes(SCALE).hazards
    empty = {table.name for table in metadata.sorted_tables if not count(demo, table)}
    assert empty == {"bulletin", "delivery", "submission_activity"}
    assert {row.kind for row in rows(demo, hazard_event.c.kind)} == set(HAZARD_EVENTS)
    assert {row.source for row in rows(demo, hazard.c.source)} == set(HAZARD_SOURCES)
    assert {row.status for row in rows(demo, activity.c.status)} == set(ACTIVITY_STATUSES)
    assert {row.role for row in rows(demo, activity_unit.c.role)} == {"lead", "co", "attend"}
    reviews = {row.status for row in rows(demo, submission.c.status)}
    assert reviews == {"submitted", "accepted", "returned", "superseded"}
    assert {None, 0.0} < {row.value for row in rows(demo, metric_value.c.value)}
    assert None in {row.line_id for row in rows(demo, activity.c.line_id)}
    assert None in {row.hazard_id for row in rows(demo, hazard_exposure.c.hazard_id)}


def test_it_is_said_to_be_invented_and_contradicts_nothing(demo: Engine) -> None:
    with snapshot(demo) as connection:
        stamp = read_stamp(connection)
        assert stamp.label == "demo"
        assert stamp.data_until is not None
        assert stamp.data_until <= window_end(connection, "HLJ-2020-43")
        assert [finding.en for finding in check_database(connection.connection) if finding.contradiction] == []
    with disposing(private_engine(demo.url)) as private:
        assert [t.name for t in private_metadata.sorted_tables if count(private, t)] == ["pairing_private"]


def test_written_rows_are_counted(demo: Engine) -> None:
    """All rows of tables that the notice leaves empty, and the obligations that were waived or extended."""
    moved = or_(obligation.c.waived_at.is_not(None), obligation.c.due_current > obligation.c.due_original)
    with demo.connect() as connection:
        notice = {"metric", "industry", "tip_channel", "line", "duty", "campaign", "campaign_unit", "obligation"}
        notice |= {"line_metric", "line_item", "line_thing"}
        places = {"admin_division", "old_division_name", "org_unit", "org_unit_alias", "load_log", "pairing"}
        tables = [table for table in metadata.sorted_tables if table.name not in notice | places]
        written = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
        adjusted = connection.scalar(select(func.count()).select_from(obligation).where(moved)) or 0
        log = connection.execute(select(load_log).order_by(load_log.c.id.desc())).mappings().first()
    assert log is not None
    assert (log["source"], log["status"], log["rows"]) == ("seed demo", "done", written + adjusted)


def test_constraints_hold_and_numbering_goes_on(demo: Engine) -> None:
    """SQLite is asked again; PostgreSQL checks each row of a COPY."""
    with demo.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
    numbering_goes_on(demo)


def numbering_goes_on(engine: Engine) -> None:
    with engine.connect() as connection:
        transaction = connection.begin()
        for table in (hazard, tip, activity, submission):
            one = connection.execute(select(table).order_by(table.c.id.desc())).mappings().first()
            assert one is not None
            new = {**one, "version": 99, "status": "submitted"} if table is submission else {**one, "code": "new"}
            if table is activity:
                new["status"] = "planned"
            new = {name: value for name, value in new.items() if name != "id" and name in table.columns}
            made = connection.execute(insert(table).values(new).returning(table.c.id)).scalar_one()
            assert made == one["id"] + 1
        transaction.rollback()


def test_histories_are_the_importers(demo: Engine) -> None:
    """From its events alone each hazard's events and cached columns follow again, as an import would keep them."""
    stored: dict[int, list[Event]] = defaultdict(list)
    said = ("kind", "occurred_at", "round_no", "old_due", "new_due", "old_grade", "new_grade", "doc_no", "reason")
    with demo.connect() as connection:
        in_force = select(hazard_event).where(hazard_event.c.superseded_at.is_(None)).order_by(hazard_event.c.id)
        for event in connection.execute(in_force).mappings():
            stored[event["hazard_id"]].append(Event(*(event[name] for name in said)))
        hazards = connection.execute(select(hazard)).mappings().all()
    rounds = Counter(one["round_no"] for one in hazards)
    assert rounds[2] > 10
    for one in hazards:
        days = [one[name] for name in ("confirmed_at", "ordered_at", "rectified_at", "accepted_at") if one[name]]
        assert days == sorted(days)
        events, row = stored[one["id"]], row_of(one)
        changes = changes_of(events)
        assert derive(row, changes) == events
        summary = summarise(row, changes)
        cached = (one["state"], one["round_no"], one["due_current"])
        assert cached == (summary.state, summary.round_no, summary.due_current)


def test_classes_add_up_at_every_instant(demo: Engine) -> None:
    confirmed = select(hazard_event.c.hazard_id, hazard_event.c.occurred_at).where(hazard_event.c.kind == "confirm")
    voided = select(hazard_event.c.hazard_id, hazard_event.c.occurred_at).where(hazard_event.c.kind == "void")
    with snapshot(demo) as connection:
        first = dict(connection.execute(confirmed).all())
        gone = dict(connection.execute(voided).all())
        for day in ("2020-06-15", "2020-07-03", "2020-09-30", "2020-12-31"):
            at = datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=ZONE)
            rows = list_hazard_summary(connection, resolve(connection, Filters(as_of=at), at))
            for row in rows:
                assert sum(getattr(row.counts, name) for name in CLASSES) == row.counts.confirmed
            there = [key for key, when in first.items() if when <= at and not gone.get(key, at + timedelta(1)) <= at]
            assert sum(row.counts.confirmed for row in rows if row.place.code == ALL) == len(there)
            assert sum(row.counts.confirmed for row in rows if row.place.code != ALL) == len(there)


def test_nothing_is_known_before_it_happened(demo: Engine) -> None:
    """Both clocks (G1), and all of it within the window; a liaison is named when the notice is out."""
    with demo.connect() as connection:
        head = connection.execute(select(campaign).where(campaign.c.kind == "notice")).one()
        first, last = start_of_day(head.starts_on, head.timezone), window_end(Snapshot(connection), head.code)
        issued = start_of_day(head.issued_on, head.timezone)
    for happened, known in (
        (hazard_event.c.occurred_at, hazard_event.c.recorded_at),
        *((activity.c.held_end, activity.c.recorded_at), (activity_event.c.occurred_at, activity_event.c.recorded_at)),
        *((tip.c[name], tip.c.recorded_at) for name in ("received_at", "accepted_at", "closed_at", "feedback_at")),
        (obligation_extension.c.granted_at, obligation_extension.c.recorded_at),
    ):
        times = [(when, then) for when, then in rows(demo, happened, known) if when is not None]
        assert times
        assert all(when <= then for when, then in times), happened
        assert min(when for when, _ in times) >= first
        assert max(then for _, then in times) <= last
    for table in (hazard_event, activity, tip):
        spans = rows(demo, table.c.recorded_at, table.c.superseded_at)
        assert any(until for _, until in spans)
        assert all(until is None or known < until <= last for known, until in spans)
    times = rows(demo, submission.c.submitted_at, submission.c.recorded_at, submission.c.reviewed_at)
    assert all(
        issued <= came == known <= last and (judged is None or came < judged <= last) for came, known, judged in times
    )
    assert all(found is None or found >= head.starts_on for (found,) in rows(demo, hazard.c.found_on))


def test_versions_follow_each_other(demo: Engine) -> None:
    """The one in force is the last of its code, and begins where the one before ends (ADR 15)."""
    for table in (activity, tip):
        spans: dict[str, list[Any]] = defaultdict(list)
        for code, known, until in rows(demo, table.c.code, table.c.recorded_at, table.c.superseded_at):
            spans[code].append((known, until))
        assert {len(versions) for versions in spans.values()} == {1, 2}
        for versions in spans.values():
            versions.sort(key=lambda span: span[0])
            assert [until for _, until in versions] == [*(known for known, _ in versions[1:]), None]


def test_hosts_discharge_what_their_units_owe(demo: Engine) -> None:
    """One lead a held activity, but for sessions that cities attend; a league's event is led by the city (C6, C7)."""
    roles: dict[int, Counter[str]] = defaultdict(Counter)
    for key, role in rows(demo, activity_unit.c.activity_id, activity_unit.c.role):
        roles[key][role] += 1
    assert set(roles) == {key for (key,) in rows(demo, activity.c.id)}
    assert all(found["lead"] == 1 or found == {"attend": 1} for found in roles.values())
    groups: dict[str, list[Counts]] = defaultdict(list)
    for one in completion(demo):
        groups[one.unit.group].append(one.counts)
    assert all(0.6 <= added(counts).done / added(counts).active <= 1 for counts in groups.values())
    on_time = [counts.on_time / counts.due for counts in groups["city"]]
    assert max(on_time) - min(on_time) > 0.2
    assert added(groups["city"]).waived < added(groups["city"]).active / 20


def test_hazards_lie_near_their_seats(demo: Engine) -> None:
    seats = {row.adcode: (row.lon, row.lat) for row in rows(demo, admin_division)}
    levels = {row.adcode: row.level for row in rows(demo, admin_division)}
    places = rows(demo, hazard.c.adcode, hazard.c.lon, hazard.c.lat)
    for adcode, lon, lat in places:
        assert abs(lon - seats[adcode][0]) < 0.05
        assert abs(lat - seats[adcode][1]) < 0.05
        assert (lon, lat) == (round(lon, 2), round(lat, 2))
    counted = Counter(levels[adcode] for adcode, _, _ in places)
    assert counted["province"] == 0
    assert counted["county"] > 10 * counted["prefecture"] > 0


def test_it_is_plausible(demo: Engine) -> None:
    """A few percent are major, most of them listed; little happens at week-ends, most in the month of the campaign."""
    confirmed = [when.astimezone(ZONE) for (when,) in rows(demo, hazard.c.confirmed_at) if when]
    assert sum(day.weekday() > 4 for day in confirmed) / len(confirmed) < 0.2
    assert sum(day.month == 6 for day in confirmed) / len(confirmed) > 0.2
    grades = Counter(grade for (grade,) in rows(demo, hazard.c.grade))
    assert 0.01 < grades["major"] / len(confirmed) < 0.07
    assert 0.5 < count(demo, hazard_supervision) / grades["major"] < 1
    reported = {key for (key, source) in rows(demo, hazard.c.id, hazard.c.source) if source == "tip"}
    linked = [key for (key,) in rows(demo, hazard_tip.c.hazard_id)]
    assert set(linked) <= reported
    assert len(linked) > 0.9 * len(reported)
    named = rows(demo, hazard.c.id, hazard.c.unit_named_public)
    exposed = {key for (key,) in rows(demo, hazard_exposure.c.hazard_id)}
    assert {key for key, public in named if public} == exposed - {None}


@pytest.mark.parametrize("backend", ["sqlite"])  # the rows are made before any database is asked
def test_same_number_same_rows(seeded: Engine) -> None:
    """Also over an earlier simulation, whose rows are gone; another number tells another campaign of the same size."""
    make_demo(seeded.url, TINY, 7)
    first = whole(seeded)
    make_demo(seeded.url, TINY * 2, 8)
    other, larger = whole(seeded), completion(seeded)
    make_demo(seeded.url, TINY, 7)
    again = whole(seeded)
    for table, expected in first.items():
        assert again[table] == expected, table
    assert len(other["hazard"]) == 2 * len(first["hazard"])
    make_demo(seeded.url, TINY, 8)
    changed = whole(seeded)
    assert completion(seeded) == larger  # what more is held leaves obligations alone
    assert len(changed["hazard"]) == len(first["hazard"])
    for table in ("hazard", "hazard_event", "tip", "activity", "submission", "metric_value", "media_item"):
        assert changed[table] != first[table], table
    assert changed["org_unit"] == first["org_unit"]


@pytest.mark.postgresql
def test_both_databases_hold_the_same_rows(databases: Databases) -> None:
    engines = []
    for backend in ("sqlite", "postgresql"):
        url = databases.copy(backend, "empty")
        make_demo(url, TINY)
        engines.append(write_engine(url))
    one, other = (whole(engine) for engine in engines)
    for table, expected in one.items():
        assert other[table] == expected, table
    numbering_goes_on(engines[1])
    for engine in engines:
        engine.dispose()
        databases.drop(engine.url)


@pytest.mark.parametrize("backend", ["sqlite"])  # the rows are made before any database is asked
def test_progress_ends_at_the_total(seeded: Engine) -> None:
    told: list[tuple[int, int, str]] = []
    make_demo(seeded.url, TINY, progress=lambda done, total, name: told.append((done, total, name)))
    totals = {total for _, total, _ in told}
    assert len(totals) == 1
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[0][0] == 0
    assert told[-2][0] == told[-1][0] == totals.pop()
    assert {"submissions", "activities", "hazards", "tips", "media", ""} <= {name for _, _, name in told}


def test_samples_make_way(imported: Engine) -> None:
    make_demo(imported.url, TINY)
    assert label(imported) == "demo"
    assert count(imported, delivery) == 0
    assert count(imported, hazard) == sizes(TINY).hazards
    with disposing(private_engine(imported.url)) as private:
        assert [t.name for t in private_metadata.sorted_tables if count(private, t)] == ["pairing_private"]
    groups = Counter(group for (group,) in rows(imported, campaign_unit.c.unit_group))
    assert groups["member"] > 8  # the notice's own again, not the samples'


def load(connection: Connection, **said: Any) -> None:
    when = connection.scalars(select(func.min(obligation.c.recorded_at))).one()
    entry = {"source": "another system", "label": "real", "started_at": when, "rows": 1, "status": "done"}
    connection.execute(insert(load_log), [{**entry, "data_until": when, **said}])


@pytest.mark.parametrize(
    "said", [{}, {"data_until": None, "source": "seed import"}, {"status": "failed", "data_until": None}]
)
def test_real_data_is_refused(seeded: Engine, said: dict[str, Any]) -> None:
    """Returns, a roster alone, or returns that were themselves refused; also when samples came after them."""
    with seeded.begin() as connection:
        load(connection, **said)
        load(connection, label="sample")
    before = whole(seeded)
    with pytest.raises(UsageError, match="real data"):
        make_demo(seeded.url, TINY)
    assert whole(seeded) == before


def test_rows_that_no_load_tells_of_are_refused(seeded: Engine) -> None:
    with seeded.begin() as connection:
        when = connection.scalars(select(func.min(obligation.c.recorded_at))).one()
        notice = connection.scalars(select(campaign.c.id).where(campaign.c.kind == "notice")).one()
        one = {"campaign_id": notice, "kind": "hazards", "file_ref": "x", "received_at": when, "status": "missing"}
        connection.execute(insert(delivery), [{**one, "fault_count": 0, "recorded_at": when}])
    with pytest.raises(UsageError, match="delivery"):
        make_demo(seeded.url, TINY)
    assert count(seeded, hazard) == 0


def test_whatever_stops_it_leaves_nothing(seeded: Engine) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int, _name: str) -> None:
        if done > total / 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        make_demo(seeded.url, SCALE, progress=stop)
    assert not any(count(seeded, table) for table in FACTS)
    assert label(seeded) == "empty"
    make_demo(seeded.url, TINY)
    assert label(seeded) == "demo"


@pytest.mark.parametrize("backend", ["sqlite"])  # the rows are made before any database is asked
def test_any_notice_will_do(seeded: Engine, other_province: tuple[Path, Path]) -> None:
    """Two cities, a month in 2031, another time zone, no league and no form that we know."""
    notices, reference = other_province
    initialise(seeded.url, notices=notices, reference=reference)
    with pytest.raises(UsageError, match="unknown notice"):
        make_demo(seeded.url, TINY, notice="XX")
    make_demo(seeded.url, TINY)
    assert {adcode for (adcode,) in rows(seeded, hazard.c.adcode)} <= {"990100", "990102", "990200", "990201"}
    days = {when.astimezone(ZoneInfo("Asia/Urumqi")).date() for (when,) in rows(seeded, hazard_event.c.occurred_at)}
    assert min(days).isoformat() >= "2031-05-01"
    assert max(days).isoformat() <= "2031-05-31"
    with snapshot(seeded) as connection:
        at = window_end(connection, "EX-2031-7")
        q = resolve(connection, Filters(campaign="EX-2031-7", as_of=at), at)
        assert sum(one.counts.done for one in list_completion(connection, q)) > 0
        owed = select(campaign.c.year).distinct().join_from(submission, obligation).join(line).join(campaign)
        assert connection.connection.scalars(owed).all() == [2031]


def test_command(seeded: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    done = CliRunner().invoke(app, ["demo", "--scale", str(TINY), "--seed", "3"])
    assert (done.exit_code, "rows of demo data" in done.output) == (0, True)
    assert CliRunner().invoke(app, ["demo", "--scale", "0"]).exit_code == 2
    with seeded.begin() as connection:
        load(connection)
    refused = CliRunner().invoke(app, ["demo", "--scale", str(TINY)])
    assert (refused.exit_code, "real data" in refused.output) == (2, True)
    assert count(seeded, hazard) == sizes(TINY).hazards
