"""The words of extracts, definitions and papers: gettext catalogues beside this file, symbolic ids, read once."""

from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

LANGUAGES: Final = ("zh", "en")
LOCALES: Final = {"zh": "zh_CN", "en": "en"}


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All words of a language by id. KeyError for an unknown language, ValueError for an id in two files."""
    words: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob(f"*{LOCALES[lang]}.po")):
        with path.open("rb") as file:
            found = {str(one.id): str(one.string) for one in read_po(file, abort_invalid=True) if one.id}
        if twice := words.keys() & found.keys():
            raise ValueError(f"{path.name}: defined twice: {sorted(twice)}")
        words |= found
    return words


def t(lang: str, key: str) -> str:
    """The words for `key`; KeyError when the catalogue has none."""
    return catalogue(lang)[key]
