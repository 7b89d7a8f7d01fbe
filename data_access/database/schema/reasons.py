"""The closed list of reasons why a task is extended, waived or sent back."""

from typing import Final

EXTENDED: Final = ("force_majeure", "epidemic", "task_changed", "other")
WAIVED: Final = ("no_such_unit", *EXTENDED)
RETURNED: Final = ("incomplete", "form", "figures", "duplicate", "other")
REASONS: Final = (*WAIVED[:-1], *RETURNED)
"""Each with its words under reason.<code>; what began without a reason has no code."""
UNSTATED: Final = "unstated"
"""How an empty code is read: no reason was recorded (未说明原因)."""
