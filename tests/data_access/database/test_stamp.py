"""Which columns the stamp reads: those that the tables name; and what it notices besides."""

from datetime import UTC, datetime

from sqlalchemy import Engine, insert

from data_access.database.engine import disposing, read_engine
from data_access.database.schema import load_log
from data_access.database.snapshot import snapshot
from data_access.database.stamp import CLOCKS, LATE, read_stamp


def test_every_table_of_facts_has_its_clock() -> None:
    assert {f"{column.table.name}.{column.name}" for column in CLOCKS} >= {
        *("obligation.id", "obligation.updated_at", "submission.id", "submission.updated_at"),
        *("activity.id", "activity.updated_at", "tip.id", "tip.updated_at"),
        *("hazard.id", "hazard.updated_at", "hazard_event.id", "hazard_event.recorded_at"),
        *("load_log.id", "media_item.id", "delivery.id"),
    }


def test_the_newest_of_each_clock_is_found_by_an_index() -> None:
    first = {next(iter(index.columns)) for column in CLOCKS for index in column.table.indexes}
    assert [str(column) for column in CLOCKS if not column.primary_key and column not in first] == []


def test_a_load_that_is_committed_after_later_ones_is_noticed(database: Engine) -> None:
    """Its number was given when it began, so it is not the newest of the log."""
    seen = list[str]()
    row = {
        "source": "x",
        "label": "sample",
        "started_at": datetime(2020, 7, 4, tzinfo=UTC),
        "rows": 0,
        "status": "done",
    }
    with disposing(read_engine(database.url)) as reader:
        for number in (1, 2 * LATE, LATE + 1, 2 * LATE - 1):
            with database.begin() as connection:
                connection.execute(insert(load_log), [{**row, "id": number}])
            for _ in range(2):
                with snapshot(reader) as s:
                    seen.append(read_stamp(s).version)
    assert seen[::2] == seen[1::2]
    assert len(set(seen)) == 4
