"""The filters by codes, one row each: what addresses, lists, the check for unknown codes, names of files, the line of
filters on a page and the shell's options follow from. The condition in SQL stands beside the selects that it narrows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal, NamedTuple, TypeAlias, cast

from sqlalchemy import Select, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import admin_division, industry, line
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.schema.hazard import CLASSES, GRADES, HAZARD_SOURCES
from data_access.database.snapshot import Snapshot
from data_access.notice.places import COUNTY_LEVELS, province_of
from data_access.notice.selection import in_force
from data_access.question import Filters, HazardFilters, Question, Scope

Codes: TypeAlias = Callable[[str], Select[str]]
"""Code of a campaign -> the select of the codes that mean something in it."""
Names: TypeAlias = Callable[[Question], Select[str, str, str]]
"""The select of each code with its name in Chinese and in English."""


class Filter(NamedTuple):
    """A filter by codes."""

    field: str
    """Of Filters; of HazardFilters where it is about hazards."""
    parameter: str
    """In addresses; with two dashes the shell's option."""
    pattern: str
    """Of a code."""
    known: tuple[str, ...] | Codes
    named: str | Names
    """How files name a code: by a family of words, or a select; "": the code is its name."""
    shown: str
    """Family of the words that pages name a code by; "": pages take the names of what its list offers."""
    about: Literal["everything", "hazards"]
    """hazards: narrows hazards and tips only."""
    help: str
    """Of the shell's option."""

    def chosen(self, filters: Filters, hazards: HazardFilters) -> tuple[str, ...]:
        """The codes chosen in one of the two."""
        return cast(tuple[str, ...], getattr(hazards if self.about == "hazards" else filters, self.field))


def _cities(code: str) -> Select[str]:
    d = admin_division.c
    return select(d.adcode).where(d.level == "prefecture", d.parent_adcode == province_of(code))


def _counties(code: str) -> Select[str]:
    d = admin_division.c
    return select(d.adcode).where(d.level.in_(COUNTY_LEVELS), d.parent_adcode.in_(_cities(code).correlate(None)))


def _lines(code: str) -> Select[str]:
    return select(line.c.code).where(line.c.campaign_id.in_(campaign_ids(code)))


def _industries(_: str) -> Select[str]:
    return select(industry.c.code)


def _city_names(q: Question) -> Select[str, str, str]:
    return _division_names(q).where(admin_division.c.level == "prefecture")


def _division_names(q: Question) -> Select[str, str, str]:
    d = admin_division.c
    return select(d.adcode, d.name_zh, d.name_en).where(in_force(q))


def _industry_names(_: Question) -> Select[str, str, str]:
    i = industry.c
    return select(i.code, i.name_zh, i.name_en)


ADCODE, SOME = r"[0-9]{6}", "may be repeated"
FILTERS: Final = (
    Filter("cities", "city", ADCODE, _cities, _city_names, "", "everything", f"adcode of a city; {SOME}"),
    Filter("lines", "line", r"[A-Z][A-Za-z0-9.]{0,15}", _lines, "", "", "everything",
           f"code of a line or group of lines; {SOME}"),
    Filter("groups", "group", r"[a-z]{1,8}", UNIT_GROUPS, "group", "groups", "everything",
           f"city, member, office or county; {SOME}"),
    Filter("grades", "grade", r"[a-z]{1,8}", GRADES, "grade", "grade", "hazards",
           f"of hazards: general or major; {SOME}"),
    Filter("industries", "industry", r"[a-z][a-z0-9-]{0,23}", _industries, _industry_names, "", "hazards",
           "code of an industry of hazards and tips; one of the top level: all below it"),
    Filter("sources", "source", r"[a-z_]{1,16}", HAZARD_SOURCES, "source", "source", "hazards",
           f"of hazards: inspection, tip …; {SOME}"),
    Filter("classes", "class", r"[A-Z][0-9]?", CLASSES, "", "hazards.class", "hazards",
           f"of hazards: A, B, C, D, E, A0 or P; {SOME}"),
    Filter("counties", "county", ADCODE, _counties, _division_names, "", "hazards",
           f"adcode of a county of hazards; {SOME}"),
)  # fmt: skip
PLACES: Final = frozenset({"cities", "counties"})
"""Fields whose codes are divisions, of which a reader may not see all."""
OF_HAZARDS: Final = tuple(one for one in FILTERS if one.about == "hazards")


def with_codes(filters: Filters, codes: Mapping[str, Iterable[str]]) -> tuple[Filters, HazardFilters]:
    """`filters` and those of hazards with these codes by field; a field without codes means all."""
    of: dict[str, dict[str, Any]] = {"everything": {}, "hazards": {}}
    for one in FILTERS:
        of[one.about][one.field] = tuple(codes.get(one.field, ()))
    return replace(filters, **of["everything"]), HazardFilters(**of["hazards"])


def unknown_codes(
    s: Snapshot, filters: Filters, hazards: HazardFilters, campaign: str, scope: Scope
) -> tuple[str, ...]:
    """The codes, but the campaign's, that mean nothing to this reader in the campaign of that code, each once, in the
    order given: places that he may not see are as good as none.
    """
    codes_of = [(one, one.chosen(filters, hazards)) for one in FILTERS]
    unknown = (
        code for one, codes in codes_of if codes for code in codes if code not in _known(s, one, campaign, scope)
    )
    return tuple(dict.fromkeys(unknown))


def own_cities(s: Snapshot, campaign: str, scope: Scope) -> tuple[str, ...]:
    """The cities of a reader who may not see all, as far as they are of the campaign; () of one who sees all."""
    known = _known(s, FILTERS[0], campaign, scope)
    return tuple(city for city in scope.cities or () if city in known)


def _known(s: Snapshot, one: Filter, campaign: str, scope: Scope) -> frozenset[str]:
    """The codes of a filter that mean something in a campaign."""
    known = one.known
    if isinstance(known, tuple):
        return frozenset(known)
    within = scope.cities if one.field in PLACES else None
    return s.lasting(
        (_known, one.field, campaign, scope), lambda: frozenset(s.execute(_seen(known(campaign), within)).scalars())
    )


def _seen(codes: Select[str], within: tuple[str, ...] | None) -> Select[str]:
    d = admin_division.c
    return codes if within is None else codes.where(d.adcode.in_(within) | d.parent_adcode.in_(within))
