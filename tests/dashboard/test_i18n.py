"""Both languages say the same things, all that the code asks for and nothing more."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from dashboard import i18n
from dashboard.view import WORD_JOINER, plain

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")
BILINGUAL = {"lang.zh", "filter.lang"}


def sources() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "dashboard").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]


def strings(path: Path) -> Iterator[tuple[str, bool]]:
    """Each string of a source that could be a key: (text, whole); of an f-string its beginning, whole=False."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            yield str(node.values[0].value), False
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value, True


def asked_for(path: Path) -> Iterator[tuple[str, bool]]:
    """The keys that t(…) is called with, as `strings`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name != "t" or ast.unparse(node.func).startswith("extract_words."):  # data_access's own catalogue
            continue
        for argument in node.args[:2]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value:
                yield argument.value, True
            elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
                yield str(argument.values[0].value), False


def test_the_catalogues_have_the_same_keys() -> None:
    assert set(i18n.catalogue("zh")) == set(i18n.catalogue("en"))


def test_each_key_in_the_code_has_words() -> None:
    words = i18n.catalogue("zh")
    missing = [
        f"{path.relative_to(ROOT)}: {key}"
        for path in sources()
        for key, whole in asked_for(path)
        if not (key in words if whole else any(known.startswith(key) for known in words))
    ]
    assert missing == []


def test_no_words_without_use() -> None:
    found = [found for path in sources() for found in strings(path)]
    whole = {key for key, is_whole in found if is_whole}
    starts = tuple(key for key, is_whole in found if not is_whole and "." in key)
    unused = [key for key in i18n.catalogue("zh") if key not in whole and not key.startswith(starts)]
    assert unused == []


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


@pytest.mark.parametrize("text", ["http://a.cn", "见 HTTPS://a.cn", "www.a.cn", "WWW.a.cn", "某@a.cn"])
def test_no_address_inside_a_name_stays_whole(text: str) -> None:
    """Markdown makes links of addresses even where all signs are escaped (seen in the browser)."""
    shown = plain(text).replace("\\", "")
    assert shown != text
    assert shown.replace(WORD_JOINER, "") == text
    assert not re.search(r"://|www\.|\w@", shown, re.IGNORECASE)
