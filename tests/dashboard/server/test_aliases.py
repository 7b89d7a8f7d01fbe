"""Addresses that one guesses: the page that they mean, with the query."""

import pytest
from starlette.applications import Starlette

from dashboard import registry
from dashboard.server.aliases import OTHERS, ROUTES
from data_access.access.viewer import LOCAL
from tests.dashboard.asgi import ask

QUERY = "?city=230100&city=230500&asof=2020-07-04&lang=en"


@pytest.mark.parametrize(
    ("guessed", "path"),
    [
        ("/overview", "/"),
        ("/work", "/returns"),
        ("/reports", "/returns"),
        ("/files", registry.views("files", LOCAL)[0].path),
        ("/downloads", registry.views("files", LOCAL)[0].path),
    ],
)
@pytest.mark.parametrize("query", ["", QUERY])
def test_a_guessed_address_leads_to_its_page_with_the_query(guessed: str, path: str, query: str) -> None:
    answer = ask(Starlette(routes=ROUTES), guessed + query)
    assert (answer.status, answer.headers["location"]) == (307, path + query)


def test_every_question_has_an_address_by_its_name_and_no_page_is_hidden_by_one() -> None:
    assert {*registry.QUESTIONS} <= {*registry.IDS, *OTHERS}
    assert {*OTHERS} & {*registry.IDS} == {registry.DEFAULT}
