"""Fail the n-th statement of a page, for many n: a sentence or the whole page, never zeros, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import URL, event
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from dashboard.data import memory, reader
from data_access import i18n
from tests.dashboard.conftest import forget
from tests.dashboard.test_shell import PAGES, opened, said

pytestmark = pytest.mark.slow

ASKED = {"asof": "2020-07-04T00:00", "city": "230100"}


@contextmanager
def failing(n: int) -> Iterator[list[int]]:
    """The n-th statement of this process fails as it does when the server goes away; 0: none. Yields their number."""
    asked = [0]

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked[0] += 1
        if asked[0] == n:
            gone = ConnectionError("13812345678 gone")
            raise OperationalError(statement, {}, gone, connection_invalidated=True)

    engine = reader.engine()
    event.listen(engine, "before_cursor_execute", count)
    yield asked
    event.remove(engine, "before_cursor_execute", count)


def cold(page: str, n: int) -> tuple[AppTest, int]:
    """The page as a new process draws it, and how many statements it asked."""
    forget()
    memory.worked_out.clear()
    with failing(n) as asked:
        return opened(page, "zh", **ASKED), asked[0]


def drawn(app: AppTest) -> tuple[list[str], int]:
    """The headline numbers and how many tables there are."""
    return [metric.value for metric in app.metric], len(app.dataframe)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_whose_nth_statement_fails(page: str, campaign_url: URL) -> None:
    whole, statements = cold(page, 0)
    assert not whole.error
    told = {i18n.t("zh", key).split("{")[0] for key in ("shell.away", "shell.error.away")}
    for n in sorted({1, 2, 3, 5, 8, 13, 21, 34, statements} & set(range(1, statements + 1))):
        app, _ = cold(page, n)
        assert not app.exception
        assert "13812345678" not in said(app)
        if not app.error:
            assert drawn(app) == drawn(whole), f"statement {n} of {statements} failed and nobody is told"
            continue
        text = said(app).replace("\\", "")
        assert any(words in text for words in told), text
        assert drawn(app)[0] in ([], drawn(whole)[0][: len(app.metric)]), "no number that is not the right one"


@contextmanager
def losing(part: str, times: int) -> Iterator[list[str]]:
    """The first so many statements with this in their text lose their connection. Yields them."""
    lost = list[str]()

    def lose(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if part in statement and len(lost) < times:
            lost.append(statement)
            raise OperationalError(statement, {}, ConnectionError("gone"), connection_invalidated=True)

    engine = reader.engine()
    event.listen(engine, "before_cursor_execute", lose)
    yield lost
    event.remove(engine, "before_cursor_execute", lose)


@pytest.mark.parametrize(("times", "drawings"), [(1, 1), (9, 2)])
def test_a_page_that_loses_its_connection_is_drawn_once_more(campaign_url: URL, times: int, drawings: int) -> None:
    """As when the server that is read hands over to another one; where none answers it is not tried for ever."""
    whole, _ = cold("overview", 0)
    forget()
    memory.worked_out.clear()
    with losing("SELECT hazard_event.hazard_id", times) as lost:
        app = opened("overview", "zh", **ASKED)
    assert len(lost) == drawings
    if times == 1:
        assert (len(app.error), drawn(app)) == (0, drawn(whole))
    else:
        assert i18n.t("zh", "shell.error.away").split("{")[0] in said(app).replace("\\", "")
