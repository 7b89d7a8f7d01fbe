"""The words of the extracts: gettext catalogues zh_CN.po and en.po beside this file, symbolic ids, read once."""

from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

LANGUAGES: Final = ("zh", "en")
LOCALES: Final = {"zh": "zh_CN", "en": "en"}


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All words of a language by id. KeyError for a language that there is none of."""
    path = Path(__file__).with_name(f"{LOCALES[lang]}.po")
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, abort_invalid=True) if message.id}


def t(lang: str, key: str) -> str:
    """The words for `key`; KeyError when the catalogue has none."""
    return catalogue(lang)[key]
