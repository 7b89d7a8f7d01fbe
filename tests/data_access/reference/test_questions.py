"""The twenty questions: each has its page, its files and its figures, and docs/questions.md is what they answer."""

from pathlib import Path

from sqlalchemy import Engine

from dashboard import registry
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.i18n import LANGUAGES, t
from data_access.reference.questions import QUESTIONS
from data_access.reference.questions_document import page

DOCUMENT = Path(__file__).parents[3] / "docs" / "questions.md"


def test_the_document_is_what_the_samples_answer(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn:
        assert page(conn) == DOCUMENT.read_text(encoding="utf-8"), "run `make docs`"


def test_each_question_names_pages_files_and_figures_that_exist() -> None:
    assert [asked.number for asked in QUESTIONS] == list(range(1, 21))
    pages = {entry.id for entry in registry.PAGES}
    for asked in QUESTIONS:
        assert set(asked.pages) <= pages
        assert set(asked.files) <= set(EXTRACTS)
        assert {measure.key for measure in asked.measures} <= set(DEFINITIONS)
        assert all(t(lang, f"question.{asked.number}") for lang in LANGUAGES)
