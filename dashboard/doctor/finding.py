"""What a check has found, in words of the catalogues."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from data_access.i18n import t

Weight: TypeAlias = Literal["wrong", "warning"]


class Finding(NamedTuple):
    """wrong: the dashboard does not work, or gives away what it should not; warning: the office should know."""

    weight: Weight
    key: str
    values: dict[str, object]

    def sentence(self, lang: str) -> str:
        """What is wrong and what to do."""
        return t(lang, f"doctor.{self.key}", None, **self.values)


Check: TypeAlias = Callable[[], Iterator[Finding]]


def wrong(key: str, **values: object) -> Finding:
    """Something that must be put right."""
    return Finding("wrong", key, values)


def warning(key: str, **values: object) -> Finding:
    """Something that the office should decide."""
    return Finding("warning", key, values)
