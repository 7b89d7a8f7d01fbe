"""A double click on a chart is one choice."""

from collections.abc import Iterator

import pytest

from dashboard.addresses import address


@pytest.mark.parametrize(
    ("clicks", "calls"),
    [([0.0, 0.2], 1), ([0.0, 0.2, 1.1], 1), ([0.0, 1.5], 2), ([5.0, 9.0, 9.3, 20.0], 3), ([7.0], 1)],
)
def test_the_second_click_of_a_double_click_does_nothing(
    clicks: list[float], calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at: Iterator[float] = iter(clicks)
    monkeypatch.setattr(address, "monotonic", lambda: next(at))
    monkeypatch.setattr(address.st, "session_state", {})
    called: list[str] = []
    chosen = address.once(lambda: called.append("chosen"))
    for _ in clicks:
        chosen()
    assert len(called) == calls
