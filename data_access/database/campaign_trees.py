"""Which campaigns belong together: a notice and the campaigns that it is divided into."""

from functools import lru_cache
from typing import Final

from sqlalchemy import ScalarSelect, Select, func, or_, select

from data_access.database.schema import campaign

STATEMENTS: Final = 32
"""Size of the caches of statements: the loaders of a page share a question, and building a statement takes as long as
running it."""


@lru_cache(STATEMENTS)
def campaign_ids(code: str) -> Select[int]:
    """The ids whose lines count: a notice with its campaigns, or a campaign with its notice (lines that serve both)."""
    named = campaign.alias("chosen")
    related = or_(campaign.c.id == named.c.id, campaign.c.parent_id == named.c.id, campaign.c.id == named.c.parent_id)
    ids = select(campaign.c.id).join(named, related)
    return ids.where(named.c.code == code if code else named.c.id == notice_id("")).correlate(None)


@lru_cache(STATEMENTS)
def notice_id(code: str) -> ScalarSelect[int]:
    """The id of the notice of a campaign, which has its roster; of the newest notice for ""."""
    c = campaign.alias("named").c
    named = select(func.coalesce(c.parent_id, c.id)).where(c.code == code)
    newest = select(c.id).where(c.kind == "notice").order_by(c.starts_on.desc(), c.id.desc()).limit(1)
    return (named if code else newest).correlate(None).scalar_subquery()
