"""Which kind of return is stored how."""

from typing import Any

from seed.returns.kinds.catalogue import Kind
from seed.returns.kinds.parsed import Parsed
from seed.returns.storing import activities, figures, hazard_changes, hazards, listed, tips
from seed.returns.storing.load import Load


def store_rows(load: Load, kind: Kind, parsed: Parsed, submission_id: int | None, digest: str) -> None:
    """Store what a file holds; figures and tasks belong to the submission that it came for."""
    writers: dict[str, Any] = {
        "activities": activities.store,
        "hazards": hazards.store,
        "hazard_changes": hazard_changes.store,
        "tips": tips.store,
        "media": listed.store_media,
        "measures": listed.store_measures,
        "roadmap": figures.store_roadmap,
    }
    if kind.code in writers:
        writers[kind.code](load, parsed.records)
    elif kind.code == "liaison":
        figures.store_liaison(load, digest)
    elif submission_id is not None:
        figures.store_figures(load, submission_id, parsed.figures)
