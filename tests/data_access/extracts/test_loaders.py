"""Every loader answers on both databases with its columns and dtypes, also where there is nothing to tell."""

from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine

from data_access.annex3 import figures as metrics, ratios as metric_ratios
from data_access.database.snapshot import snapshot
from data_access.notice import campaigns
from data_access.question import NOT_NARROWED, Filters, HazardFilters, Question, Scope
from data_access.tables.rows import Contract

pytestmark = pytest.mark.slow

NOW = datetime(2020, 7, 3, 16, tzinfo=UTC)

LOADERS: dict[str, tuple[Callable[[Connection, Question], pd.DataFrame], Contract]] = {
    "metrics": (metrics.load_metrics, metrics.METRICS),
    "metric_totals": (metrics.load_metric_totals, metrics.METRIC_TOTALS),
    "metric_ratios": (metric_ratios.load_metric_ratios, metric_ratios.RATIO_TOTALS),
    "ratios_by_unit": (metric_ratios.load_ratios_by_unit, metric_ratios.METRIC_RATIOS),
}
NARROWED = HazardFilters(("major",), ("other", "coal"), ("tip", "media"), ("A", "E"), ("230102", "230103"))
QUESTIONS = {
    "everything": Filters(),
    "some": Filters(cities=("230100",), lines=("M5", "D3"), groups=("city", "county")),
    "one campaign": Filters(campaign="AQY2020"),
}


def check(frame: pd.DataFrame, contract: Contract) -> None:
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(contract)


def test_frames_hold_their_contract(database: Engine) -> None:
    """Without a campaign there is nothing, and no error."""
    with snapshot(database) as conn:
        q = campaigns.resolve(conn, Filters(), NOW)
        for load, contract in LOADERS.values():
            frame = load(conn, q)
            check(frame, contract)
            assert frame.empty


@pytest.mark.parametrize("filters", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_frames_of_the_notice_hold_their_contract(seeded: Engine, filters: Filters) -> None:
    with snapshot(seeded) as conn:
        for q in (
            campaigns.resolve(conn, filters, NOW),
            campaigns.resolve(conn, filters, NOW, Scope(("230100", "230200"))),
            Question(filters, NOW, known_at=NOW),
            Question(filters, NOW, NOW, Scope(("230100",)), hazards=NARROWED),  # as deep as statements get
        ):
            for name, (load, contract) in LOADERS.items():
                frame = load(conn, q)
                check(frame, contract)
                assert (
                    len(frame)
                    or q.hazards != NOT_NARROWED
                    or name
                    not in (
                        "obligations",
                        "completion",
                        "cities",
                        "lines",
                        "deadlines",
                        "metrics",
                    )
                )
