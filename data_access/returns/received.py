"""Whether anything at all was received for a notice: before that nobody counts as late."""

from typing import Final

from sqlalchemy import exists, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import activity, delivery, line, obligation, submission
from data_access.database.snapshot import Snapshot

ROSTER: Final = "roster"
"""A roster says who has to report, and comes from the office itself."""


def anything_received(s: Snapshot, campaign: str) -> bool:
    """Whether a return, a ledger or an activity of the campaign's notice is in the database; a roster is none."""
    ids = campaign_ids(campaign)
    handed_in = submission.join(obligation).join(line)
    return bool(
        s.scalar(
            select(
                or_(
                    exists().where(
                        delivery.c.campaign_id.in_(ids), delivery.c.status == "loaded", delivery.c.kind != ROSTER
                    ),
                    exists().where(activity.c.campaign_id.in_(ids)),
                    exists(select(submission.c.id).select_from(handed_in).where(line.c.campaign_id.in_(ids))),
                )
            )
        )
    )
