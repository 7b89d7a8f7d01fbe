"""What a right may be about: cities and units that the campaign's database knows, by code or by name."""

from sqlalchemy import Select, or_, select

from data_access.access.place import AccessError
from data_access.access.rights import PLACED, Right, What, check
from data_access.command_line import reading
from data_access.database.schema import admin_division, campaign, org_unit


def right_of(what: What, place: str) -> Right:
    """The right, its place as a code. AccessError for a place that the campaign does not know, or knows twice, and
    for a right without one that needs it.
    """
    check([Right(what, place)])
    if what not in PLACED:
        return Right(what)
    if what == "city":
        d = admin_division.c
        provinces = select(campaign.c.province_adcode)
        asked = select(d.adcode).where(d.level == "prefecture", d.parent_adcode.in_(provinces), d.valid_to.is_(None))
        return Right(
            what, _one(asked.where(or_(*(each == place for each in (d.adcode, d.name_zh, d.short_zh)))), place)
        )
    u = org_unit.c
    return Right(what, _one(select(u.code).where(or_(u.code == place, u.name_zh == place)), place))


def _one(query: Select[tuple[str]], place: str) -> str:
    with reading() as conn:
        found = sorted({str(code) for (code,) in conn.execute(query)})
    if len(found) != 1:
        raise AccessError(
            f"数据库中{'没有' if not found else '不止一个'}“{place}”{'：' if found else ''}{'、'.join(found)}",
            f"the campaign's database knows {'none' if not found else ', '.join(found)} as {place!r}",
        )
    return found[0]
