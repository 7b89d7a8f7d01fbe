"""The reference tables of seed/reference/*.csv: read, checked row by row, loaded."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, ValidationError
from sqlalchemy import Connection

from data_access.database.schema import admin_division, industry, metric, old_division_name, org_unit, tip_channel
from seed.merge import Changes, ids, merge
from seed.notice import NoticeError, Row, Text
from seed.notice_files import own_folder

REFERENCE = Path(__file__).parent / "reference"
Adcode = Annotated[str, Field(pattern=r"^\d{6}$")]


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _yes_no(value: object) -> object:
    """Only these two words: 'maybe' would otherwise pass as some truth."""
    if value not in {"yes", "no"}:
        raise ValueError("expected yes or no")
    return value == "yes"


def _split_list(value: object) -> object:
    return tuple(part for part in value.split("、") if part) if isinstance(value, str) else value


MaybeText = Annotated[str | None, BeforeValidator(_empty_is_none)]
MaybeAdcode = Annotated[Adcode | None, BeforeValidator(_empty_is_none)]
MaybeDate = Annotated[date | None, BeforeValidator(_empty_is_none)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]


class Division(Row):
    """A row of divisions.csv."""

    adcode: Adcode
    valid_from: date
    valid_to: MaybeDate
    name_zh: Text
    name_en: str
    short_zh: Text
    level: Literal["province", "prefecture", "county", "county_equivalent"]
    parent_adcode: MaybeAdcode
    lon: Annotated[float, Field(ge=70, le=140)]
    lat: Annotated[float, Field(ge=0, le=60)]
    is_official: YesNo

    def in_force(self, day: date) -> bool:
        """Whether the division existed on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class OldName(Row):
    """A row of old_names.csv."""

    city_adcode: Adcode
    old_name: Text
    adcode: Adcode
    note: MaybeText


class Unit(Row):
    """A row of units.csv; unit_group: the group in which the province's notices put it, none: only known by name."""

    province_adcode: Adcode
    code: Annotated[str, Field(min_length=1, max_length=40)]
    name_zh: Text
    name_en: str
    short_zh: Text
    kind: Literal["committee_office", "emergency_bureau", "member_dept", "enterprise_group", "media", "school", "other"]
    unit_group: Literal["member", "office", "none"]
    provenance: Literal["stated", "inferred"]
    aliases: Annotated[tuple[str, ...], BeforeValidator(_split_list)]


class Industry(Row):
    """A row of industries.csv."""

    code: Annotated[str, Field(min_length=1, max_length=24)]
    parent_code: MaybeText
    name_zh: Text
    name_en: str
    regulator: MaybeText


class Channel(Row):
    """A row of channels.csv."""

    code: Annotated[str, Field(min_length=1, max_length=16)]
    name_zh: Text
    name_en: str
    owner: MaybeText


class Metric(Row):
    """A row of metrics.csv."""

    code: Annotated[str, Field(min_length=1, max_length=8)]
    version: Annotated[int, Field(ge=1)]
    name_zh: Text
    name_en: str
    unit: Text
    unit_en: str
    section: Annotated[str, Field(min_length=1, max_length=2)]
    aggregation: Literal["sum", "stock", "ratio_part", "none"]
    branch_disjoint: YesNo
    provenance: Literal["official", "reconstructed", "local"]
    part_of: MaybeText
    """Code of the row of which it is a part by its own words."""


AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True)
class Reference:
    """All reference tables of a folder."""

    divisions: list[Division]
    old_names: list[OldName]
    units: list[Unit]
    industries: list[Industry]
    channels: list[Channel]
    metrics: list[Metric]


def read_reference(folder: Path | None = None) -> Reference:
    """The tables of a folder; without one, the project's with the office's own, which need not be all: a row takes the
    place of the project's with the same key. NoticeError names file, line, column, value and what was expected.
    """
    own = own_folder() if folder is None else None
    folders = (folder or REFERENCE, *([own / "reference"] if own else []))
    tables = Reference(
        divisions=_rows(folders, "divisions.csv", Division, lambda r: (r.adcode, r.valid_from)),
        old_names=_rows(folders, "old_names.csv", OldName, lambda r: (r.city_adcode, r.old_name)),
        units=_rows(folders, "units.csv", Unit, lambda r: r.code),
        industries=_rows(folders, "industries.csv", Industry, lambda r: r.code),
        channels=_rows(folders, "channels.csv", Channel, lambda r: r.code),
        metrics=_rows(folders, "metrics.csv", Metric, lambda r: (r.code, r.version)),
    )
    places, units = {d.adcode for d in tables.divisions}, {u.code for u in tables.units}
    figures = {m.code for m in tables.metrics}
    links = [
        *(("divisions.csv", d.name_zh, "parent_adcode", d.parent_adcode, places) for d in tables.divisions),
        *(("old_names.csv", o.old_name, "city_adcode", o.city_adcode, places) for o in tables.old_names),
        *(("old_names.csv", o.old_name, "adcode", o.adcode, places) for o in tables.old_names),
        *(("industries.csv", i.code, "regulator", i.regulator, units) for i in tables.industries),
        *(("industries.csv", i.code, "parent_code", i.parent_code, _tops(tables)) for i in tables.industries),
        *(("channels.csv", c.code, "owner", c.owner, units) for c in tables.channels),
        *(("metrics.csv", m.code, "part_of", m.part_of, figures) for m in tables.metrics),
    ]
    wrong = [
        f"{file}: {row}, {column}: {v!r} is not there" for file, row, column, v, all_ in links if v and v not in all_
    ]
    if wrong:
        raise NoticeError("\n".join(wrong))
    return tables


def load_reference(connection: Connection, tables: Reference) -> dict[str, Changes]:
    """Write the tables; units first, which the others name. Returns the changes per table."""
    changes = {
        "admin_division": merge(
            connection, admin_division, ("adcode", "valid_from"), [d.model_dump() for d in tables.divisions]
        ),
        "old_division_name": merge(
            connection, old_division_name, ("city_adcode", "old_name"), [o.model_dump() for o in tables.old_names]
        ),
    }
    units = ids(connection, org_unit)
    industries = [
        {**i.model_dump(exclude={"regulator"}), "sort_order": n, "regulator_unit_id": units.get(i.regulator or "")}
        for n, i in enumerate(tables.industries)
    ]
    tops = [row for row in industries if row["parent_code"] is None]
    changes["industry"] = merge(connection, industry, ("code",), tops) + merge(
        connection, industry, ("code",), [row for row in industries if row["parent_code"] is not None]
    )
    channels = [
        {**c.model_dump(exclude={"owner"}), "sort_order": n, "owner_unit_id": units.get(c.owner or "")}
        for n, c in enumerate(tables.channels)
    ]
    changes["tip_channel"] = merge(connection, tip_channel, ("code",), channels)
    metrics = [{**m.model_dump(), "sort_order": n} for n, m in enumerate(tables.metrics)]
    changes["metric"] = merge(connection, metric, ("code", "version"), metrics)
    return changes


def _tops(tables: Reference) -> set[str]:
    return {i.code for i in tables.industries if i.parent_code is None}


def _rows(folders: tuple[Path, ...], name: str, model: type[AnyRow], key: Callable[[AnyRow], object]) -> list[AnyRow]:
    """The rows of a table of this name in all folders."""
    first, *others = (folder / name for folder in folders)
    rows: dict[object, AnyRow] = {}
    for path in (first, *(path for path in others if path.is_file())):
        rows |= {key(row): row for row in _rows_of(path, model, key)}
    return list(rows.values())


def _rows_of(path: Path, model: type[AnyRow], key: Callable[[AnyRow], object]) -> list[AnyRow]:
    rows: list[AnyRow] = []
    faults: list[str] = []
    seen: dict[object, int] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, raw in enumerate(csv.DictReader(lines), start=2):
            try:
                row = model.model_validate(raw)
            except ValidationError as fault:
                faults += [f"{path.name}: line {number}, {_words(error)}" for error in fault.errors()]
                continue
            if key(row) in seen:
                faults.append(f"{path.name}: line {number}: {key(row)} is on line {seen[key(row)]} already")
            seen[key(row)] = number
            rows.append(row)
    if faults:
        raise NoticeError("\n".join(faults))
    return rows


def _words(error: Any) -> str:
    expected = error["msg"].removeprefix("Value error, ").replace("Input should be ", "expected ")
    return f"{'.'.join(str(step) for step in error['loc'])}: {error['input']!r}; {expected}"
