"""What took the place of a file that was refused, or that is registered and was never found."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, ScalarSelect, and_, func, or_, select

from data_access.database.schema import delivery


def successor_at(
    file: FromClause = delivery, also: Callable[[Any], Sequence[Any]] = lambda _: ()
) -> ScalarSelect[datetime]:
    """Receipt of the first file that replaced the one in `file`, a row of delivery; NULL for none.

    It is of the same notice, unit and kind, was taken, and was received later; or it is the same file corrected: of
    the same name and receipt, read after it. `also` gives further conditions on its columns.
    """
    f, later = file.c, delivery.alias("later")
    s = later.c
    corrected = and_(s.received_at == f.received_at, s.file_ref == f.file_ref, s.id > f.id)
    return (
        select(func.min(s.received_at))
        .where(
            s.campaign_id == f.campaign_id,
            s.org_unit_id == f.org_unit_id,
            s.kind == f.kind,
            s.status == "loaded",
            or_(s.received_at > f.received_at, corrected),
            *also(s),
        )
        .correlate(file)
        .scalar_subquery()
    )
