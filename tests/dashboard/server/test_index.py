"""The first page of a browser speaks the reader's language before any script has run."""

import pytest
from starlette.applications import Starlette

from dashboard.server import index
from data_access.i18n import t
from tests.dashboard.asgi import ask

APP = Starlette(routes=index.ROUTES)


@pytest.mark.parametrize(
    ("path", "accepts", "lang"),
    [
        ("/", "zh-CN,zh;q=0.9", "zh"),
        ("/completion", "en-GB", "en"),
        ("/completion?lang=zh", "en-GB", "zh"),
        ("/map?lang=en&asof=2020-07-04", "zh-CN", "en"),
        ("/?lang=xx", "zh-CN", "zh"),
    ],
)
def test_the_first_page_is_in_the_readers_language(path: str, accepts: str, lang: str) -> None:
    body = ask(APP, path, headers={"accept-language": accepts}).body.decode()
    assert f'<html lang="{index.TAGS[lang]}">' in body
    assert t(lang, "app.title") in body
    assert t(lang, "index.waiting") in body
    assert "Streamlit" not in body.split("<body>")[1]
    assert 'src="./static/js/' in body  # its own scripts are what they were
    assert 'preload"\n      href' not in body
