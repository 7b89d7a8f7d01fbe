"""Units whose liaison left (question 1), on both databases."""

import pytest
from sqlalchemy import insert

from data_access.database.schema import liaison
from data_access.question import Filters, Question
from data_access.returns.vacancies import list_vacancies
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import History, at

NAMED, LEFT, NEXT = at(5, 28), at(6, 10), at(6, 20)


@pytest.mark.parametrize(
    ("terms", "day", "vacant"),
    [
        ([(NAMED, None)], (6, 30), []),
        ([(NAMED, LEFT)], (6, 9), []),
        ([(NAMED, LEFT)], (6, 10), [LEFT]),
        ([(NAMED, LEFT)], (6, 30), [LEFT]),
        ([(NAMED, LEFT), (NEXT, None)], (6, 15), [LEFT]),
        ([(NAMED, LEFT), (NEXT, None)], (6, 20), []),
        ([(NAMED, LEFT), (at(6, 1), None)], (6, 30), []),
        ([], (6, 30), []),
    ],
    ids=["in office", "before", "on the day", "left", "not yet replaced", "replaced", "two at once", "never named"],
)
def test_a_unit_is_vacant_while_nobody_is_in_office(
    tell: Tell, terms: list[tuple[object, object]], day: tuple[int, int], vacant: list[object]
) -> None:
    with tell(History()) as connections:
        for conn in connections:
            for number, (begun, ended) in enumerate(terms, 1):
                row = {"id": number, "campaign_id": 1, "org_unit_id": 1, "designated_at": begun, "ended_at": ended}
                conn.execute(insert(liaison).values(**row, recorded_at=at(6, 25)))
            found = list_vacancies(conn, Question(Filters("N"), at(*day)))
            assert [one.ended_at for one in found] == vacant
            assert list_vacancies(conn, Question(Filters("N"), at(*day), known_at=at(6, 24))) == ()
