"""Two cities at two instants, worked out from their ledgers, the register and the adjustments without this project."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data_access.campaigns import resolve
from data_access.completion import load_completion
from data_access.engine import snapshot
from data_access.filters import Filters

SHANGHAI = ZoneInfo("Asia/Shanghai")
JUNE, JULY = datetime(2020, 6, 17, tzinfo=SHANGHAI), datetime(2020, 7, 4, tzinfo=SHANGHAI)
STATES = ("done_on_time", "done_off_date", "done_late", "overdue", "not_due", "open", "waived")
RATES = ("done", "active", "done_due", "on_time", "due", "done_due_stated", "on_time_stated", "due_stated")


@pytest.mark.parametrize(
    ("city", "as_of", "states", "rates"),
    [
        ("230600", JUNE, (16, 1, 0, 0, 16, 6, 0), (17, 39, 5, 4, 5, 2, 1, 2)),
        ("230600", JULY, (27, 1, 1, 2, 3, 5, 0), (29, 39, 24, 22, 26, 2, 1, 2)),
        ("230700", JUNE, (13, 0, 2, 0, 18, 5, 1), (15, 38, 3, 1, 3, 1, 0, 1)),
        ("230700", JULY, (25, 0, 3, 3, 3, 4, 1), (28, 38, 22, 19, 25, 2, 1, 2)),
    ],
)
def test_a_city_worked_out_by_hand(
    campaign_engines: Engine, city: str, as_of: datetime, states: tuple[int, ...], rates: tuple[int, ...]
) -> None:
    with snapshot(campaign_engines) as connection:
        q = resolve(connection, Filters(cities=(city,), groups=("city",), as_of=as_of), as_of)
        [row] = load_completion(connection, q).to_dict("records")
    assert tuple(row[name] for name in STATES) == states
    assert tuple(row[name] for name in RATES) == rates
