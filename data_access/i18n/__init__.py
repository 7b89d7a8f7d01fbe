"""All words, of screens, files and papers: gettext catalogues with symbolic ids, a pair a topic. `t` gives words."""

import warnings
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po

from data_access.i18n.language import Language, Words, words_of

__all__ = ["LANGUAGES", "LOCALES", "Language", "Words", "catalogue", "locale", "on_day", "t"]

LANGUAGES: Final = ("zh", "en")
LOCALES: Final = {"zh": "zh_CN", "en": "en"}
_HERE: Final = Path(__file__).resolve().parent


def catalogue(lang: str) -> dict[str, tuple[str, ...]]:
    """All words of a language, with the words of its notice for places: id -> its plural forms (Chinese has one).

    KeyError for an unknown language, ValueError when an id stands in two files.
    """
    return _catalogue(str(lang), words_of(lang))


@lru_cache(16)
def _catalogue(lang: str, words: Words) -> dict[str, tuple[str, ...]]:
    general = _read(lang)
    places = words.in_sentences({name: general[f"notice.{name}"][0] for name in Words._fields})

    def adapted(text: str) -> str:
        for place, word in places.items():
            text = text.replace(place, word)
        return text

    return {key: tuple(map(adapted, forms)) for key, forms in general.items()}


@cache
def _read(lang: str) -> dict[str, tuple[str, ...]]:
    """The texts of the files."""
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


@cache
def locale(lang: str) -> Locale:
    """Babel's rules of a language; finding them by name takes 0.1 ms, in which it looks for files."""
    return Locale.parse(LOCALES[lang])


@lru_cache(5000)
def on_day(lang: str, day: date, pattern: str) -> str:
    """A day in a pattern of Babel, in the names of a language. Kept: a page names the same few days again and again."""
    return format_date(day, pattern, locale=locale(lang))


def t(lang: str, key: str, /, n: object = None, **values: object) -> str:
    """The words for `key`, with `values` and the count `n` put in; `n` also chooses the plural.

    An unknown key comes back as itself with a warning: a page or a file with one odd word is better than none. In tests
    warnings are errors.
    """
    forms = catalogue(lang).get(key)
    if forms is None:
        warnings.warn(f"no words for {key!r} in {lang}", stacklevel=2)
        return key
    form = forms[0] if len(forms) == 1 or n == 1 else forms[-1]
    return form.format(n=n, **values) if n is not None or values else form
