"""Who took a page or a file stands on it, whatever the name holds, and nobody is named where nobody is signed in."""

from datetime import UTC, datetime

import pytest

from dashboard import traces
from data_access.access.viewer import LOCAL, Viewer

LI = Viewer("7", "李某", "双鸭山市应急管理局", frozenset({"city"}), ("230500",))
NOW = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("viewer", "lang", "number", "expected"),
    [
        (LI, "zh", "", "李某（双鸭山市应急管理局） 2026-12-01 09:30"),
        (LI, "en", "7F3A", "李某 (双鸭山市应急管理局) 2026-12-01 09:30 No. 7F3A"),
        (Viewer("7", "李某", "", frozenset()), "zh", "", "李某 2026-12-01 09:30"),
        (Viewer("7", "", "", frozenset()), "zh", "", "7 2026-12-01 09:30"),
        (LOCAL, "zh", "7F3A", ""),
    ],
)
def test_a_mark_says_who_and_when(viewer: Viewer, lang: str, number: str, expected: str) -> None:
    assert traces.mark(viewer, NOW, ZONE, lang, number) == expected


def test_a_number_is_of_one_person_and_one_file() -> None:
    wang = Viewer("8", "王某", "", frozenset({"office"}))
    numbers = {traces.number_of(who, order) for who in (LI, wang) for order in ("a", "b")}
    assert len(numbers) == 4
    assert traces.number_of(LI, "a") in numbers
    assert traces.number_of(LOCAL, "a") == ""
