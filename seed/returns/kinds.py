"""Which kind of return a file is: the beginning of its name, before the first `_`, `(` or `.`."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from seed.returns import (
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
from seed.returns.table import Table

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
    """One kind of return. `lines`: the lines that it is handed in for; none: a ledger."""

    code: Code
    name: str
    table: Table | None = None
    lines: tuple[str, ...] = ()


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
    Kind("roadmap", "路线图施工表", roadmap.TABLE, lines=("R2",)),
    Kind("liaison", "附件2", lines=("D1",)),
    Kind("annex3", "附件3", lines=("D3", "D4")),
)
ANNEX3: Final = KINDS[-1]
NAMED_LINES: Final = {"综合情况": "D3", "总结": "D4"}
"""What the name of an Annex 3 form says it is for, when no register says it."""
END_OF_KIND: Final = re.compile(r"[_(.]")


def kind_of(file_name: str) -> Kind | None:
    """The kind of a file by its name without folders; None: no kind of return."""
    beginning = END_OF_KIND.split(unicodedata.normalize("NFKC", file_name), maxsplit=1)[0].strip()
    return next((kind for kind in KINDS if kind.name == beginning), None)


def line_of(file_name: str, kind: Kind) -> str | None:
    """The line that a single file is handed in for, by its name; None for a ledger, or when the name does not say."""
    if len(kind.lines) == 1:
        return kind.lines[0]
    named = [line for words, line in NAMED_LINES.items() if words in file_name and line in kind.lines]
    return named[0] if len(named) == 1 else None
