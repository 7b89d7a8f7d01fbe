"""What happened in a period, told of activities whose rows lack a date."""

from datetime import datetime

import pytest
from sqlalchemy import update

from data_access.activities.chosen import find_activity
from data_access.database.schema import activity
from data_access.events.happened import list_events
from data_access.question import Filters, Question
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import CITY_A, Activity, History, at


@pytest.mark.parametrize("planned_end", [None, at(6, 20, 12)])
def test_c5_a_held_activity_without_an_end_ended_with_its_start(tell: Tell, planned_end: datetime | None) -> None:
    """Also where a plan names an end: what was planned is no fact."""
    held = Activity(1, 2, start=at(6, 16, 9), hosts=((CITY_A, "lead"),))
    q = Question(Filters(), at(6, 30))
    with tell(History(activities=(held,))) as connections:
        for conn in connections:
            conn.execute(update(activity).values(planned_end=planned_end))
            told = [(one.kind, one.code, one.at) for one in list_events(conn, q.counted_from(at(6, 1)))]
            assert [one for one in told if one[1]] == [("held", "HD1", at(6, 16, 9))]
            found = find_activity(conn, q, "HD1")
            assert found is not None
            assert found.end == at(6, 16, 9)
