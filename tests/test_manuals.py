"""The manuals name what is there: their pictures are made by the script, their pages and words are the product's."""

import re
from pathlib import Path

import pytest

from dashboard import registry
from data_access import i18n
from data_access.access.audit.verify import WORDS
from data_access.access.viewer import LOCAL
from data_access.i18n import t
from tests.browser.pictures import PICTURES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MANUALS = {"zh": DOCS / "zh" / "用户手册.md", "en": DOCS / "user-guide.md"}
LANGUAGES = pytest.mark.parametrize("lang", MANUALS)


def section(lang: str, number: int) -> str:
    """The text of one section."""
    parts = MANUALS[lang].read_text("utf-8").split("\n## ")
    return parts[number]


def rows(text: str) -> list[list[str]]:
    """The cells of the rows of the tables in a text, headings left out."""
    table = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in table if not row[0].startswith("---")][1:]


@LANGUAGES
def test_its_pictures_are_those_of_the_script(lang: str) -> None:
    manual = MANUALS[lang]
    shown = [manual.parent / path for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", manual.read_text("utf-8"))]
    assert [path.stem for path in shown] == [one.name for one in PICTURES]
    assert [path.resolve() for path in shown if not path.is_file()] == []
    assert {path.resolve().parent.name for path in shown} == {lang}


@LANGUAGES
def test_it_names_the_questions_and_their_views(lang: str) -> None:
    said = rows(section(lang, 4))
    assert [row[0] for row in said] == [t(lang, f"question.{question}") for question in registry.QUESTIONS]
    for question, row in zip(registry.QUESTIONS, said, strict=True):
        views = [t(lang, entry.title_key) for entry in registry.views(question, LOCAL)]
        assert len(views) == 1 or len(re.split("[、,]", row[1])) == len(views), question


@LANGUAGES
def test_the_words_it_explains_are_on_the_screen(lang: str) -> None:
    words = "\n".join(form for forms in i18n.catalogue(lang).values() for form in forms).casefold()
    explained = [word for row in rows(section(lang, 5)) for word in re.split("[、,] ?", row[0])]
    assert len(explained) >= 10
    assert [word for word in explained if word.casefold() not in words] == []


FAMILIES = re.compile(
    r"shell\.(?!(?:error|stale)$)(error|busy|away|older|stale|empty|missing|unfit|half|engine|fit|clock|unrecorded|unknown)"
    r"|extract\.(unknown|expired|invalid|unsigned|unrecorded|busy|away|of_another|no_right|other_scope)$"
    r"|paper\.(unknown|failed)$|refused|door\.\w+\.title$|door\.forwarded$|closed\.(all|page)\.title$"
)
"""The keys of what a reader or an operator is told when something does not work."""


def test_each_message_stands_in_the_guide_of_troubles() -> None:
    guide = (DOCS / "zh" / "故障排查.md").read_text("utf-8")
    messages = {key: forms[0] for key, forms in i18n.catalogue("zh").items() if FAMILIES.match(key)}
    assert len(messages) > 40
    begun = {key: next(filter(None, re.split(r"“?\{\w+\}”?|[：，；。（]", text))) for key, text in messages.items()}
    assert {key: text for key, text in begun.items() if text.strip() not in guide} == {}


def test_what_administering_commands_say_stands_there_too() -> None:
    """Faults of the record by their own words; a sentence of each kind of refusal by the code that says it."""
    guide = (DOCS / "zh" / "故障排查.md").read_text("utf-8")
    wrong = [re.split(r"[{（ ，]", zh)[0] for zh, _ in WORDS.values()]
    assert [words for words in wrong if words not in guide] == []
    said = "\n".join(path.read_text("utf-8") for path in (ROOT / "data_access" / "access").rglob("*.py"))
    named = (
        "请设置 ACCESS_URL",
        "不是安全管理员，不能授权",
        "不得给自己授权",
        "权限互斥",
        "审计记录无法写入",
        "写不进数据库",
    )
    assert [words for words in named if words not in said or words not in guide] == []
