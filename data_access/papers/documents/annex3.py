"""附件3 as a workbook in the layout of the form, ready to be printed and signed: a sheet a unit or group (C10).

The cells of the signer (负责人, 填表人, 联系电话) have a label and stay empty: who they are is private (returns §5).
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import xlsxwriter

from data_access.annex3.forms import Form
from data_access.i18n import catalogue
from data_access.papers.documents.text import Speaker, source_lines
from data_access.tables.sheet import MADE, SETTINGS, set_mark
from data_access.wording import moment, printable, rate_text, read

WIDTHS: Final = (11, 38, 11, 15, 12)
A4: Final = 9
PAGES: Final = 2
"""Of a form: it is made a little smaller rather than leave two rows on a third page."""
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 16, "align": "center"},
    "label": {"border": 1, "align": "center", "text_wrap": True},
    "entry": {"border": 1, "text_wrap": True, "num_format": "@"},
    "heading": {"border": 1, "align": "center", "font_name": "黑体", "bg_color": "#EDEDED"},
    "section": {"border": 1, "font_name": "黑体"},
    "text": {"border": 1, "text_wrap": True, "num_format": "@"},
    "centre": {"border": 1, "align": "center", "num_format": "@"},
    "whole": {"border": 1, "align": "right", "indent": 1, "num_format": "#,##0"},
    "broken": {"border": 1, "align": "right", "indent": 1, "num_format": "#,##0.00"},
    "missing": {"border": 1, "indent": 1, "align": "right", "italic": True, "font_color": "#595959"},
    "note": {"font_size": 9, "text_wrap": True, "valign": "top"},
}


def annex3_xlsx(forms: Sequence[Form], head: Mapping[str, Any], lang: str, mark: str = "") -> bytes:
    """The forms, each on its own sheet; equal forms make equal bytes. `mark`: who took them, at the foot of a page."""
    say, file = Speaker(lang, head), io.BytesIO()
    book = xlsxwriter.Workbook(file, {**SETTINGS, "constant_memory": False, "in_memory": True})
    title = say("annex3.title", campaign=say.name(head, "campaign"))
    book.set_properties({"created": MADE, "title": title, "keywords": say.data})
    font = {"font_name": "宋体" if lang == "zh" else "Times New Roman", "font_size": 11, "valign": "vcenter"}
    looks = {name: book.add_format({**font, **look}) for name, look in LOOKS.items()}
    for form in forms:
        key = "unit" if form.unit else form.group
        sheet = book.add_worksheet(say(f"annex3.sheet.{key}"))
        _Sheet(sheet, form, head, say, looks).write(title)
        set_mark(sheet, mark, say("annex3.page"))
    book.close()
    return file.getvalue()


class _Sheet:
    """One form on its sheet."""

    def __init__(self, sheet: Any, form: Form, head: Mapping[str, Any], say: Speaker, looks: Mapping[str, Any]) -> None:
        self.sheet, self.form, self.head, self.say, self.looks = sheet, form, head, say, looks
        self.columns = 4 if form.unit else 5
        self.row = 0

    def write(self, title: str) -> None:
        """From top to bottom, then how it prints."""
        for place, width in enumerate(WIDTHS[: self.columns]):
            self.sheet.set_column(place, place, width)
        self._across(title, "title", 32)
        self._front()
        headings = self.row
        names = ("no", "metric", "measure", "value", "filled")[: self.columns]
        for place, name in enumerate(names):
            self._text(place, self.say(f"annex3.col.{name}"), "heading")
        self.row += 1
        self._figures()
        for note in self._notes():
            self._across(note, "note", 13 * (1 + len(note) * (2 if self.say.lang == "zh" else 1) // 88))
        self._print(headings)

    def _front(self) -> None:
        """The header block: label and value side by side, the signer's values empty."""
        say, until = self.say, moment(read(self.head["as_of"]), self.head["zone"], self.say.lang)
        who = say.unit(self.form.unit) if self.form.unit else say(f"annex3.total.{self.form.group}")
        for left, right in (
            (("unit", who), ("filled_on", "")),
            (("until", until), ("head", "")),
            (("filler", ""), ("phone", "")),
        ):
            self.sheet.set_row(self.row, 26)
            self._text(0, say(f"annex3.{left[0]}"), "label")
            self._text(1, left[1], "entry")
            self._text(2, say(f"annex3.{right[0]}"), "label")
            if self.columns == 4:
                self._text(3, right[1], "entry")
            else:
                self.sheet.merge_range(self.row, 3, self.row, 4, right[1], self.looks["entry"])
            self.row += 1

    def _figures(self) -> None:
        section = ""
        for number, one in enumerate(self.form.rows, 1):
            if one.metric.section != section:
                section = one.metric.section
                self._across(self._section(section), "section", 18)
            self.sheet.write_number(self.row, 0, number, self.looks["centre"])
            self._text(1, f"{one.metric.code} {one.metric.zh if self.say.lang == 'zh' else one.metric.en}", "text")
            self._text(2, one.metric.measure_zh if self.say.lang == "zh" else one.metric.measure_en, "centre")
            if one.value is None:
                self._text(3, self.say("word.missing"), "missing")
            else:
                look = "whole" if one.value == int(one.value) else "broken"
                self.sheet.write_number(self.row, 3, one.value, self.looks[look])
            if one.filled is not None:
                self._text(4, f"{one.filled}/{self.form.units}", "centre")
            self.row += 1

    def _section(self, code: str) -> str:
        key = f"annex3.section.{code}"
        return f"{code}  {self.say(key)}" if key in catalogue(self.say.lang) else code

    def _notes(self) -> list[str]:
        say, form = self.say, self.form
        found = ["　".join(source_lines(self.head, say.lang))]
        if form.unit is None:
            found.append(say("annex3.note.total"))
        elif form.received_at:
            received = moment(form.received_at, self.head["zone"], say.lang)
            found.append(
                say("annex3.note.return", line=form.return_line, version=form.return_version, received=received)
            )
        else:
            found.append(say("annex3.note.none"))
        for ratio in form.ratios:
            rate = rate_text(int(ratio.part), int(ratio.whole))
            found.append(say("annex3.note.ratio", code=ratio.pair, units=ratio.units, rate=rate))
        return [*found, say("annex3.note.signs")]

    def _text(self, column: int, text: str, look: str) -> None:
        """Strings are never formulas, whatever they begin with."""
        if text:
            self.sheet.write_string(self.row, column, printable(text), self.looks[look])
        else:
            self.sheet.write_blank(self.row, column, None, self.looks[look])

    def _across(self, text: str, look: str, height: float) -> None:
        self.sheet.merge_range(self.row, 0, self.row, self.columns - 1, "", self.looks[look])
        self.sheet.write_string(self.row, 0, printable(text), self.looks[look])
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _print(self, headings: int) -> None:
        """A4, upright, as wide as the page, the headings on each page."""
        sheet = self.sheet
        sheet.set_paper(A4)
        sheet.set_portrait()
        sheet.fit_to_pages(1, PAGES)
        sheet.center_horizontally()
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        sheet.repeat_rows(headings)
        sheet.print_area(0, 0, self.row - 1, self.columns - 1)
        sheet.set_footer(f"&C{self.say('annex3.page')}")
        if self.say.data:
            sheet.set_header(f"&C{self.say.data}")
        sheet.freeze_panes(headings + 1, 0)
