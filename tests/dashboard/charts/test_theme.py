"""A state can be told from its ground and its text read upon it, in both themes."""

import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard.charts import theme
from data_access import i18n
from data_access.drawing.palette import BEHIND, DARK, LIGHT, SIGNS, STATE_ORDER, contrast, palette_of

CONFIG = tomllib.loads((Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEMES = [False, True]


@pytest.mark.parametrize("dark", THEMES)
@pytest.mark.parametrize("state", STATE_ORDER)
def test_a_state_stands_out_from_its_ground(state: str, dark: bool) -> None:
    colours = palette_of(dark)
    mark = colours.states[state]
    assert max(contrast(mark.fill, colours.ground), contrast(mark.line, colours.ground)) >= 3
    assert contrast(mark.ink, mark.fill) >= 4.5


@pytest.mark.parametrize("dark", THEMES)
def test_text_reads_on_its_ground(dark: bool) -> None:
    colours = palette_of(dark)
    for ground in (colours.ground, colours.surface):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.quiet, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 4.5


def test_signs_and_colours_are_one_for_each_state() -> None:
    assert len(set(SIGNS.values())) == len(STATE_ORDER)
    for colours in (LIGHT, DARK):
        assert tuple(colours.states) == STATE_ORDER
        assert len({(mark.fill, mark.hatched) for mark in colours.states.values()}) == len(STATE_ORDER)
    assert all(f"state.{state}" in i18n.catalogue("zh") for state in STATE_ORDER)


@pytest.mark.parametrize("dark", THEMES)
def test_what_is_behind_pace_is_like_no_state(dark: bool) -> None:
    """It lies on the colour of a state that is not due: its edge stands out from that, and its sign is no other's."""
    colours = palette_of(dark)
    assert BEHIND not in SIGNS.values()
    assert colours.behind.sign == BEHIND
    assert colours.behind.line not in {colour for mark in colours.states.values() for colour in (mark.fill, mark.line)}
    assert contrast(colours.behind.line, colours.states["due_soon"].fill) >= 1.5
    assert contrast(colours.behind.ink, colours.behind.fill) >= 4.5


@pytest.mark.parametrize("dark", THEMES)
def test_the_ramp_runs_one_way(dark: bool) -> None:
    shades = [contrast(colour, "#000000") for colour in palette_of(dark).ramp]
    assert len(shades) == 10
    assert shades == sorted(shades, reverse=not dark)


def test_streamlit_and_the_figures_share_their_colours() -> None:
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        said = CONFIG["theme"][name]
        assert said["backgroundColor"] == colours.ground
        assert said["secondaryBackgroundColor"] == colours.surface
        assert said["textColor"] == colours.text
        assert said["primaryColor"] == colours.accent
        assert said["redColor"] == colours.states["overdue"].fill
        assert said["greenColor"] == colours.states["done_on_time"].fill
        assert tuple(said["chartSequentialColors"]) == colours.ramp


def test_the_layout_merges_axes_and_applies_no_template() -> None:
    fig = theme.figure([{"type": "bar", "x": [1], "y": ["a"]}], False, xaxis={"range": [0, 2]}, height=200)
    assert fig.layout.xaxis.gridcolor == LIGHT.grid
    assert tuple(fig.layout.xaxis.range) == (0, 2)
    assert fig.layout.height == 200
    assert "template" not in fig.to_plotly_json()["layout"]


def test_a_figure_is_sent_as_it_was_described_and_is_what_plotly_makes_of_it() -> None:
    shape = {"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1}
    fig = theme.figure([{"type": "bar", "x": [1], "y": ["a"]}], True, xaxis={"range": [0, 2]}, shapes=[shape])
    sent = fig.to_dict()
    sent["layout"]["height"] = 1
    assert "height" not in fig.to_dict()["layout"], "what was given away is a copy"
    built = go.Figure(fig.to_dict())
    assert fig.to_dict() == built.to_dict()
    fig.update_layout(height=300)
    assert fig.to_dict() == built.update_layout(height=300).to_dict()
    with pytest.raises(AttributeError, match="nothing"):
        fig.nothing  # noqa: B018


def test_a_description_that_plotly_does_not_know_is_refused_when_looked_into() -> None:
    with pytest.raises(ValueError, match="colour"):
        theme.figure([{"type": "bar", "colour": "red"}], True).data  # noqa: B018


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
