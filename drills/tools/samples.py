"""The samples of deploy/, changed in as little as a drill can do with: ports, places, and what another drill tries."""

from collections.abc import Mapping

from drills.tools.processes import DrillError
from tests.server import ROOT


def changed(sample: str, changes: Mapping[str, str]) -> str:
    """The text of a sample of deploy/ with these changes, each of which must find something."""
    text = (ROOT / "deploy" / sample).read_text(encoding="utf-8")
    for old, new in changes.items():
        if old not in text:
            raise DrillError(f"deploy/{sample} has no {old}")
        text = text.replace(old, new)
    return text
