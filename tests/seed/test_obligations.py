"""From duties and roster to obligations: C3, C6, C8, and what happens when the roster changes."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data_access.database.schema import (
    campaign,
    campaign_unit,
    duty,
    line,
    obligation,
    obligation_extension,
    org_unit,
    submission,
)
from seed.merge import ids
from seed.obligations import generate, plan

NOW = datetime(2020, 6, 1, tzinfo=UTC)


def notice_id(connection: Connection) -> int:
    return ids(connection, campaign)["HLJ-2020-43"]


def of(connection: Connection, line_code: str, unit_code: str) -> list[dict[str, object]]:
    query = (
        select(obligation, org_unit.c.code.label("unit"))
        .join(line, line.c.id == obligation.c.line_id)
        .join(org_unit, org_unit.c.id == obligation.c.org_unit_id)
        .where(line.c.code == line_code, org_unit.c.code == unit_code)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


@pytest.mark.parametrize(
    ("line_code", "unit", "host"),
    [("M5.3b", "230100", "230100-L"), ("M5.3b", "230102-L", "230102-L"), ("M5.3a", "230100", "230100")],
)
def test_whose_hosting_discharges_it(seeded: Engine, line_code: str, unit: str, host: str) -> None:
    with seeded.connect() as connection:
        (row,) = of(connection, line_code, unit)
        assert row["host_unit_id"] == ids(connection, org_unit)[host]


def test_each_pair_of_line_and_unit_has_one_obligation_a_period_and_role(seeded: Engine) -> None:
    key = [obligation.c.line_id, obligation.c.org_unit_id, obligation.c.period_key]
    with seeded.connect() as connection:
        assert connection.execute(select(*key).group_by(*key).having(func.count() > 1)).all() == []
        (row,) = of(connection, "M5.6", "D-XF")
        assert (row["due_original"], row["due_provenance"]) == (None, "none")
        assert len(of(connection, "D2", "230100")) == 5
        assert of(connection, "M5.3b", "232761") == []  # a county_equivalent owes nothing


def test_named_duty_wins_over_the_rule_for_all(seeded: Engine) -> None:
    with seeded.begin() as connection:
        units, lines = ids(connection, org_unit), ids(connection, line)
        values = {
            "scope": "named",
            "org_unit_id": units["D-XF"],
            "line_id": lines["M5.1"],
            "role": "hold",
            "host": "self",
        }
        values |= {"period_key": "once", "due_on": date(2020, 6, 20), "due_provenance": "stated", "date_rule": "by"}
        connection.execute(insert(duty), [{**values, "min_count": 2, "provenance": "stated"}])
        assert generate(connection, notice_id(connection), NOW) == 1
        (row,) = of(connection, "M5.1", "D-XF")
        assert (row["min_count"], row["due_provenance"]) == (2, "stated")
        assert row["due_original"] == row["due_current"] == datetime(2020, 6, 20, 15, 59, 59, tzinfo=UTC)
        assert generate(connection, notice_id(connection), NOW) == 0


def test_unit_off_the_roster_goes_unless_it_handed_something_in(seeded: Engine) -> None:
    with seeded.begin() as connection:
        units, notice = ids(connection, org_unit), notice_id(connection)
        (liaison,) = of(connection, "D1", "D-TY")
        sent = {
            "obligation_id": liaison["id"],
            "version": 1,
            "submitted_at": NOW,
            "recorded_at": NOW,
            "updated_at": NOW,
        }
        connection.execute(
            insert(submission), [{**sent, "status": "submitted", "is_zero_report": False, "content": "none"}]
        )
        for code in ("D-TY", "D-KJ"):
            connection.execute(delete(campaign_unit).where(campaign_unit.c.org_unit_id == units[code]))
        todo = plan(connection, notice)
        assert generate(connection, notice, NOW) == len(todo.remove) == todo.total
        assert todo.orphans == [liaison["id"]]
        left = select(org_unit.c.code).join(obligation, obligation.c.org_unit_id == org_unit.c.id)
        assert connection.scalars(left.where(org_unit.c.code.in_(["D-TY", "D-KJ"]))).all() == ["D-TY"]
        assert generate(connection, notice, NOW) == 0


def test_new_unit_owes_what_its_group_owes(seeded: Engine) -> None:
    with seeded.begin() as connection:
        units, notice = ids(connection, org_unit), notice_id(connection)
        row = {"campaign_id": notice, "org_unit_id": units["E-LM"], "unit_group": "member", "provenance": "stated"}
        connection.execute(insert(campaign_unit), [row])
        each_unit = select(func.count()).select_from(duty).where(duty.c.scope == "each_unit")
        assert generate(connection, notice, NOW) == connection.scalar(each_unit)


def test_extension_and_waiver_survive(seeded: Engine) -> None:
    """C8: due_current keeps the latest new deadline; a waiver is the province's word and stays."""
    later = datetime(2020, 7, 10, 15, 59, 59, tzinfo=UTC)
    with seeded.begin() as connection:
        notice = notice_id(connection)
        (report,) = of(connection, "D3", "230100")
        move = {"obligation_id": report["id"], "old_due": report["due_original"], "granted_at": NOW, "recorded_at": NOW}
        connection.execute(insert(obligation_extension), [{**move, "new_due": later}])
        assert generate(connection, notice, NOW) == 1
        (waived,) = of(connection, "D3", "230200")
        waiver = {"waived_at": NOW, "waive_reason": "x"}
        connection.execute(update(obligation).where(obligation.c.id == waived["id"]).values(waiver))
        assert generate(connection, notice, NOW) == 0
        (report,) = of(connection, "D3", "230100")
        assert (report["due_current"], report["due_original"]) == (later, datetime(2020, 7, 3, 15, 59, 59, tzinfo=UTC))
