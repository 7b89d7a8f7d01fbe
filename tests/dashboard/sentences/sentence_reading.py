"""How a sentence of a page is read back: which message of the catalogue it is, with which values, and what no sentence
may look like. Nothing here knows how a page makes its sentences."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from string import Formatter
from typing import Any

from data_access import i18n
from data_access.i18n.language import Words, words_of

Rule = Callable[[Any, Mapping[str, str]], bool]
"""Whether what a message says with these values is what the rows hold."""
JOINS = ("；", "; ", "。", ". ", "，", ", ", " ", ".")
EMPTY_SLOT = re.compile(r"(?:^|[\s：:（(，,])/(?:$|[\s。.；;，,）)])|\bNone\b|\bnan\b|[{}]|  |（）|\(\)")
NUMBERS = {
    "n",
    "each",
    "done",
    "count",
    "late",
    "several",
    "rank",
    "among",
    "kinds",
    "missing",
    "covered",
    "before",
    "came",
    "gone",
    "then",
    "known",
}
"""Values that are numbers in every message."""
NUMBER = r"(?:各 )?[\d,]+(?: each)?"
OTHERS = {"sample": r"(?: \(.+?\)|（.+?）)?", "text": r"\S.*?"}
NOUNS = {
    "task": "tasks", "item": "items", "activity": "activities", "return": "returns", "hazard": "hazards",
    "tip": "tips", "exposure": "exposures", "city": "cities", "unit": "units", "league": "leagues", "day": "days",
    "week": "weeks", "line": "lines", "report": "reports", "finding": "findings", "row": "rows", "lead": "leads",
}  # fmt: skip
KIND = r"(?:general |major |member |provincial |county |overdue |volunteer )?"
ONE_OF_MANY = re.compile(rf"(?<![\d,./])1 {KIND}(?:{'|'.join(NOUNS.values())})\b")
MANY_OF_ONE = re.compile(rf"(?<![\d,.])(?:0|[2-9]|\d[\d,]*\d) {KIND}(?:{'|'.join(NOUNS)})\b")


def slips(text: str) -> list[str]:
    """What is wrong with a text whatever its numbers: a singular with many, a plural with one."""
    return [found.group() for pattern in (ONE_OF_MANY, MANY_OF_ONE) for found in pattern.finditer(text)]


def _patterns(lang: str, key: str) -> tuple[re.Pattern[str], ...]:
    return _patterns_of(lang, words_of(lang), key)


@cache
def _patterns_of(lang: str, words: Words, key: str) -> tuple[re.Pattern[str], ...]:
    """Kept by the words of the notice too: a language equals its code, whichever notice speaks."""
    del words
    return tuple(re.compile(_pattern(lang, form.strip()), re.DOTALL) for form in i18n.catalogue(lang)[key])


def _pattern(lang: str, form: str) -> str:
    seen: set[str] = set()
    found = ""
    for literal, field, _, _ in Formatter().parse(form):
        found += re.escape(literal)
        if field is not None:
            value = NUMBER if field in NUMBERS else _measures(lang) if field == "measure" else OTHERS.get(field, ".+?")
            found += f"(?P={field})" if field in seen else f"(?P<{field}>{value})"
            seen.add(field)
    return found


def _measures(lang: str) -> str:
    words = [forms[0] for key, forms in i18n.catalogue(lang).items() if key.startswith("map.measure.")]
    return "|".join(map(re.escape, words))


def readings(lang: str, text: str, keys: Iterable[str]) -> list[tuple[str, dict[str, str]]]:
    """Every message among `keys` that the whole of `text` can be, with its values."""
    matches = ((key, pattern.fullmatch(text.strip())) for key in keys for pattern in _patterns(lang, key))
    return [(key, match.groupdict()) for key, match in matches if match]


def understood(facts: Any, text: str, rules: Mapping[str, Rule]) -> list[str]:
    """The messages that `text` is made of, one after the other, each saying what the rows hold.

    AssertionError where no such reading exists: the sentence is of a form that no rule knows, or it is not true.
    """
    read = _understood(facts, text.strip(), rules)
    if read is None:
        every = {key: values for part in _cuts(text) for key, values in readings(facts.lang, part, rules)}
        raise AssertionError(f"not true, or of an unknown form: {text!r}; read as {every}; {facts}")
    return read


def _understood(facts: Any, text: str, rules: Mapping[str, Rule]) -> list[str] | None:
    if not text:
        return []
    for head in _cuts(text):
        for key, values in readings(facts.lang, head, rules):
            if rules[key](facts, values):
                rest = _understood(facts, _after(text, head), rules)
                if rest is not None:
                    return [key, *rest]
    return None


def _cuts(text: str) -> list[str]:
    """The beginnings of `text` that end where a sentence or a clause may end, the longest first."""
    ends = {len(text)}
    for join in JOINS:
        for found in re.finditer(re.escape(join), text):
            ends |= {found.start(), found.end(), found.start() + len(join.rstrip())}
    return [text[:end] for end in sorted(ends - {0}, reverse=True)]


def _after(text: str, head: str) -> str:
    rest = text[len(head) :]
    for join in ("；", "; ", "。", "."):
        rest = rest.removeprefix(join)
    return rest.lstrip()


def number(text: str) -> int:
    """1,234 or 各 3 or 3 each; -1 where it is none, for no count is."""
    digits = re.sub(r"各 | each|,", "", text)
    return int(digits) if digits.isdecimal() else -1


def share(text: str, n: int, d: int) -> bool:
    """Whether `text` is n of d as it is printed: 64.4% (320/497)."""
    return d > 0 and text == f"{n / d:.1%} ({n:,}/{d:,})"


def names(lang: str, text: str, expected: Collection[str], most: int = 4) -> bool:
    """Whether `text` names all of `expected`, or the first ones of them and how many there are."""
    text, told = _told(text)
    found = []
    for name in sorted(expected, key=len, reverse=True):
        if name in text:
            found.append(name)
            text = text.replace(name, "\0", 1)
    if not found or re.sub(r"\0|、|和|, and | and |, ", "", text):
        return False
    return len(found) == len(expected) if told is None else told == len(expected) > len(found)


def _told(text: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(.+?)等 (\d+) .+|(.+?) and others \((\d+) .*in all\)", text)
    if match is None:
        return text, None
    return match[1] or match[3], int(match[2] or match[4])


def units(lang: str, text: str, group: str, n: int) -> bool:
    """13 个市(地); 13 cities."""
    return text == i18n.t(lang, f"finding.units.{group}", n=n)
