"""The twenty questions of leaders: where each is answered, on which page, in which file, by which figures."""

from typing import Final, NamedTuple

CITY, MEMBER = ("city",), ("member",)
GENERAL, MAJOR = ("general",), ("major",)


class Measure(NamedTuple):
    """A figure (its key in extracts.definitions) of some lines, one group of units, one grade of hazards."""

    key: str
    answered_by: str = ""
    """Of the first line that this kind of return answers; "": of all lines."""
    groups: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


class LeaderQuestion(NamedTuple):
    """A question, whose words are `question.<number>` in the catalogues."""

    number: int
    pages: tuple[str, ...]
    """Addresses of pages of the dashboard."""
    files: tuple[str, ...]
    """Names of extracts."""
    measures: tuple[Measure, ...] = ()


def _of_both(key: str, answered_by: str = "") -> tuple[Measure, ...]:
    """Cities and member units apart (G9)."""
    return Measure(key, answered_by, CITY), Measure(key, answered_by, MEMBER)


def _by_grade(*keys: str) -> tuple[Measure, ...]:
    return tuple(Measure(key, grades=grade) for key in keys for grade in (GENERAL, MAJOR))


QUESTIONS: Final = (
    LeaderQuestion(1, ("returns",), ("returns", "vacancies"), _of_both("return_in", "liaison")),
    LeaderQuestion(2, ("returns",), ("returns",), _of_both("return_in", "roadmap")),
    LeaderQuestion(3, ("returns",), ("returns",), _of_both("return_in", "annex3")),
    LeaderQuestion(4, ("returns",), ("weekly-material", "returns"), _of_both("weekly_in")),
    LeaderQuestion(5, ("overview", "map", "city"), ("completion", "obligations"), _of_both("completion")),
    LeaderQuestion(6, ("completion",), ("overview", "completion"), _of_both("on_time_stated")),
    LeaderQuestion(7, ("overview", "completion"), ("overdue",), _of_both("overdue")),
    LeaderQuestion(8, ("overview",), ("obligations",), _of_both("due_soon")),
    LeaderQuestion(9, ("reach",), ("showpieces", "day-events"), (Measure("day_kept"), Measure("day_events"))),
    LeaderQuestion(10, ("reach",), ("volunteer-events",), (Measure("league_counties"), Measure("league_cities"))),
    LeaderQuestion(11, ("reach",), ("five-settings",), (Measure("settings_covered"),)),
    LeaderQuestion(12, ("reach",), ("showpieces",), (Measure("showpieces"),)),
    LeaderQuestion(
        13, ("reach", "timeline"), ("held-summary", "held-by-week"), (Measure("held"), Measure("held_online"))
    ),
    LeaderQuestion(14, ("annex3",), ("attendance-gap", "attendance-whole"), (Measure("returned"),)),
    LeaderQuestion(
        15,
        ("exposures",),
        ("exposures",),
        (*_by_grade("exposed_closed"), Measure("exposed_open_long"), Measure("exposed_without")),
    ),
    LeaderQuestion(
        16,
        ("tips",),
        ("tips-summary",),
        tuple(Measure(f"tip_{name}") for name in ("accepted", "closed_on_time", "substantiated")),
    ),
    LeaderQuestion(
        17, ("hazards",), ("hazard-summary",), _by_grade("hazard_rectified", "hazard_in_time", "hazard_overdue_share")
    ),
    LeaderQuestion(18, ("majors",), ("majors",), (Measure("hazard_listed"), Measure("hazard_in_place"))),
    LeaderQuestion(19, ("hazards",), ("backlog",)),
    LeaderQuestion(
        20,
        ("quality", "changes"),
        ("quality", "quality-findings", "comparison", "comparison-revised"),
        tuple(Measure(f"quality_{name}") for name in ("missing", "refused", "contradictions", "revised", "formal")),
    ),
)
"""In the order of docs/definitions.md. Of 14 the two numbers of people, and of 19 the last week, stand in
questions_page.py: they are no single figure."""
