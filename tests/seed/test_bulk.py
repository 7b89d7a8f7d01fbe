"""Rows written at once are what SQLAlchemy's own insert would store; faults are told as its own. Both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import DataError, IntegrityError

from data_access.database.schema import activity, campaign, hazard
from seed.bulk import insert_rows, insert_with_ids

TEXTS = ["plain", '"quoted", and a comma', "two\nlines\r\nand\ttab", "\\N", "\\.", " = 1 ", "安全 é 😀", "NULL"]


def rows(campaign_id: int) -> list[dict[str, Any]]:
    """A hazard for each text and kind of value, with what is missing here and there."""
    at = datetime(2020, 6, 30, 23, 59, 59, 999_999, timezone(timedelta(hours=8)))
    return [
        {
            "campaign_id": campaign_id,
            "code": f"N{number}",
            "adcode": "230100",
            "site_kind": words,
            "grade": "general",
            "unit_named_public": number % 2 == 0,
            "found_on": date(2020, 6, number + 1) if number else None,
            "confirmed_at": at if number % 3 else None,
            "funds_wan": 1.25 * number if number > 1 else None,
            "f_plan": None if number == 2 else number == 3,
            "state": "found",
            "round_no": 1,
            "recorded_at": at,
            "updated_at": at.astimezone(UTC),
        }
        for number, words in enumerate(TEXTS)
    ]


@pytest.mark.parametrize("words", [None, ""])
def test_what_is_stored_is_what_an_insert_stores(seeded: Engine, words: str | None) -> None:
    stored = []
    with seeded.begin() as conn:
        made = rows(conn.scalars(select(campaign.c.id).limit(1)).one())
        made[-1]["site_kind"] = words
        for insert in (insert_rows, lambda conn, table, rows: conn.execute(table.insert(), rows)):
            insert(conn, hazard, made)
            stored.append([{**row._mapping, "id": 0} for row in conn.execute(select(hazard).order_by(hazard.c.code))])
            conn.execute(delete(hazard))
    assert stored[0] == stored[1]
    assert stored[0][-1]["site_kind"] == words
    assert len(stored[0]) == len(TEXTS)


def test_ids_come_in_the_order_of_rows_and_defaults_are_kept(seeded: Engine) -> None:
    at = datetime(2020, 7, 1, tzinfo=UTC)
    with seeded.begin() as conn:
        key = conn.scalars(select(campaign.c.id).limit(1)).one()
        made = [
            {"campaign_id": key, "code": code, "title": code, "status": "planned", "recorded_at": at, "updated_at": at}
            for code in ("B", "C", "A")
        ]
        ids = [*insert_with_ids(conn, activity, made), *insert_with_ids(conn, activity, [{**made[0], "code": "D"}])]
        found = dict(conn.execute(select(activity.c.id, activity.c.code)).all())
        assert [found[one] for one in ids] == ["B", "C", "A", "D"]
        assert conn.scalars(select(activity.c.is_featured)).all() == [False] * 4
        assert list(insert_with_ids(conn, activity, [])) == []


@pytest.mark.parametrize("wrong", [{"grade": "no such grade"}, {"campaign_id": 10**9}, {"adcode": None}])
def test_a_row_that_the_tables_refuse_is_told_as_always(seeded: Engine, wrong: dict[str, Any]) -> None:
    with seeded.connect() as conn:
        row = rows(conn.scalars(select(campaign.c.id).limit(1)).one())[0]
        with pytest.raises((IntegrityError, DataError)):
            insert_rows(conn, hazard, [{**row, **wrong}])


def test_an_instant_without_a_zone_is_refused(seeded: Engine) -> None:
    with seeded.connect() as conn:
        row = rows(conn.scalars(select(campaign.c.id).limit(1)).one())[0]
        with pytest.raises(ValueError, match="time zone"):
            insert_rows(conn, hazard, [{**row, "recorded_at": datetime(2020, 7, 1)}])
