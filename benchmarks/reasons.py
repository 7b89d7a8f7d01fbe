"""Why budgets are missed, part by part: what was found when it was looked into."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "reruns": "times are those of a process that shares two cores with whatever else the machine does; the processor's "
    "milliseconds stand beside them. Of those a page's shell takes nine (sentence and slider, header, search), the "
    "states of all obligations at a new instant two; each table takes two besides what Streamlit takes. A city's map "
    "is lettered the first time that a process draws it, 10 ms.",
    "browser": "nine tenths of what the board loads are Streamlit's own scripts, which take 2.1 s at 2 Mbit/s before "
    "anything of ours; what is opened the second time comes in 1.1 s.",
    "queries": "all looks of a process at the state of the data are one a second, of three statements; a single viewer "
    "causes one each time he asks, every 3 s. Ten viewers cause as many as a hundred.",
}


def reason(part: str) -> str:
    """Why a part misses its budgets."""
    return REASONS.get(part, "not looked into.")
