"""One catalogue: both languages say the same things, all that the code needs and nothing more, a code in one word."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from sqlalchemy import CheckConstraint

from dashboard import registry
from data_access import i18n
from data_access.database.schema import metadata
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.papers.bulletin_figures import TABLES

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile(r"[\u3400-\u9fff]")
BILINGUAL = {"lang.zh", "filter.lang"}
APART = {"column", "groups", "took_place"}
"""Families with a closed list's codes that name other things: headings, many units of a kind, what became of a plan."""


def sources() -> list[Path]:
    rooms = (ROOT / room for room in ("dashboard", "pages", "data_access"))
    return [ROOT / "app.py", *(path for room in rooms for path in sorted(room.rglob("*.py")))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def strings(path: Path) -> Iterator[tuple[str, bool]]:
    """Each string of a source that could be a key: (text, whole); of an f-string its beginning, whole=False."""
    inside = {id(part) for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            yield str(node.values[0].value), False
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value, True


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """The calls of functions and methods of these names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield node


def keys_in(path: Path) -> Iterator[tuple[str, bool]]:
    """The keys that t(…) is called with, as `strings`."""
    for node in calls(path, "t", "say"):
        for argument in node.args[:2]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value:
                yield argument.value, True
            elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
                yield str(argument.values[0].value), False


def families_in(path: Path) -> Iterator[str]:
    """The families of codes that word(family, code) and inside(family, code) are called with."""
    for node in calls(path, "word", "inside"):
        if len(node.args) == 2 and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def keys_of_extracts() -> set[str]:
    """The keys that extracts, figures of papers and definitions of figures need: the words of codes apart."""
    columns = {column for extract in EXTRACTS.values() for column in extract.columns if column.form != "screen"}
    return {
        *(f"column.{column.words or column.key}" for column in columns),
        *(column.none for column in columns if column.none),
        *(f"{word}.{one.name}" for one in EXTRACTS.values() if not one.figure for word in ("extract", "about")),
        *(f"column.{kept.family}{figure}" for kept in TABLES.values() for figure in kept.figures),
        *(f"definition.{key}{part}" for key in DEFINITIONS for part in ("", ".title", ".left_out")),
    }


def test_the_catalogues_have_the_same_keys() -> None:
    assert set(i18n.catalogue("zh")) == set(i18n.catalogue("en"))


def test_each_key_in_the_code_has_words() -> None:
    words = i18n.catalogue("zh")
    missing = [
        f"{path.relative_to(ROOT)}: {key}"
        for path in sources()
        for key, whole in keys_in(path)
        if not (key in words if whole else any(known.startswith(key) for known in words))
    ]
    assert missing == []
    assert sorted(keys_of_extracts() - set(words)) == []


def test_no_words_without_use() -> None:
    found = [found for path in sources() for found in strings(path)]
    whole = {key for key, is_whole in found if is_whole} | keys_of_extracts()
    whole |= {
        f"{form}.{column.words or column.key}"
        for extract in EXTRACTS.values()
        for column in extract.columns
        for form in ("column", "short")
    }
    keys = {column.key for extract in EXTRACTS.values() for column in extract.columns}
    whole |= {f"{page.id}.column.{key}" for page in registry.PAGES for key in keys}  # dashboard.parts.columns
    families = {family for path in sources() for family in families_in(path)}
    families |= {column.family for extract in EXTRACTS.values() for column in extract.columns if column.family}
    starts = {key for key, is_whole in found if not is_whole and "." in key} | {f"{family}." for family in families}
    starts -= {"column.", "short.", "extract.", "about.", "definition."}  # what of these is needed, the tables say
    assert [key for key in i18n.catalogue("zh") if key not in whole and not key.startswith(tuple(starts))] == []


def closed_lists() -> set[frozenset[str]]:
    """The closed lists of three codes and more that the tables know."""
    every = [rule for table in metadata.tables.values() for rule in table.constraints]
    rules = [str(rule.sqltext) for rule in every if isinstance(rule, CheckConstraint)]
    return {codes for rule in rules if " IN (" in rule and len(codes := frozenset(re.findall(r"'(\w+)'", rule))) > 2}


def test_a_code_has_one_word_on_screen_and_in_files() -> None:
    """Families with the codes of one closed list, and one more at most, say the same of them."""
    families: dict[str, set[str]] = {}
    for family, _, code in (key.partition(".") for key in i18n.catalogue("en")):
        families.setdefault(family, set()).add(code)
    wrong, found = [], 0
    for codes in closed_lists():
        alike = [one for one, own in families.items() if codes <= own and len(own) <= len(codes) + 1]
        named = [one for one in alike if one not in APART]
        found += len(named)
        wrong += [
            f"{family}.{code}"
            for lang in i18n.LANGUAGES
            for family in named[1:]
            for code in codes
            if i18n.t(lang, f"{family}.{code}") != i18n.t(lang, f"{named[0]}.{code}")
        ]
    assert wrong == []
    assert found > 10


def fields(lang: str, key: str) -> set[str]:
    return {f for form in i18n.catalogue(lang)[key] for _, f, _, _ in Formatter().parse(form) if f is not None}


def wrong(key: str) -> Iterator[str]:
    """What is wrong with the words of a key."""
    if not all(form.strip() for lang in i18n.LANGUAGES for form in i18n.catalogue(lang)[key]):
        yield f"{key}: empty"
    zh, en = fields("zh", key), fields("en", key)
    if not (zh <= en | {"n"} or en <= zh | {"n"}):
        yield f"{key}: {zh} and {en}"
    if key not in BILINGUAL and any(HAN.search(form) for form in i18n.catalogue("en")[key]):
        yield f"{key}: Chinese in English"


def test_both_languages_take_the_same_values() -> None:
    assert [fault for key in sorted(i18n.catalogue("zh")) for fault in wrong(key)] == []


def test_a_missing_word_is_a_warning_and_no_crash() -> None:
    with pytest.warns(UserWarning, match="no.such.key"):
        assert i18n.t("zh", "no.such.key") == "no.such.key"


def test_english_counts_in_singular_and_plural() -> None:
    assert "is not known" in i18n.t("en", "shell.unknown", n=1, codes="x")
    assert "are not known" in i18n.t("en", "shell.unknown", n=2, codes="x, y")


def units(path: Path) -> Iterator[str]:
    """The keys of words that stand behind a figure: `unit=view.t("tips.unit", …)`."""
    for node in ast.walk(tree(path)):
        named = isinstance(node, ast.keyword) and node.arg == "unit"
        named = named or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "unit")
        if named and isinstance(node.value, ast.Call) and isinstance(node.value.args[0], ast.Constant):
            yield str(node.value.args[0].value)


def test_a_unit_behind_a_figure_has_a_singular() -> None:
    english = i18n.catalogue("en")
    nouns = {key for path in sources() for key in units(path) if key in english and "{" not in english[key][0]}
    assert len(nouns) > 5
    assert [key for key in sorted(nouns) if len(set(english[key])) < 2] == []
