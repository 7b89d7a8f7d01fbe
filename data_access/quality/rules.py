"""What is looked for in the data (question 20, G9, G10, R4): the closed list of rules, their pairs and thresholds.

A rule finds, a person judges: none is a verdict, and units are not ranked by it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

KINDS: Final = ("missing", "refused", "counties", "impossible", "unknown", "personal", "revised", "formal")
"""The last one is the check of going through the motions (R4); the others say whether the numbers can be trusted."""
CONTRADICTIONS: Final = ("counties", "impossible", "unknown")
"""Kinds in which two figures cannot both be right, or one cannot be worked out."""


@dataclass(frozen=True)
class Rule:
    """One check; its words are `rule.<code>`, and of each row of evidence `rule.<code>.row`."""

    code: str
    kind: str


RULES: Final = {
    rule.code: rule
    for rule in (
        Rule("missing_return", "missing"),
        Rule("refused_file", "refused"),
        Rule("absent_file", "refused"),
        Rule("counties_exceed", "counties"),
        Rule("part_over_whole", "impossible"),
        Rule("dated_after_receipt", "impossible"),
        Rule("due_before_order", "impossible"),
        Rule("closed_before_acceptance", "impossible"),
        Rule("views_without_people", "impossible"),
        Rule("dated_outside", "impossible"),
        Rule("dated_not_held", "impossible"),
        Rule("placed_outside", "impossible"),
        Rule("too_many_people", "impossible"),
        Rule("whole_missing", "unknown"),
        Rule("closed_without_deadline", "unknown"),
        Rule("personal_text", "personal"),
        Rule("revised_return", "revised"),
        Rule("revised_activity", "revised"),
        Rule("same_text", "formal"),
        Rule("last_hour", "formal"),
        Rule("same_day", "formal"),
        Rule("empty_on_time", "formal"),
        Rule("round_numbers", "formal"),
    )
}

MOST_ON_SITE: Final = 10_000_000
"""More do not come to one activity: a province has some tens of millions of people."""
MOST_PEOPLE: Final = 1_000_000_000
"""More do not look on: 1 200 000 000 is a slip of the keyboard."""

SAME_TEXT_UNITS: Final = 3
"""Two neighbours may word a joint event alike; from three on somebody may have copied."""
SAME_TEXT_LENGTH: Final = 12
"""Characters without place, punctuation and space: shorter titles (组织进社区) are alike by chance."""
LAST_HOUR: Final = timedelta(hours=1)
"""Before a deadline at midnight that is from 22:59:59 on, when no office works."""
SAME_DAY_LEAST: Final = 5
"""Hazards with a deadline: fewer may all be small (as small samples of rates, G12)."""
CLOSED_LEAST: Final = 5
"""Hazards of a city and grade: fewer may all be closed without anything odd."""
ROUND_FROM: Final = 100
"""Figures below are often exact and often round: they say nothing."""
ROUND_LEAST: Final = 10
"""So many figures of ROUND_FROM or more must be there before a share of them means anything."""
ROUND_SHARE: Final = 0.8
"""Multiples of ROUND_FROM among them. Of exact counts one in a hundred is; large audiences are estimated, so half of a
return may be round without anything odd."""
LIMITS: Final = {
    "units": SAME_TEXT_UNITS,
    "length": SAME_TEXT_LENGTH,
    "minutes": int(LAST_HOUR.total_seconds()) // 60,
    "same_day": SAME_DAY_LEAST,
    "closed": CLOSED_LEAST,
    "from_": ROUND_FROM,
    "least": ROUND_LEAST,
    "share": f"{ROUND_SHARE:.0%}",
}
"""The thresholds as the words `criterion.<rule>` name them."""
