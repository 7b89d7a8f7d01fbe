"""The sheet of the cities as PDF: the map beside the ledger with its bars of states."""

import re
from typing import Any, Final

from reportlab.lib import colors
from reportlab.platypus import Flowable, Table

from data_access.drawing.city_map import Shapes, level
from data_access.drawing.palette import LIGHT, SIGNS
from data_access.papers.brief.blocks import Ledger, LedgerRow
from data_access.papers.brief.pdf_styles import DINGBATS, RULED, Styles
from data_access.papers.brief.places import outline_of
from data_access.wording import number

BAR: Final = 11
MAP: Final = 170
GAP, RATE, CELL = 14, 84, 52
NAME: Final = {"zh": 62, "en": 80}
HOT: Final = "#F6D5D6"
REDS: Final = (LIGHT.grid, "#F6DFE1", "#ECBCC0", "#DF9196", "#CA4850", LIGHT.states["overdue"].fill)
"""The ground of a place from none to most; the last two take light ink."""


def cities(ledger: Ledger, width: float, styles: Styles) -> Table:
    """The map, if there is one, and the ledger in `width` points."""
    outline = outline_of(ledger)
    if outline is None:
        return _ledger(ledger, width, styles)
    drawn = [
        styles.paragraph(ledger.map_title, styles.caption),
        _Map(ledger.numbers, outline, styles),
        styles.paragraph(ledger.map_note, styles.note),
    ]
    row = [drawn, "", _ledger(ledger, width - MAP - GAP, styles)]
    none = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    return Table([row], [MAP, GAP, width - MAP - GAP], style=none)


def _ledger(ledger: Ledger, width: float, styles: Styles) -> Table:
    most = max((sum(n for _, n in row.states) for row in ledger.rows), default=1)
    name = NAME[styles.lang]
    bar = width - name - RATE - CELL * len(ledger.cells)
    heads = [styles.paragraph(one, styles.heading) for one in (ledger.name, ledger.bar)]
    heads += [styles.paragraph(one, styles.heading, "right") for one in (ledger.rate, *ledger.cells)]
    cells = [
        [
            styles.paragraph(row.name, styles.cell),
            _Bar(row, most, bar - 8, styles),
            *(styles.paragraph(text, styles.cell, "right") for text in (f"{row.rate} ({row.of})", *row.cells)),
        ]
        for row in ledger.rows
    ]
    hot = [
        ("BACKGROUND", (3 + place, y), (3 + place, y), colors.HexColor(HOT))
        for y, row in enumerate(ledger.rows, 1)
        for place in row.hot
    ]
    return Table([heads, *cells], [name, bar, RATE, *[CELL] * len(ledger.cells)], repeatRows=1, style=[*RULED, *hot])


class _Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A drawing of a fixed size."""

    def __init__(self, width: float, height: float, styles: Styles) -> None:
        super().__init__()
        self.width, self.height, self.styles = width, height, styles

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size, whatever room there is."""
        del width, height
        return self.width, self.height

    def paint(self, fill: str, line: str) -> Any:
        """The canvas, filling and drawing in these colours."""
        self.canv.setFillColor(colors.HexColor(fill))
        self.canv.setStrokeColor(colors.HexColor(line))
        return self.canv


class _Map(_Drawn):
    """The places, the more the darker, with a number on each: it tells them apart in black and white."""

    def __init__(self, numbers: dict[str, int], outline: Shapes, styles: Styles) -> None:
        self.scale = MAP / 304
        super().__init__(MAP, outline.height * self.scale, styles)
        self.numbers, self.outline = numbers, outline

    def draw(self) -> None:
        """Draw it at the origin; the outlines count from the top."""
        drawn = {code: self.outline.of[code] for code in self.numbers if code in self.outline.of}
        most = max(self.numbers.values(), default=0)
        for code, shape in drawn.items():
            canvas = self.paint(REDS[level(self.numbers[code], most)], LIGHT.ground)
            canvas.setLineWidth(0.5)
            path = canvas.beginPath()
            for ring in filter(None, shape.d.split("Z")):
                first, *others = (self._at(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", ring))
                path.moveTo(*first)
                for point in others:
                    path.lineTo(*point)
                path.close()
            canvas.drawPath(path, stroke=1, fill=1)
        for code, shape in drawn.items():
            dark = level(self.numbers[code], most) > 3
            canvas = self.paint(LIGHT.ground if dark else LIGHT.text, LIGHT.ground)
            canvas.setFont(self.styles.font, 8)
            x, y = self._at(shape.x, shape.y)
            canvas.drawCentredString(x, y - 2.8, number(self.numbers[code]))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale, self.height - y * self.scale


class _Bar(_Drawn):
    """The tasks of a unit by state, each as wide as its number: sign and number tell them apart in black and white."""

    def __init__(self, row: LedgerRow, most: int, width: float, styles: Styles) -> None:
        super().__init__(width, BAR, styles)
        self.row, self.most = row, most

    def draw(self) -> None:
        """Draw it at the origin."""
        x = 0.0
        for state, n in self.row.states:
            mark, width = LIGHT.states[state], self.width * n / self.most
            self.paint(mark.fill, mark.line).rect(x, 0, width, BAR, stroke=1, fill=1)
            self.paint(mark.ink, mark.line)
            self._text(x + width / 2, width, SIGNS[state], number(n))
            x += width

    def _text(self, middle: float, room: float, sign: str, said: str) -> None:
        """The number in the middle, before it the sign where both fit."""
        canvas, font = self.canv, self.styles.font
        wide = canvas.stringWidth(said, font, 8)
        if room > wide + 9 and sign in DINGBATS:
            canvas.setFont("ZapfDingbats", 7)
            canvas.drawString(middle - (wide + 7) / 2, 2.8, DINGBATS[sign])
            middle += 3.5
        canvas.setFont(font, 8)
        canvas.drawCentredString(middle, 2.8, said)
