"""Pieces drawn as HTML: what they say, that no word becomes markup, that all of it can be read in both themes."""

import re

import pytest

from data_access.drawing import styles
from data_access.drawing.boundaries import load_boundaries
from data_access.drawing.city_map import LEVELS, Area, city_map, level, shapes
from data_access.drawing.ledger import Cell, Headings, Row, ledger
from data_access.drawing.palette import SIGNS, contrast, palette_of
from data_access.drawing.press_list import Press, press_list
from data_access.drawing.state_bar import Part, state_bar
from data_access.drawing.tiles import Tile, tiles

EVIL = '<script>"x"</script>'
READABLE = 4.5


def test_a_bar_has_its_parts_in_order_signs_where_there_is_room_and_the_rest_empty() -> None:
    counts = {"done_on_time": 30, "done_late": 0, "overdue": 1}
    drawn = state_bar([Part(state, n, "said", "/") for state, n in counts.items()], 40)
    assert re.findall(r'class="part ([a-z-]+)"', drawn) == ["done-on-time", "overdue"]
    assert re.findall(r"flex:(\d+)", drawn) == ["30", "1", "9"]
    assert f"{SIGNS['done_on_time']}\u200930<" in drawn
    assert SIGNS["overdue"] not in drawn


def test_no_word_becomes_markup() -> None:
    cell = Cell(EVIL, EVIL, EVIL, "hot")
    row = Row(EVIL, EVIL, EVIL, [Part("overdue", 3, EVIL, EVIL)], cell, EVIL, [cell], chosen=True)
    outline = shapes("230000")
    assert outline is not None
    pieces = [
        ledger(EVIL, Headings(EVIL, [EVIL], EVIL, [(EVIL, EVIL)]), [row]),
        press_list(EVIL, [EVIL] * 4, [Press(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, heavy=True)]),
        tiles([Tile(EVIL, EVIL, EVIL, EVIL)]),
        city_map(EVIL, outline, [Area("230100", 3, EVIL, EVIL)]),
    ]
    for text in map(str, pieces):
        assert "<script" not in text
        assert '"x"' not in text


def test_a_map_has_every_city_with_its_number_inside_and_the_chosen_outline_last() -> None:
    outline, known = shapes("230000"), load_boundaries("230000", "cities")
    assert outline is not None
    assert known is not None
    areas = [Area(code, n, f"{code}: {n}", f"/?city={code}", chosen=n == 3) for n, code in enumerate(known.labels)]
    drawn = str(city_map("map", outline, areas))
    assert drawn.count("<path") == drawn.count("<text") == 13
    assert re.findall(r'class="area level-\d chosen"', drawn) == re.findall(r'class="area [^"]+"', drawn)[-1:]
    assert all(0 <= shape.x <= 300 and 0 <= shape.y <= outline.height for shape in outline.of.values())
    assert [level(n, 12) for n in (0, 1, 12)] == [0, 1, LEVELS]


def test_a_province_without_boundaries_has_no_map() -> None:
    assert shapes("110000") is None


def over(tint: str, ground: str) -> str:
    """A colour rgba() on a ground, as #RRGGBB."""
    red, green, blue, share = (float(part) for part in re.findall(r"[\d.]+", tint))
    below = (int(ground[i : i + 2], 16) for i in (1, 3, 5))
    mixed = [round(share * up + (1 - share) * down) for up, down in zip((red, green, blue), below, strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed)


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_can_be_read_on_every_step_of_the_map_and_on_a_hot_cell(dark: bool) -> None:
    colours, sheet = palette_of(dark), styles.sheet(dark)
    tints = dict(re.findall(r"--p-(tint-\d): (rgba\([^)]+\))", sheet.split("}", 1)[0]))
    late = colours.states["overdue"]
    inks = {"tint-1": colours.text, "tint-2": colours.text, "tint-3": colours.text, "tint-4": late.ink}
    for tint, ink in inks.items():
        assert contrast(over(tints[tint], colours.ground), ink) >= READABLE, tint
    assert contrast(over(tints["tint-1"], colours.ground), late.line) >= READABLE
    assert contrast(colours.grid, colours.text) >= READABLE
    assert contrast(colours.behind.fill, colours.behind.ink) >= READABLE


def test_the_sheet_has_no_colour_of_its_own() -> None:
    sheet = styles.SHEET.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet) == []
    used, told = set(re.findall(r"var\((--p-[a-z0-9-]+)\)", sheet)), styles.sheet(False)
    assert [name for name in sorted(used) if f"{name}:" not in told] == []
