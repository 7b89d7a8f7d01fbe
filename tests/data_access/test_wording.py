"""Numbers as text for people."""

import pytest

from data_access.wording import signed


@pytest.mark.parametrize(
    ("change", "decimals", "text"),
    [
        (2, 0, "+2"),
        (-2, 0, "\u22122"),
        (1200, 0, "+1,200"),
        (0, 0, "0"),
        (0.0, 1, "0.0"),
        (0.04, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (0.05000001, 1, "+0.1"),
    ],
)
def test_a_change_has_a_sign_unless_it_is_none(change: float, decimals: int, text: str) -> None:
    assert signed(change, decimals) == text
