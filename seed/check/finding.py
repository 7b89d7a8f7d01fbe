"""What a check finds, and the few queries that all checks share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, func, select

SHOWN: Final = 5


@dataclass(frozen=True)
class Finding:
    """One sentence in both languages; a contradiction must be mended, the rest is a gap to know of."""

    contradiction: bool
    zh: str
    en: str

    def sentence(self, lang: Literal["zh", "en"]) -> str:
        """The sentence, led by what it is."""
        return f"{'矛盾' if self.contradiction else '缺项'}：{self.zh}" if lang == "zh" else self._english()

    def _english(self) -> str:
        return f"{'Contradiction' if self.contradiction else 'Gap'}: {self.en}"


def codes(connection: Connection, query: Select[Any]) -> str:
    """The first few values of a query, '' if there are none."""
    return some(sorted(str(value) for value in connection.scalars(query)))


def some(values: Iterable[str]) -> str:
    """The first few, and how many there are in all; '' for none."""
    listed = list(values)
    return "、".join(listed[:SHOWN]) + (f" … ({len(listed)})" if len(listed) > SHOWN else "")


def exists(connection: Connection, query: Select[Any]) -> bool:
    """Whether a query has any row."""
    return connection.execute(query.limit(1)).first() is not None


def count(connection: Connection, query: Select[Any]) -> int:
    """How many rows a query has."""
    return connection.scalars(select(func.count()).select_from(query.subquery())).one()


def wrong(zh: str, en: str) -> Finding:
    """A contradiction, with what to do about it."""
    return Finding(True, zh, en)


def gap(zh: str, en: str) -> Finding:
    """A gap to know of, with what to do about it."""
    return Finding(False, zh, en)
