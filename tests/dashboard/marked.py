"""What a page has drawn with the marks component, and its links followed as a click does."""

import json
from urllib.parse import parse_qsl, urlsplit

from lxml import html
from streamlit.testing.v1 import AppTest

from dashboard.addresses.address import without_unread


def drawn(app: AppTest, key: str = "") -> html.HtmlElement:
    """The HTML of the marks `key` of a page, "" for all of them, in one element."""
    found = [
        json.loads(element.proto.json)["html"]
        for element in app.get("bidi_component")
        if not key or element.proto.id.endswith(f"marks_{key}")
    ]
    return html.fromstring(f"<div>{''.join(found)}</div>")


def select(within: html.HtmlElement, where: str) -> list[html.HtmlElement]:
    """The elements inside `within` that a plain selector means: tags and classes, one inside the other ("svg a.on")."""
    steps = [step.split(".") for step in where.split()]
    has = "[contains(concat(' ', @class, ' '), ' {} ')]"
    path = "".join(f"//{tag or '*'}{''.join(map(has.format, classes))}" for tag, *classes in steps)
    return list(within.xpath(f".{path}"))


def link(app: AppTest, words: str, key: str = "") -> str:
    """The address of the link with these words."""
    (found,) = [a for a in drawn(app, key).iter("a") if " ".join(a.text_content().split()) == words]
    return str(found.get("href"))


def follow(app: AppTest, href: str) -> AppTest:
    """The page after a click on a link with this address."""
    parts = urlsplit(href)
    page, asked = parts.path.strip("/"), {name: [] for name, _ in parse_qsl(parts.query)}
    for name, value in parse_qsl(parts.query):
        asked[name].append(value)
    if app.session_state["shell.page"] == (page or "overview") and "shell.unread" in app.session_state:
        now = {name: [value] if isinstance(value, str) else value for name, value in app.query_params.items()}
        asked = without_unread(asked, now, app.session_state["shell.unread"])
    app.query_params.clear()
    for name, values in asked.items():
        app.query_params[name] = values
    return (app.switch_page(f"../pages/{page}.py") if page else app).run()


def offered(app: AppTest, name: str) -> dict[str, str]:
    """What the list of a filter offers: code -> the address of its entry; "" is the entry that means all."""
    entries = drawn(app, "filters").xpath(f"//a[starts-with(@id, 'filter-{name}-')]")
    return {str(a.get("id")).removeprefix(f"filter-{name}-"): str(a.get("href")) for a in entries}


def chosen(app: AppTest, name: str) -> list[str]:
    """The codes that the list of a filter marks as chosen; [""] where that is all."""
    entries = drawn(app, "filters").xpath(f"//a[starts-with(@id, 'filter-{name}-')][@aria-current]/@id")
    return [entry.removeprefix(f"filter-{name}-") for entry in entries]


def pick(app: AppTest, name: str, code: str) -> AppTest:
    """The page after a click on an entry of a filter's list."""
    return follow(app, offered(app, name)[code])


def speak(app: AppTest, lang: str) -> AppTest:
    """The same page in another language, by its link."""
    return follow(app, link(app, {"zh": "中", "en": "EN"}[lang], "header"))
