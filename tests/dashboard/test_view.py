"""What a view writes into markdown."""

import re

import pytest

from dashboard.view import WORD_JOINER, plain


@pytest.mark.parametrize("text", ["http://a.cn", "见 HTTPS://a.cn", "www.a.cn", "WWW.a.cn", "某@a.cn"])
def test_no_address_inside_a_name_stays_whole(text: str) -> None:
    """Markdown makes links of addresses even where all signs are escaped (seen in the browser)."""
    shown = plain(text).replace("\\", "")
    assert shown != text
    assert shown.replace(WORD_JOINER, "") == text
    assert not re.search(r"://|www\.|\w@", shown, re.IGNORECASE)
