"""Which notice is meant where none is named: last year's questions are not answered from this year's notice."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.command_line import question_of
from data_access.database.snapshot import snapshot
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.notice.under_way import notice_at
from data_access.question import AsOf, Filters
from seed.init import initialise
from tests.later_notice import HLJ_2020, HLJ_2021, write_later_notice

TODAY = datetime(2021, 6, 20, tzinfo=UTC)


@pytest.fixture
def two_years(imported: Engine, tmp_path: Path) -> Engine:
    """The sample campaign after `seed init` with the notice of 2021."""
    initialise(imported.url, notices=write_later_notice(tmp_path))
    return imported


MEANT: tuple[tuple[AsOf, datetime, str], ...] = (
    (None, TODAY, HLJ_2021),
    (None, datetime(2020, 6, 10, tzinfo=UTC), HLJ_2020),
    (None, datetime(2021, 5, 21, 15, 59, 59, tzinfo=UTC), HLJ_2020),  # 2021's is issued on 22 May
    (None, datetime(2021, 5, 21, 16, tzinfo=UTC), HLJ_2021),
    (None, datetime(2021, 2, 1, tzinfo=UTC), HLJ_2020),  # between the windows: the one that began last
    (None, datetime(2026, 1, 1, tzinfo=UTC), HLJ_2021),
    (None, datetime(2019, 1, 1, tzinfo=UTC), HLJ_2020),  # before both: the first
    (datetime(2020, 7, 4, 16, tzinfo=UTC), TODAY, HLJ_2020),
    (date(2020, 7, 4), TODAY, HLJ_2020),
    (date(2020, 12, 31), TODAY, HLJ_2020),
    (date(2021, 6, 16), datetime(2020, 7, 4, tzinfo=UTC), HLJ_2021),
)
"""As of when, asked when, and the notice that is meant."""


def test_the_notice_is_the_one_whose_window_holds_the_instant(two_years: Engine) -> None:
    with snapshot(two_years) as conn:
        assert [(as_of, now, notice_at(conn, as_of, now)) for as_of, now, _ in MEANT] == list(MEANT)
        resolved = [resolve(conn, Filters(as_of=as_of), now).filters.campaign for as_of, now, _ in MEANT]
        assert resolved == [code for _, _, code in MEANT]


def test_a_named_notice_is_the_one_asked_for_at_any_instant(two_years: Engine) -> None:
    with snapshot(two_years) as conn:
        assert resolve(conn, Filters(HLJ_2021, as_of=date(2020, 7, 4)), TODAY).filters.campaign == HLJ_2021


def test_without_a_notice_none_is_meant(database: Engine) -> None:
    with snapshot(database) as conn:
        assert notice_at(conn, None, TODAY) == ""


def test_a_script_of_last_year_answers_as_before(imported: Engine, tmp_path: Path) -> None:
    def answered() -> bytes:
        with snapshot(imported) as conn:
            q = question_of(conn, Filters(cities=("230200",)), "2020-07-05T00:00", now=TODAY)
            return b"".join(stream_csv(conn, "obligations", q, "zh"))

    before = answered()
    initialise(imported.url, notices=write_later_notice(tmp_path))
    assert answered() == before
