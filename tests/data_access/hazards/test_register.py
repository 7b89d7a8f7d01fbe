"""The register of hazards: folded in parts as in one, and hazards of which no event tells."""

from dataclasses import fields

import numpy as np
import pytest
from sqlalchemy import Engine

from data_access.columns.instants import NEVER, microseconds_of
from data_access.database.snapshot import snapshot
from data_access.hazards.register import spans
from data_access.hazards.register.register import OUTSIDE, Known, load_register
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import CLOSE, CONFIRM, IN_TIME, ORDER, happen
from tests.data_access.obligations.world import NOTHING, at


def test_parts_make_the_same_spans_as_all_hazards_together(
    campaign_engines: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with snapshot(campaign_engines) as s:
        register = load_register(s)
    events, n = register.events.known(None), len(register.rows)
    whole = spans.fold(events, n)
    monkeypatch.setattr(spans, "HAZARDS_AT_ONCE", 7)
    parts = spans.fold(events, n)
    assert n > 500
    for field in fields(spans.Spans):
        assert np.array_equal(getattr(whole, field.name), getattr(parts, field.name)), field.name
    assert np.array_equal(np.unique(whole.hazard), np.arange(n)), "each has a span"


@pytest.mark.parametrize("told", [(), (1,), (2,), (3,), (1, 3), (1, 2, 3)])
def test_hazards_of_which_no_event_tells_are_in_no_figure_and_move_no_other(tell: Tell, told: tuple[int, ...]) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            for key in (1, 2, 3):
                happen(conn, *((CONFIRM, ORDER, IN_TIME, CLOSE) if key in told else ()), key=key)
            known: Known = load_register(conn).known(None)
            standing = known.at(microseconds_of(at(6, 30)))
            assert [key for key, one in zip((1, 2, 3), standing.class_, strict=True) if one != OUTSIDE] == list(told)
            assert sorted(set((known.flows.hazard + 1).tolist())) == list(told)
            assert (known.spans.confirmed != NEVER).sum() == len(told)
