"""Which columns the stamp reads: those that the tables name."""

from data_access.database.stamp import CLOCKS


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
