"""The words of the screen: gettext catalogues with symbolic ids, read once; `t(lang, key, …)` is the way to them."""

import warnings
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
LOCALES = {"zh": "zh_CN", "en": "en"}
_HERE = Path(__file__).resolve().parent


@cache
def catalogue(lang: str) -> dict[str, tuple[str, ...]]:
    """All words of a language: id -> its plural forms (Chinese has one). ValueError when two files define one id."""
    words: dict[str, tuple[str, ...]] = {}
    for path in sorted(_HERE.glob(f"*.{LOCALES[lang]}.po")):
        with path.open("rb") as file:
            messages = list(read_po(file, locale=LOCALES[lang], abort_invalid=True))
        for message in messages:
            if not message.id:
                continue
            key = message.id[0] if isinstance(message.id, list | tuple) else message.id
            forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
            if key in words:
                raise ValueError(f"{path.name}: {key} is defined twice")
            words[key] = tuple(str(form) for form in forms)
    return words


def t(lang: str, key: str, n: int | None = None, **values: object) -> str:
    """The words for `key`, with `values` (and `n`, which also chooses the plural) put in.

    An unknown key comes back as itself with a warning: a screen with one odd word beats no screen; in tests
    warnings are errors.
    """
    forms = catalogue(lang).get(key)
    if forms is None:
        warnings.warn(f"no words for {key!r} in {lang}", stacklevel=2)
        return key
    form = forms[0] if len(forms) == 1 or n == 1 else forms[-1]
    return form.format(n=n, **values) if n is not None or values else form
