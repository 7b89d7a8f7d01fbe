"""Which notice is meant where none is named, so that a question about one year is not answered from the next."""

from datetime import datetime

from sqlalchemy import Select, func, select

from data_access.database.campaign_trees import campaign_ids, notice_id
from data_access.database.days import end_of_day, instant_of, start_of_day
from data_access.database.schema import campaign, duty, line, obligation, obligation_extension
from data_access.database.snapshot import Snapshot
from data_access.question import AsOf


def notice_at(s: Snapshot, as_of: AsOf, now: datetime) -> str:
    """The code of the notice that a question about `as_of`, else about `now`, means when it names none.

    The one whose window holds that instant, from its issue or its start to its last deadline; of several the one that
    began last. Between two windows the one that began last; before all of them the first; "" when there is none.
    """
    notices = s.lasting(notice_at, lambda: _notices(s))
    begun = []
    for code, zone in notices:
        at = now if as_of is None else instant_of(as_of, zone)
        if begins(s, code) <= at:
            if at <= window_end(s, code):
                return code
            begun.append(code)
    return next(iter(begun or [code for code, _ in reversed(notices)]), "")


def _notices(s: Snapshot) -> tuple[tuple[str, str], ...]:
    """The code and the zone of each notice, the one that began last first."""
    c = campaign.c
    rows = select(c.code, c.timezone).where(c.kind == "notice").order_by(c.starts_on.desc(), c.id.desc())
    return tuple((code, zone) for code, zone in s.execute(rows))


def notice_of(s: Snapshot, code: str) -> str:
    """The code of the notice of a campaign; "" when there is none."""
    asked = select(campaign.c.code).where(campaign.c.id == notice_id(code))
    return s.lasting((notice_of, code), lambda: str(s.scalar(asked) or ""))


def begins(s: Snapshot, code: str) -> datetime:
    """The first second of a notice: of the day of its issue, or of its start if that is earlier; UTC."""
    return s.lasting((begins, code), lambda: _begins(s, code))


def _begins(s: Snapshot, code: str) -> datetime:
    c = campaign.c
    zone, issued_on, starts_on = s.execute(select(c.timezone, c.issued_on, c.starts_on).where(c.code == code)).one()
    return start_of_day(min(filter(None, (issued_on, starts_on))), zone)


def window_end(s: Snapshot, code: str) -> datetime:
    """The last second of a campaign, or of the last deadline of its lines with all extensions if that is later; UTC."""
    return s.lasting((window_end, code), lambda: _window_end(s, code))


def _window_end(s: Snapshot, code: str) -> datetime:
    ends_on, zone = s.execute(select(campaign.c.ends_on, campaign.c.timezone).where(campaign.c.code == code)).one()
    last_day = s.execute(select(func.max(duty.c.due_on)).where(duty.c.line_id.in_(line_ids_of(code)))).scalar()
    extended = s.execute(
        select(func.max(obligation_extension.c.new_due))
        .join(obligation, obligation.c.id == obligation_extension.c.obligation_id)
        .where(obligation.c.line_id.in_(line_ids_of(code)))
    ).scalar()
    end = end_of_day(max(filter(None, (ends_on, last_day))), zone)
    return max(end, extended or end)


def line_ids_of(code: str) -> Select[tuple[int]]:
    """The ids of all lines of a notice or campaign, as campaign_ids has them."""
    return select(line.c.id).where(line.c.campaign_id.in_(campaign_ids(code))).correlate(None)
