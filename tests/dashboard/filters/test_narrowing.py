"""Filters applied to what is read already give what the filters in SQL give: screen and file cannot disagree. What is
owed is read at no instant, and for all of them.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import Engine

from dashboard.filters import offered as choices
from dashboard.view import View
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.choice import narrowed
from data_access.obligations.evidence import load_evidence
from data_access.obligations.history import list_histories, select_histories
from data_access.question import Filters

NOW = datetime(2020, 7, 3, 16, tzinfo=UTC)
CODES = {
    "cities": ["230100", "230500", "232700"],
    "lines": ["M1", "M5", "M5.3", "M5.3b", "M4.2", "D2", "D", "T2"],
    "groups": ["city", "member", "office", "county"],
}
some = {name: st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple) for name, codes in CODES.items()}
filters = st.builds(Filters, campaign=st.sampled_from(["", "AQY2020", "LJX2020"]), **some)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters)
def test_narrowed_is_what_the_database_filters(campaign_db: Engine, asked: Filters) -> None:
    with snapshot(campaign_db) as conn:
        stamp = read_stamp(conn)
        q = resolve(conn, asked, NOW)
        view = View(q, stamp, choices.load(conn, q), "zh", "overview")
        everything = list_obligations(conn, q.unfiltered())
        histories = list_histories(conn, q.unfiltered().timeless())
        for some in (view, view.asking(q.everywhere()), view.asking(q.everywhere().without_lines())):
            filtered = {row.id for row in conn.ask(select_histories, some.question)}
            owed = narrowed(everything, some.filters, some.lines)
            assert owed == list(list_obligations(conn, some.question))
            assert narrowed(histories, some.filters, some.lines) == list(list_histories(conn, some.question))
            assert {one.key for one in owed} == filtered == set(load_evidence(conn, some.question))
