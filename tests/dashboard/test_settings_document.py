"""The page of settings is what the program reads, in both languages."""

import ast
import re
from pathlib import Path

import pytest

from dashboard.settings_document import document, variables
from tests.test_architecture import ROOMS, sources

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"zh": ROOT / "docs" / "zh" / "设置.md", "en": ROOT / "docs" / "settings.md"}
NAME = re.compile(r"[A-Z][A-Z0-9]+(_[A-Z0-9]+)+")
OWN = ("DASHBOARD_", "AUDIT_", "ACCESS_", "MANIFEST_", "PRIVATE_", "DATABASE_")


@pytest.mark.parametrize("lang", PAGES)
def test_page_is_up_to_date(lang: str) -> None:
    assert PAGES[lang].read_text("utf-8") == document(lang), "run `make docs`"


def test_what_is_read_from_the_environment_is_on_the_page() -> None:
    """`os.environ.get("X")`, wherever it stands; what classes of settings read follows from their fields."""
    asked = {
        node.args[0].value
        for path in sources(*ROOMS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("os.environ.get", "os.getenv")
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(asked) >= 6
    assert sorted(asked - set(variables())) == []


def test_every_setting_on_the_page_is_read() -> None:
    """A name that nobody reads any more would be a promise."""
    read = "\n".join(path.read_text("utf-8") for path in sources("dashboard", "data_access", "seed"))
    fields = {name for name in variables() if name.startswith(("DASHBOARD_", "AUDIT_"))}
    gone = [
        name
        for name in variables()
        if f'environ.get("{name}"' not in read and name.partition("_")[2].lower() not in read and name in fields
    ]
    assert gone == []


def test_documents_name_no_other_setting() -> None:
    pages = [path for path in (*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")) if path.name != "CHANGELOG.md"]
    named = {
        f"{path.name}: {found.group()}"
        for path in pages
        for found in NAME.finditer(path.read_text("utf-8"))
        if found.group().startswith(OWN) and found.group() not in variables()
    }
    assert sorted(named) == []
