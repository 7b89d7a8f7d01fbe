"""The arrows between the rooms run one way, and a few rules of the house hold in every file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("pages", "dashboard", "data_access", "seed")
HAN = re.compile(r"[\u3400-\u9fff]")

FORBIDDEN = {
    "data_access": {"streamlit", "plotly", "dashboard", "pages", "seed"},
    "dashboard/figures": {"streamlit", "sqlalchemy"},
    "dashboard/url.py": {"streamlit", "sqlalchemy"},
    "dashboard": {"pages", "seed"},
    "pages": {"sqlalchemy", "pandas", "plotly", "seed", "data_access"},
    "seed": {"dashboard", "pages", "streamlit", "plotly"},
}


def sources(*places: str) -> list[Path]:
    """The Python files below `places`, from the project's root."""
    found = [p for place in places for p in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))]
    return sorted(p for p in found if "__pycache__" not in p.parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("place", FORBIDDEN)
def test_arrows_run_one_way(place: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(place)
        for name in imports(path)
        if name.split(".")[0] in FORBIDDEN[place]
    ]
    assert sources(place), place
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "homes"),
    [
        (r"st\.cache_(data|resource)", {"dashboard/store.py"}),
        (r"st\.navigation\(", {"dashboard/shell.py"}),
        (r"unsafe_allow_html|unsafe_allow_javascript", set()),
        (r"plotly\.express", set()),
    ],
)
def test_one_home_only(words: str, homes: set[str]) -> None:
    here = {
        str(path.relative_to(ROOT))
        for path in sources("app.py", "pages", "dashboard")
        if re.search(words, path.read_text(encoding="utf-8"))
    }
    assert here <= homes


def test_pages_read_like_a_table_of_contents() -> None:
    for path in sources("pages"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 80, path
        assert not re.search(r"session_state|if .*lang\b", text), path
        assert not [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.ClassDef)], path


def test_files_hold_one_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("app.py", *ROOMS)
        if "versions" not in path.parts and (lines := path.read_text(encoding="utf-8").count("\n")) > 250
    }
    assert long == {}


def test_words_for_readers_live_in_the_catalogues() -> None:
    """Chinese in dashboard code would stay Chinese in English; docstrings may quote."""
    wrong = []
    for path in sources("app.py", "pages", "dashboard"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        wrong += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and HAN.search(node.value)
            and id(node) not in docstrings
        ]
    assert wrong == []


def test_private_columns_have_no_name_outside_seed() -> None:
    """Decision 8: code that reads for the screen cannot even spell a private table or its own columns."""
    from data_access.schema import metadata as public
    from seed.private.tables import metadata as private

    public_columns = {column.name for table in public.tables.values() for column in table.columns}
    names = {table.name for table in private.tables.values()} | {
        column.name for table in private.tables.values() for column in table.columns
    } - public_columns
    assert len(names) > 10
    wrong = [
        f"{path.relative_to(ROOT)}: {node.value if isinstance(node, ast.Constant) else ast.unparse(node)}"
        for path in sources("app.py", "pages", "dashboard", "data_access")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Constant) and node.value in names and node.value not in {"name", "content", "title"})
        or (isinstance(node, ast.Attribute) and node.attr in {name for name in names if "_" in name})
    ]
    assert wrong == []


def test_no_other_host_is_named_in_what_a_browser_gets() -> None:
    hosts = re.compile(r"https?://(?!localhost|127\.0\.0\.1)[\w.-]+")
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for place in ("dashboard", "pages", ".streamlit")
        for path in sorted((ROOT / place).rglob("*"))
        if path.suffix in {".py", ".toml", ".css", ".js", ".html", ".json", ".po"}
        for match in hosts.finditer(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_repository_holds_no_large_or_generated_file() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    assert [str(f) for f in files if f.is_file() and f.stat().st_size > 1_000_000] == []
    assert [str(f) for f in files if f.suffix in {".pyc", ".db", ".sqlite", ".mo"}] == []
