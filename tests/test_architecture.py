"""The arrows between the rooms run one way, and a few rules of the house hold in every file."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("pages", "dashboard", "data_access", "seed")
HAN = re.compile(r"[\u3400-\u9fff]")
MOST_MODULES = 25

LAYERS = (
    ("pages",),
    ("dashboard.shell", "dashboard.__main__"),
    ("dashboard.doctor",),
    ("dashboard.drawer",),
    ("dashboard.page_load", "dashboard.server", "dashboard.present"),
    ("dashboard.city", "dashboard.province", "dashboard.tour"),  # they put other pages' parts together
    ("dashboard.overview",),
    ("dashboard.hazards",),
    (
        "dashboard.timeline",
        "dashboard.completion",
        "dashboard.returns",
        "dashboard.reach",
        "dashboard.annex3",
        "dashboard.tips",
        "dashboard.quality",
        "dashboard.comparison",
        "dashboard.papers",
        "dashboard.extracts",
    ),
    ("dashboard.parts",),
    ("dashboard.filters", "dashboard.places", "dashboard.navigation", "dashboard.search"),
    ("dashboard.marks",),
    ("dashboard.addresses",),
    ("dashboard.data",),
    ("dashboard.settings_document",),
    ("dashboard.view", "dashboard.device", "dashboard.access", "dashboard.traces"),
    ("dashboard.signed_in",),
    ("dashboard.charts", "dashboard.registry", "dashboard.settings", "dashboard.errors"),
    ("dashboard.sign_in_settings",),
    ("seed.__main__",),
    ("seed.check", "seed.demo", "seed.remove"),
    ("seed.start",),
    ("seed.returns",),
    ("seed.returns.kinds",),
    ("seed.returns.storing",),
    ("seed.returns.reading",),
    ("seed.init",),
    ("seed.obligations", "seed.roster", "seed.publishing", "seed.backup", "seed.forget", "seed.shards"),
    ("seed.reference_tables",),
    ("seed.notice_files",),
    ("seed.notice", "seed.loads", "seed.plainly"),
    ("seed.private",),
    ("seed.merge", "seed.bulk", "seed.usage", "seed.samples"),
    ("data_access.__main__", "data_access.reference", "data_access.cases"),
    ("data_access.extracts", "data_access.administration"),
    ("data_access.papers",),
    ("data_access.board",),
    ("data_access.tour", "data_access.reach", "data_access.quality", "data_access.events", "data_access.comparison"),
    ("data_access.urgency",),
    ("data_access.annex3", "data_access.hazards", "data_access.returns"),
    ("data_access.obligations",),
    ("data_access.activities", "data_access.tips", "data_access.command_line"),
    ("data_access.notice",),
    ("data_access.tables", "data_access.columns", "data_access.access", "data_access.manifests"),
    ("data_access.database",),
    ("data_access.drawing",),
    ("data_access.wording",),
    ("data_access.i18n", "data_access.question"),
)
"""Arrows run down this list only, never up and never to a neighbour of the same line. A module belongs to the room with
the longest name that its own begins with.
"""

FORBIDDEN = {
    "data_access": {"streamlit", "plotly"},
    "data_access/drawing": {"sqlalchemy"},
    "dashboard/charts": {"streamlit", "sqlalchemy"},
    "dashboard/addresses/url.py": {"streamlit", "sqlalchemy"},
    "dashboard": {"seed"},
    "pages": {"sqlalchemy", "pandas", "plotly", "seed", "data_access"},
    "seed": {"streamlit", "plotly", "dashboard"},
}
"""What a room may not import although it lies below, or is no room of this house."""


def sources(*places: str) -> list[Path]:
    """The Python files below `places`, from the project's root."""
    found = [p for place in places for p in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))]
    return sorted(p for p in found if "__pycache__" not in p.parts)


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports; of `from a import b` both a and a.b, whichever is one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> dict[str, Path]:
    """The modules of the house by their dotted names."""
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sources(*ROOMS)}
    return {name.removesuffix(".__init__"): path for name, path in named.items()}


def arrows() -> dict[str, set[str]]:
    """Module -> the modules of the house that it imports."""
    known = modules()
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        taken = [one for one in imports(path) if one in known and one != name]
        packages = {one.rpartition(".")[0] for one in taken}  # `from a import b` needs a only where b is no module
        found[name] = {one for one in taken if one not in packages or known[one].name != "__init__.py"}
    return found


def room(module: str) -> str:
    """The room of a module; "" for a package that only holds rooms."""
    held = [one for line in LAYERS for one in line if module == one or module.startswith(f"{one}.")]
    return max(held, key=len, default="")


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """One circle of the graph, [] where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_arrows_between_rooms_run_down_only() -> None:
    floor = {one: at for at, line in enumerate(LAYERS) for one in line}
    wrong, seen = [], 0
    for module, taken in arrows().items():
        for other in taken:
            here, there = room(module), room(other)
            seen += 1
            if here and there and here != there and floor[here] >= floor[there]:
                wrong.append(f"{module} imports {other}")
    assert wrong == []
    assert seen > 1000


def test_every_module_has_a_room_and_every_room_a_module() -> None:
    homeless = [name for name in modules() if not room(name) and name not in {"dashboard", "data_access", "seed"}]
    assert homeless == []
    assert {one for line in LAYERS for one in line} == {room(name) for name in modules()} - {""}


def test_no_circle_of_files() -> None:
    assert circle(arrows()) == []


def test_no_folder_is_too_full() -> None:
    counted = Counter(path.parent for path in sources(*ROOMS) if path.name != "__init__.py")
    full = {str(folder.relative_to(ROOT)): n for folder, n in counted.items() if n > MOST_MODULES}
    assert full == {}


@pytest.mark.parametrize("place", FORBIDDEN)
def test_rooms_do_without(place: str) -> None:
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
        (r"st\.cache_(data|resource)", set()),
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
        for path in sources("app.py", "drills", *ROOMS)
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
    from data_access.database.schema import metadata as public
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
