"""The industries of hazards and tips by code."""

from typing import Any

from sqlalchemy import Select, func, select

from data_access.database.schema import industry
from data_access.question import Question


def select_industries(_: Question) -> Select[*tuple[Any, ...]]:
    """All industries in their order, those of the top level each followed by those below it."""
    i, parent = industry.c, industry.alias("parent")
    top = select(i.code, i.name_zh, i.name_en, i.parent_code).outerjoin(parent, parent.c.code == i.parent_code)
    families = (func.coalesce(parent.c.sort_order, i.sort_order), func.coalesce(parent.c.code, i.code))
    return top.order_by(*families, i.parent_code.is_not(None), i.sort_order, i.code)
