"""The words of a paper in its language, and what it says of its own data."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from data_access.i18n import t
from data_access.notice.units import Unit
from data_access.obligations.rates import RATES, Rates
from data_access.papers.documents.paper import Paper
from data_access.wording import brief, moment, rate_text, read

INVENTED: Final = ("sample", "demo", "empty")


class Speaker:
    """Says words of one language; counts chapters and tables."""

    def __init__(self, lang: str, head: Mapping[str, Any]) -> None:
        self.lang = lang
        self.data = t(lang, f"paper.{head['data']}") if head["data"] in INVENTED else ""
        """What must stand on every page of a paper that shows no real data; "" for real data."""
        self._chapters = self._tables = 0

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key` with these values in their places."""
        return t(self.lang, key, **values)

    def name(self, row: Mapping[str, Any], kind: str) -> str:
        """The name of what a row is about: a unit, a line, a place, a channel, the campaign."""
        return str(row[f"{kind}_zh"]) if self.lang == "zh" else brief(str(row[f"{kind}_en"]))

    def unit(self, unit: Unit) -> str:
        """The name of a unit."""
        return unit.zh if self.lang == "zh" else brief(unit.en)

    def league(self, row: Mapping[str, Any]) -> str:
        """The county whose league this is."""
        return self.brief_unit(row).removesuffix(t(self.lang, "notice.league")).rstrip()

    def brief_unit(self, row: Mapping[str, Any]) -> str:
        """The short name of a unit, which exists in Chinese only."""
        return str(row["unit_short"]) if self.lang == "zh" else self.name(row, "unit")

    def share(self, row: Mapping[str, Any], rate: str, rates: Rates = RATES) -> str:
        """A rate in a sentence, in the brackets of its language."""
        text = share(row, rate, rates)
        return text.replace(" (", "（").replace(")", "）") if self.lang == "zh" else text

    def join(self, names: Iterable[str]) -> str:
        """A list in a sentence."""
        return t(self.lang, "list.and").join(names)

    def chapter(self, paper: Paper, key: str) -> None:
        """The heading of the next chapter: 一、 二、 三、"""
        number = t(self.lang, "bulletin.chapters").split()[self._chapters]
        self._chapters += 1
        paper.heading(self("bulletin.chapter", number=number, title=self(f"bulletin.heading.{key}")))

    def caption(self, paper: Paper, key: str) -> None:
        """The title of the next table, numbered."""
        self._tables += 1
        paper.caption(self("paper.caption", n=self._tables, text=self(key)))


def share(row: Mapping[str, Any], rate: str, rates: Rates = RATES) -> str:
    """A rate of a row with its parts, “/” for an empty denominator (C16)."""
    numerator, denominator = rates[rate]
    return rate_text(row[numerator], row[denominator])


def at(head: Mapping[str, Any], name: str, lang: str) -> str:
    """An instant of the head as a paper says it."""
    return moment(read(head[name]), head["zone"], lang)


def source_lines(head: Mapping[str, Any], lang: str) -> list[str]:
    """As of when, as known when, data until when, which kind and version of data, which definitions."""
    found = [t(lang, "bulletin.source.as_of", at=at(head, "as_of", lang))]
    if head["known_at"]:
        found.append(t(lang, "bulletin.source.known_at", at=at(head, "known_at", lang)))
    if head["data_until"]:
        found.append(t(lang, "bulletin.source.data_until", at=at(head, "data_until", lang)))
    label = t(lang, f"label.{head['data']}")
    versions = {"stamp": head["stamp"], "definitions": head["definition_version"]}
    found.append(t(lang, "bulletin.source.data", label=label))
    found.append(t(lang, "bulletin.source.version", **versions))
    return found
