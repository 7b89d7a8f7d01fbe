"""The hazards themselves as columns: where they lie, whence they came, what their ledger says of them (§5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, case, func, select

from data_access.columns.codes import CodeNumbers, Codes
from data_access.columns.instants import NEVER, NO_DAY, Instants
from data_access.columns.reading import Told, named, parts_of, unheard
from data_access.database.instants import number_of, number_of_date
from data_access.database.schema import hazard, hazard_named_unit
from data_access.database.schema.hazard import GRADES, HAZARD_SOURCES
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.splicing import Splice, splice

RECT_TYPES: Final = ("", "immediate", "deadline")
SOURCES: Final = ("", *HAZARD_SOURCES)
THINGS: Final = ("f_target", "f_people", "f_money", "f_time", "f_plan")
"""五落实."""
UNKNOWN: Final = -1
"""Of what is in place or not: not reported (G10)."""
NO_PLACE: Final = -1
"""A coordinate that is not there, in hundredths of a degree."""
LISTS: Final = ("adcodes", "industries", "site_kinds", "names")
"""Fields that are no columns: what the numbers of columns stand for."""
Texts: TypeAlias = NDArray[np.bytes_]
"""UTF-8, whose order is that of the texts."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A row for each hazard on record, in the order of their ids. What is private is not in it (§5)."""

    ids: NDArray[np.int64]
    code: Texts
    rank: NDArray[np.int32]
    """Place in the order of codes."""
    campaign: NDArray[np.int64]
    updated: Instants
    """When the row was written last: by it a change is found (changes.py)."""
    adcode: CodeNumbers
    """Number in `adcodes`; likewise the industry, the kind of site."""
    industry: CodeNumbers
    site_kind: CodeNumbers
    source: NDArray[np.int8]
    """Place in SOURCES; likewise in RECT_TYPES and GRADES (the grade where no event says one)."""
    rect_type: NDArray[np.int8]
    grade: NDArray[np.int8]
    things: NDArray[np.int8]
    """A row for each of THINGS: 1 in place, 0 not, UNKNOWN."""
    found_on: NDArray[np.int32]
    """A day, NO_DAY for none."""
    funds: NDArray[np.float64]
    """In 万元, NaN for none."""
    lon: NDArray[np.int32]
    """WGS84 in hundredths of a degree, rounded half up; NO_PLACE for none."""
    lat: NDArray[np.int32]
    name: CodeNumbers
    """Number in `names` of the unit, where it was named in public and not found through a tip, exposed by T or not."""
    adcodes: tuple[str, ...]
    industries: tuple[str, ...]
    site_kinds: tuple[str, ...]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def in_place(self) -> NDArray[np.int8]:
        """All five things are in place: 1, else 0, UNKNOWN where one is not reported and none is missing.

        As in SQL, where one that is missing makes the whole false whatever the others are.
        """
        missing, unknown = (self.things == 0).any(axis=0), (self.things == UNKNOWN).any(axis=0)
        return np.where(missing, 0, np.where(unknown, UNKNOWN, 1)).astype(np.int8)


def select_rows() -> Select[*tuple[Any, ...]]:
    """What Rows is made of, in the order of ids."""
    h, with_name = hazard.c, hazard_named_unit.c
    return (
        select(
            h.id,
            h.campaign_id,
            number_of(h.updated_at, NEVER),
            _place(h.source, SOURCES),
            _place(h.rect_type, RECT_TYPES),
            _place(h.grade, GRADES),
            *(func.coalesce(case((h[thing], 1), (~h[thing], 0)), UNKNOWN) for thing in THINGS),
            number_of_date(h.found_on, NO_DAY),
            h.funds_wan,
            h.lon,
            h.lat,
            h.code,
            h.adcode,
            h.industry_code,
            h.site_kind,
            with_name.unit_name,
        )
        .outerjoin_from(hazard, hazard_named_unit, with_name.hazard_id == h.id)
        .order_by(h.id)
    )


def read_rows(s: Snapshot, told: Told = unheard) -> Rows:
    """All hazards on record."""
    return _read(s, parts_of(s, hazard.c.id), [Codes() for _ in LISTS], told)


def reread(s: Snapshot, before: Rows, changed: NDArray[np.int64]) -> tuple[Rows, Splice]:
    """`before` with the hazards of these sorted ids read anew, of which there may be none or new ones; and what that
    makes of the rows.
    """
    codes = [Codes(getattr(before, name)) for name in LISTS]
    anew = _read(s, named(hazard.c.id, changed), codes)
    parts = splice(before.ids, changed, anew.ids)
    columns: dict[str, Any] = {
        field.name: parts.column(getattr(before, field.name), getattr(anew, field.name))
        for field in fields(Rows)
        if field.name not in LISTS
    }
    columns["rank"] = _rank(columns["code"], np.argsort(columns["rank"], kind="stable"))
    return replace(anew, **columns), parts


def _read(
    s: Snapshot,
    conditions: Iterable[ColumnElement[bool]],
    codes: Sequence[Codes],
    told: Told = unheard,
) -> Rows:
    parts: list[tuple[NDArray[Any], ...]] = []
    statement = select_rows()
    width = len(statement.selected_columns)
    asked = (s.execute(statement.where(condition)).all() for condition in conditions)
    for rows in chain(asked, [()]):
        values = list(zip(*rows, strict=True)) or [()] * width
        parts.append(
            (
                *(np.array(column, np.int64) for column in values[:11]),
                np.array(values[11], np.int32),
                np.array(values[12], np.float64),  # None becomes NaN
                *(_hundredths(np.array(column, np.float64)) for column in values[13:15]),
                _texts(values[15]),
                *(known.numbers(column) for known, column in zip(codes, values[16:], strict=True)),
            )
        )
        told(len(rows))
    columns: list[NDArray[Any]] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    ids, campaign, updated, source, rect_type, grade, *things = columns[:11]
    found, funds, lon, lat, code, adcode, industry, kind, name = columns[11:]
    return Rows(
        ids,
        code,
        _rank(code, np.arange(len(code))),
        campaign,
        updated,
        adcode,
        industry,
        kind,
        source.astype(np.int8),
        rect_type.astype(np.int8),
        grade.astype(np.int8),
        np.array(things, np.int8),
        found,
        funds,
        lon,
        lat,
        name,
        *(known.codes for known in codes),
    )


def _rank(code: Texts, nearly: NDArray[np.int64]) -> NDArray[np.int32]:
    """The place of each in the order of codes; `nearly`: rows nearly in this order, which saves most of the sorting."""
    rank = np.empty(len(code), np.int32)
    rank[nearly[np.argsort(code[nearly], kind="stable")]] = np.arange(len(code))
    return rank


def _place(column: ColumnElement[str], among: tuple[str, ...]) -> ColumnElement[int]:
    return func.coalesce(case({code: place for place, code in enumerate(among)}, value=column), 0)


def _texts(values: tuple[str | None, ...]) -> Texts:
    return np.array([(value or "").encode() for value in values], np.bytes_)


def _hundredths(degrees: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.where(np.isnan(degrees), NO_PLACE, np.floor(np.nan_to_num(degrees) * 100 + 0.5)).astype(np.int32)
