"""docs/definitions.md speaks of every rule, of the version in force and of every state."""

import re
from pathlib import Path

from data_access.obligations.states import DEFINITION_VERSION, STATES

PAGE = (Path(__file__).parents[3] / "docs" / "definitions.md").read_text(encoding="utf-8")


def test_the_page_has_every_rule_and_state() -> None:
    told = set(re.findall(r"^\*\*([GC]\d+)\b", PAGE, re.MULTILINE))
    assert told == {f"G{n}" for n in range(1, 17)} | {f"C{n}" for n in range(1, 17)}
    assert f"**Definition version {DEFINITION_VERSION}**" in PAGE
    assert all(f"`{state}`" in PAGE for state in (*STATES, "due_soon"))


def test_the_examples_it_names_exist() -> None:
    here = Path(__file__).parents[1]
    for name in re.findall(r"`(?:tests/data_access/(?:\w+/)*)?(test_\w+\.py)`", PAGE):
        assert list(here.rglob(name)), name
    tests = "".join(path.read_text(encoding="utf-8") for path in here.rglob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", PAGE):
        assert f"def {name}(" in tests
