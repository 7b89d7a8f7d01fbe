"""What a page has drawn with the marks component, and its links followed as a click does."""

import json
from urllib.parse import parse_qsl, urlsplit

from lxml import html
from streamlit.testing.v1 import AppTest


def drawn(app: AppTest, key: str = "") -> html.HtmlElement:
    """The HTML of the marks `key` of a page, "" for all of them, in one element."""
    found = [
        json.loads(element.proto.json)["html"]
        for element in app.get("bidi_component")
        if not key or element.proto.id.endswith(f"marks_{key}")
    ]
    return html.fromstring(f"<div>{''.join(found)}</div>")


def link(app: AppTest, words: str, key: str = "") -> str:
    """The address of the link with these words."""
    (found,) = [a for a in drawn(app, key).iter("a") if " ".join(a.text_content().split()) == words]
    return str(found.get("href"))


def follow(app: AppTest, href: str) -> AppTest:
    """The page after a click on a link with this address."""
    parts = urlsplit(href)
    app.query_params.clear()
    for name, value in parse_qsl(parts.query):
        app.query_params[name] = [*app.query_params.get(name, []), value]
    page = parts.path.strip("/")
    return (app.switch_page(f"../pages/{page}.py") if page else app).run()


def speak(app: AppTest, lang: str) -> AppTest:
    """The same page in another language, by its link."""
    return follow(app, link(app, {"zh": "中", "en": "EN"}[lang], "header"))
