"""A language as one notice speaks it: its words for places and its tour stand in the sentences of the catalogues."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Words(NamedTuple):
    """What a notice calls things; "": as the catalogues call them, `notice.city` and so on."""

    city: str = ""
    """A place below the province, inside a sentence: 市(地), city."""
    cities: str = ""
    tour: str = ""
    """龙江行."""
    league: str = ""
    """应急志愿服务联盟."""

    def in_sentences(self, general: Mapping[str, str]) -> dict[str, str]:
        """What stands in the catalogues for each word → the word, or the `general` one; city and cities also as a
        sentence begins with them: {notice.City}.
        """
        words = {name: word or general[name] for name, word in self._asdict().items()}
        words |= {name.title(): _capital(words[name]) for name in ("city", "cities")}
        return {f"{{notice.{name}}}": word for name, word in words.items()}


NO_WORDS: Final = Words()


class Language(str):
    """A language with the words of a notice; equal to its code, "zh" or "en": who keeps what was said in it keeps it by
    the notice too.
    """

    __slots__ = ("words",)

    def __new__(cls, code: str, words: Words = NO_WORDS) -> "Language":
        """The language `code` in these words."""
        made = super().__new__(cls, code)
        made.words = words
        return made

    words: Words


def words_of(lang: str) -> Words:
    """The words of a language, none where no notice speaks."""
    return lang.words if isinstance(lang, Language) else NO_WORDS


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
