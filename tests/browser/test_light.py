"""A page loads what it needs and nothing twice."""

from collections import Counter

from tests.browser.conftest import Visit

LOADED = """() => performance.getEntriesByType('resource').filter(one => one.transferSize > 0)
    .map(one => new URL(one.name).pathname)"""
ASKED_AGAIN = {"/_stcore/health", "/_stcore/host-config"}
"""What Streamlit asks at each start: whether the server is there."""


def test_second_page_loads_nothing_twice_and_the_board_no_charts(visit: Visit) -> None:
    page = visit.open("?asof=2020-07-03")
    board = page.evaluate(LOADED)
    assert not [path for path, times in Counter(board).items() if times > 1]
    assert not [path for path in board if "Plotly" in path or path.endswith(".woff2")]
    assert any("/marks.js" in path for path in board)
    visit.open("hazards?asof=2020-07-03")
    second = set(page.evaluate(LOADED)) - ASKED_AGAIN
    assert not second & set(board)
    assert any("Plotly" in path for path in second)  # what the board did not need
