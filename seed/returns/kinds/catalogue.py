"""All kinds of returns; which one a file is, by the beginning of its name before the first `_`, `(` or `.`."""

import re
import unicodedata
from typing import Final

from seed.returns.kinds import (
    activities,
    adjustments,
    annex3,
    hazard_changes,
    hazards,
    liaison,
    measures,
    media,
    register,
    roadmap,
    roster,
    tips,
)
from seed.returns.kinds.kind import Kind
from seed.returns.reading.reference import Reference

KINDS: Final = (
    roster.KIND,
    adjustments.KIND,
    register.KIND,
    activities.KIND,
    hazards.KIND,
    hazard_changes.KIND,
    tips.KIND,
    media.KIND,
    measures.KIND,
    roadmap.KIND,
    liaison.KIND,
    annex3.KIND,
)
"""The office's tables in the order in which a folder's are taken, then the returns of units."""
END_OF_KIND: Final = re.compile(r"[_(.]")


def kind_of(path: str) -> Kind | None:
    """The kind of a file by its name, whatever its folders; None: no kind of return."""
    name = unicodedata.normalize("NFKC", path.rpartition("/")[2])
    beginning = END_OF_KIND.split(name, maxsplit=1)[0].strip()
    return next((kind for kind in KINDS if kind.name == beginning), None)


def line_of(file_name: str, kind: Kind, reference: Reference) -> str | None:
    """The line that a single file is handed in for: the one of its kind, or the one that its name means. None
    for a ledger, or when the name means none.
    """
    lines = reference.answered_by(kind.code)
    named = [line for line in lines if line.file_words and line.file_words in file_name]
    meant = lines if len(lines) == 1 else named
    return meant[0].code if len(meant) == 1 else None
