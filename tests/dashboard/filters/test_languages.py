"""There and back between the languages: addresses hold codes only, and what was chosen stays chosen."""

import re

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard import registry
from tests.dashboard.marked import follow, offered, speak
from tests.dashboard.test_shell import opened, params

pytestmark = pytest.mark.slow

PAGES = [entry.id for entry in registry.PAGES]
ASKED = {"campaign": ["HLJ-2020-43"], "city": ["230500"], "line": ["D2"]}
CODE = re.compile(r"[A-Za-z0-9_.:-]+")


def offers(app: AppTest) -> dict[str, list[str]]:
    """The words that each box of the page offers, by its key."""
    return {str(box.key): list(box.options) for box in (*app.selectbox, *app.multiselect, *app.button_group)}


def choose_another(app: AppTest, turn: int) -> None:
    """Choose another option, as the browser does by its words: in one of the page's own boxes, each turn in the next;
    on a page without any in the list of instants.
    """
    boxes = [*app.selectbox, *app.button_group]
    if not boxes:
        days = [*offered(app, "asof").values()]
        follow(app, days[(turn + 1) % len(days)])
        return
    box = boxes[turn % len(boxes)]
    box.set_value(box.options[(turn + 1) % len(box.options)]).run()


@pytest.mark.parametrize("page", PAGES)
def test_no_box_keeps_its_key_when_its_words_change(page: str, campaign_url: URL) -> None:
    """The browser sends words, not codes: under one key the old language's words come back as unknown values."""
    chinese, english = (offers(opened(page, lang, **ASKED)) for lang in ("zh", "en"))
    assert [key for key in chinese if english.get(key, chinese[key]) != chinese[key]] == []


@pytest.mark.parametrize("page", PAGES)
def test_languages_there_and_back_with_a_choice_after_each(page: str, campaign_url: URL) -> None:
    app = opened(page, "zh", asof="2020-07-04", **ASKED)
    for turn, lang in enumerate(("en", "zh", "en")):
        for act in (
            lambda to=lang: speak(app, to),
            lambda n=turn: choose_another(app, n),
        ):
            before = params(app)
            act()
            after = params(app)
            assert not app.exception
            assert not app.error
            assert not app.warning, [w.value for w in app.warning]
            assert {name: after.get(name) for name in ASKED} == ASKED
            assert all(CODE.fullmatch(value) for values in after.values() for value in values), after
            changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
            assert len(changed) <= 1, (before, after)
