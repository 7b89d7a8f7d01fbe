"""Fonts, sizes and signs of a brief as PDF."""

from html import escape
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph

from data_access.drawing.palette import LIGHT
from data_access.wording import printable

SONG: Final = "STSong-Light"
FONTS: Final = {"zh": (SONG, SONG), "en": ("Helvetica", "Helvetica-Bold")}
DINGBATS: Final = {"✓": "\u2713", "✕": "\u2715", "◔": "\u25d7"}
"""Signs that Adobe-GB1 has not, and what stands for them in ZapfDingbats, which every reader has."""
SONG_SIGNS: Final = "◇△○"
"""Signs that the Latin fonts have not."""
REPLACED: Final = str.maketrans({"·": "\u30fb"})
"""Adobe-GB1 knows the middle dot of Chinese texts by this place."""

RULED: Final = (
    ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(LIGHT.grid)),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.HexColor(LIGHT.rule)),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 2.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
)
"""How a table looks, its first row the heading."""

pdfmetrics.registerFont(UnicodeCIDFont(SONG))


class Styles:
    """The sizes of a brief on paper, in the font of its language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.font, self.bold = FONTS[lang]
        self.title = self._style(22, 30, bold=True, spaceAfter=8)
        self.text = self._style(12.5, 19, spaceAfter=4)
        self.caption = self._style(11.5, 16, bold=True, spaceBefore=6, spaceAfter=3)
        self.note = self._style(9, 13, textColor=LIGHT.quiet, spaceAfter=4)
        self.number = self._style(38, 46, bold=True)
        self.cell = self._style(9.5, 12.5)
        self.heading = self._style(9, 12, bold=True)

    def _style(self, size: float, leading: float, *, bold: bool = False, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            f"{size}{bold}",
            fontName=self.bold if bold else self.font,
            fontSize=size,
            leading=leading,
            wordWrap="CJK" if self.lang == "zh" else None,
            **{"textColor": LIGHT.text, **more},
        )

    def text_of(self, text: str) -> str:
        """The text as reportlab reads it, signs in a font that has them."""
        said = escape(printable(text), quote=False)
        for sign, drawn in DINGBATS.items():
            said = said.replace(sign, f'<font name="ZapfDingbats">{drawn}</font>')
        if self.lang == "zh":
            return said.translate(REPLACED)
        for sign in SONG_SIGNS:
            said = said.replace(sign, f'<font name="{SONG}">{sign}</font>')
        return said

    def paragraph(self, text: str, style: ParagraphStyle, align: str = "left") -> Paragraph:
        """A paragraph on this side."""
        placed = {"left": 0, "center": 1, "right": 2}[align]
        return Paragraph(self.text_of(text), style if not placed else ParagraphStyle("", style, alignment=placed))
