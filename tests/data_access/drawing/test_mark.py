"""A mark across a page is a text in a picture, whatever the text is."""

from urllib.parse import unquote
from xml.etree import ElementTree

from hypothesis import given, strategies as st

from data_access.drawing.mark import SHEET, sheet_across
from data_access.wording import printable


@given(st.text(max_size=60).map(printable))
def test_no_text_gets_out_of_the_mark(text: str) -> None:
    """No markup, no style, no end of the sheet."""
    sheet = sheet_across(text)
    head, tail = SHEET.format("\0").split("\0")
    assert sheet.startswith(head)
    assert sheet.endswith(tail)
    picture = sheet[len(head) : len(sheet) - len(tail)]
    assert not set(picture) & set("\"'()<>;{} \\")
    [drawn] = ElementTree.fromstring(unquote(picture))
    assert (drawn.tag.endswith("text"), drawn.text or "", len(drawn)) == (True, text, 0)
