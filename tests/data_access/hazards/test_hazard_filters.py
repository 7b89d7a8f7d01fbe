"""Every loader of hazards, tips and exposures answers whatever it is narrowed by, on both databases."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, datetime
from types import ModuleType

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import Snapshot, snapshot
from data_access.hazards import (
    acceptance,
    backlog,
    counts as hazard_counts,
    exposures,
    grid as hazard_grid,
    lists as hazard_lists,
    stages as hazard_stages,
    times as hazard_times,
)
from data_access.question import NOT_NARROWED, Filters, HazardFilters, Question, Scope
from data_access.tips import counts as tips, weeks as tip_weeks

pytestmark = pytest.mark.slow

MODULES = (
    acceptance,
    backlog,
    exposures,
    hazard_counts,
    hazard_grid,
    hazard_lists,
    hazard_stages,
    hazard_times,
    tip_weeks,
    tips,
)
CITIES = ("230100", "230600")
EVERYTHING = HazardFilters(
    ("general", "major"), ("fire", "gas"), ("inspection", "tip"), ("A", "C", "E", "P"), ("230102", "230602", "230603")
)
NOW = datetime(2020, 12, 31, tzinfo=UTC)


def test_no_filter_is_left_out() -> None:
    assert all(astuple(EVERYTHING))


def loaders(module: ModuleType) -> list[Callable[[Snapshot, Question], object]]:
    return [
        function
        for name, function in vars(module).items()
        if name.startswith(("load_", "list_")) and function.__module__ == module.__name__
    ]


@pytest.mark.parametrize("load", [f for module in MODULES for f in loaders(module)], ids=lambda f: f.__name__)
@pytest.mark.parametrize("known_at", [None, NOW], ids=["now", "as-known"])
def test_everything_narrowed_at_once(
    load: Callable[[Snapshot, Question], object], known_at: datetime | None, campaign_engines: Engine
) -> None:
    """With all filters and a scope the statements are deepest: SQLite's parser takes them only so deep."""
    filters = Filters("HLJ-2020-43", CITIES, ("M1",), ("city",))
    with snapshot(campaign_engines) as s:
        for hazards in (NOT_NARROWED, EVERYTHING):
            load(s, Question(filters, NOW, known_at, Scope(CITIES), hazards=hazards))
