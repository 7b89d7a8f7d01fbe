"""Which kind of return a file is: the beginning of its name, before the first `_`, `(` or `.`."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from seed.returns.kinds import (
    activities,
    adjustments,
    hazard_changes,
    hazards,
    measures,
    media,
    register,
    roadmap,
    roster,
    tips,
)
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Table

Code = Literal[
    "roster",
    "register",
    "adjustments",
    "activities",
    "hazards",
    "hazard_changes",
    "tips",
    "media",
    "measures",
    "roadmap",
    "liaison",
    "annex3",
]


@dataclass(frozen=True)
class Kind:
    """One kind of return."""

    code: Code
    name: str
    table: Table | None = None
    is_owed: bool = False
    """Whether it is handed in for a line of the notice (line.answers says for which); else it is a ledger."""


KINDS: Final = (
    Kind("roster", "单位名录", roster.TABLE),
    Kind("register", "报送登记表", register.TABLE),
    Kind("adjustments", "事项调整登记表", adjustments.TABLE),
    Kind("activities", "活动台账", activities.TABLE),
    Kind("hazards", "隐患台账", hazards.TABLE),
    Kind("hazard_changes", "隐患变更记录", hazard_changes.TABLE),
    Kind("tips", "举报台账", tips.TABLE),
    Kind("media", "媒体报道台账", media.TABLE),
    Kind("measures", "制度措施清单", measures.TABLE),
    Kind("roadmap", "路线图施工表", roadmap.TABLE, is_owed=True),
    Kind("liaison", "附件2", is_owed=True),
    Kind("annex3", "附件3", is_owed=True),
)
END_OF_KIND: Final = re.compile(r"[_(.]")


def kind_of(file_name: str) -> Kind | None:
    """The kind of a file by its name without folders; None: no kind of return."""
    beginning = END_OF_KIND.split(unicodedata.normalize("NFKC", file_name), maxsplit=1)[0].strip()
    return next((kind for kind in KINDS if kind.name == beginning), None)


def line_of(file_name: str, kind: Kind, reference: Reference) -> str | None:
    """The line that a single file is handed in for: the one of its kind, or which of them its name says. None for a
    ledger, or when the name does not say.
    """
    lines = reference.answered_by(kind.code)
    named = [line for line in lines if line.file_words and line.file_words in file_name]
    meant = lines if len(lines) == 1 else named
    return meant[0].code if len(meant) == 1 else None
