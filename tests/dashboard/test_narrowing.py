"""Filters applied to what is read already give what the filters in SQL give: screen and file cannot disagree. What is
owed is read at no instant, and for all of them.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard import choices
from dashboard.narrowing import everywhere, narrowed, whole
from dashboard.store import standing
from dashboard.view import View
from data_access.asked import ask
from data_access.campaigns import resolve
from data_access.duties import list_duties, select_duties
from data_access.engine import snapshot
from data_access.evidence import load_evidence
from data_access.filters import Filters
from data_access.obligations import list_obligations
from data_access.stamp import read_stamp

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
        view = View(q, stamp, choices.load(conn, q, stamp.version), "zh", "overview")
        everything = list_obligations(conn, replace(q, filters=Filters(q.filters.campaign)))
        duties = list_duties(conn, standing(view).q)
        for some in (view, everywhere(view), whole(view)):
            filtered = {row.id for row in ask(conn, select_duties, some.q)}
            assert narrowed(some, everything) == list(list_obligations(conn, some.q))
            assert narrowed(some, duties) == list(list_duties(conn, some.q))
            assert {one.key for one in narrowed(some, everything)} == filtered == set(load_evidence(conn, some.q))
