"""The industries of hazards and tips by code."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, and_, func, select

from data_access.database.schema import industry, org_unit
from data_access.database.snapshot import Snapshot
from data_access.notice.places import province_of
from data_access.question import Question


class Named(NamedTuple):
    """What has a code and a name in both languages."""

    code: str
    zh: str
    en: str


NOBODY: Final = Named("", "", "")


class Industry(NamedTuple):
    """An industry, with the department in charge of it."""

    code: str
    zh: str
    en: str
    group: Named
    """The top-level industry that it is or belongs to."""
    regulator: Named

    @property
    def parent(self) -> str:
        """The code of the industry above it; '' of the top level."""
        return "" if self.group.code == self.code else self.group.code


NO_INDUSTRY: Final = Industry("", "", "", NOBODY, NOBODY)


def select_industries(q: Question) -> Select[*tuple[Any, ...]]:
    """All industries in their order, those of the top level each followed by those below it, with who regulates them in
    the province of the campaign.
    """
    i, parent, unit = industry.c, industry.alias("parent"), org_unit.c
    in_province = unit.province_adcode == province_of(q.filters.campaign)
    rows = (
        select(
            *(i.code, i.name_zh, i.name_en, i.parent_code),
            *(parent.c.name_zh.label("parent_zh"), parent.c.name_en.label("parent_en")),
            *(unit.code.label("unit_code"), unit.name_zh.label("unit_zh"), unit.name_en.label("unit_en")),
        )
        .outerjoin_from(industry, parent, parent.c.code == i.parent_code)
        .outerjoin(org_unit, and_(unit.id == i.regulator_unit_id, in_province))
    )
    families = (func.coalesce(parent.c.sort_order, i.sort_order), func.coalesce(parent.c.code, i.code))
    return rows.order_by(*families, i.parent_code.is_not(None), i.sort_order, i.code)


def load_industries(s: Snapshot, q: Question) -> Mapping[str, Industry]:
    """Code -> industry, those of the top level each followed by those below it."""
    q = q.unfiltered().timeless()
    return s.lasting((load_industries, q), lambda: {row.code: _industry(row) for row in s.ask(select_industries, q)})


def _industry(row: Row[*tuple[Any, ...]]) -> Industry:
    itself = Named(row.code, row.name_zh, row.name_en)
    above = Named(row.parent_code, row.parent_zh, row.parent_en)
    in_charge = Named(row.unit_code, row.unit_zh, row.unit_en)
    return Industry(*itself, above if row.parent_code else itself, in_charge if row.unit_code else NOBODY)
