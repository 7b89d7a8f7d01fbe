"""The simulation of viewers against what is known of queues, and against what can be worked out by hand."""

import random
from collections.abc import Hashable

import pytest

from benchmarks.queueing import Demand, Load, simulate


def nothing(_: random.Random) -> Hashable:
    return ""


@pytest.mark.parametrize("viewers", [1, 10, 30, 60])
def test_mean_and_load_are_those_of_a_closed_queue(viewers: int) -> None:
    """Mean value analysis: exact for a processor that is shared, whatever the spread of thinking."""
    think, service = 3.0, 0.1
    response = queue = 0.0
    for number in range(1, viewers + 1):
        response = service * (1 + queue)
        queue = response * number / (think + response)
    seen = simulate(viewers, think, 6_000, nothing, lambda rng, *_: Demand(rng.expovariate(1 / service)))
    assert sum(seen.waits) / len(seen.waits) == pytest.approx(response, rel=0.06)
    assert seen.busy == pytest.approx(service * viewers / (think + response), rel=0.04)


def test_one_viewer_waits_for_himself_only() -> None:
    seen = simulate(1, 3.0, 1_000, nothing, lambda *_: Demand(0.25))
    assert {round(wait, 9) for wait in seen.waits} == {0.25}
    assert seen.busy == pytest.approx(0.25 / 3.25, rel=0.03)
    assert len(seen.waits) == pytest.approx(1_000 / 3.25, rel=0.05)


def test_an_answer_is_worked_out_once_after_each_load() -> None:
    asked = list[bool]()

    def demand(_: random.Random, _asked: Hashable, new: bool) -> Demand:
        asked.append(new)
        return Demand(0.01)

    simulate(5, 3.0, 1_000, lambda rng: rng.randrange(4), demand, Load(every=300, reading=1))
    assert sum(asked) == 4 * 4  # at the beginning, and after 300, 600 and 900 s


def test_all_wait_for_the_reading_of_new_data() -> None:
    seen = simulate(20, 3.0, 1_000, nothing, lambda *_: Demand(0.001), Load(every=500, reading=30))
    assert seen.waits[-1] == pytest.approx(30, abs=3)
    assert 15 <= sum(wait > 1 for wait in seen.waits) <= 20  # one rerun each
    assert seen.busy == pytest.approx((30 + 20 * 0.001 * 1_000 / 3) / 1_000, rel=0.2)
