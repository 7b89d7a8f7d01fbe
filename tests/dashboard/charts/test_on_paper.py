"""A picture of the dark theme has the light one's colours on paper."""

from collections import defaultdict

import pytest

from dashboard.charts.on_paper import fills, pairs, sheet, strokes
from data_access.drawing.palette import DARK, LIGHT, contrast


@pytest.mark.parametrize("parts", [("fill", "ink"), ("line",)])
def test_each_dark_colour_stands_for_one_light_colour(parts: tuple[str, ...]) -> None:
    found = defaultdict(set)
    for dark, light in pairs(*parts):
        found[dark].add(light)
    assert {dark: lights for dark, lights in found.items() if len(lights) > 1} == {}


@pytest.mark.parametrize("state", DARK.states)
def test_a_state_on_paper_is_that_of_the_light_theme(state: str) -> None:
    dark, light = DARK.states[state], LIGHT.states[state]
    assert (fills()[dark.fill], fills()[dark.ink], strokes()[dark.line]) == (light.fill, light.ink, light.line)
    assert contrast(light.fill, light.ink) >= 4.5


def test_colours_are_written_as_browsers_write_them() -> None:
    assert '[style*="fill: rgb(65, 171, 131)"] { fill: #1B7F5C !important; }' in sheet()
    assert '[style*="stroke: rgb(163, 174, 185)"] { stroke: #5A6672 !important; }' in sheet()
