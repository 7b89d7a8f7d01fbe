"""The figures of a bulletin (通报): all that it prints, as plain values that can be kept, compared and printed again.

They are the rows of the extracts that the screen shows too (ranking, overdue, hazard-summary, tips-summary …), so paper
and screen cannot disagree. What is frozen is this, not the file: G13.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Protocol

from sqlalchemy import Select, select

from data_access.activities.held import list_five_settings, list_held
from data_access.database.campaign_trees import notice_id
from data_access.database.days import local_date
from data_access.database.schema import campaign
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.database.stamp import read_stamp
from data_access.hazards.counts import list_hazard_summary
from data_access.hazards.exposures import ExposureSums, list_exposure_summary, load_exposure_gaps
from data_access.hazards.sums import Sums
from data_access.notice.industries import Named
from data_access.notice.places import ALL
from data_access.notice.units import Line, Place, Unit
from data_access.obligations.agenda import list_overdue
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.counts import Counts, added, counts_of
from data_access.obligations.states import DEFINITION_VERSION
from data_access.question import Filters, Question
from data_access.tips.counts import TipSums, list_tips
from data_access.urgency.tables import list_in_order

Figures = dict[str, Any]
"""head: what the paper says of itself; tables: name -> rows; each row is named values, texts and whole numbers."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class FigureTable:
    """A table of the figures: what tells its rows apart, which of their values are figures."""

    key: tuple[str, ...]
    figures: tuple[str, ...]
    family: str = ""
    """Prefix of the words of its figures among those of columns."""


TABLES: Final = {
    "groups": FigureTable(("unit_group",), ("units", *Counts._fields)),
    "units": FigureTable(("unit_code",), (*Counts._fields, "rank")),
    "overdue": FigureTable(("unit_code", "line_code", "period"), ("days_overdue",)),
    "held": FigureTable(("place_code",), ("held",)),
    "settings": FigureTable(("city_adcode", "setting"), ("held",)),
    "hazards": FigureTable(("place_code", "grade"), Sums._fields, "hazard_"),
    "exposures": FigureTable(("grade",), ExposureSums._fields, "exposure_"),
    "gaps": FigureTable((), ("exposures", "without_hazard", "unconfirmed"), "gap_"),
    "tips": FigureTable(("channel",), TipSums._fields, "tip_"),
}


def question_of(q: Question) -> Question:
    """The question of a bulletin: campaign, cities and the instants; nothing else narrows it."""
    return q.placed().without_hazards()


def load_figures(s: Snapshot, q: Question) -> Figures:
    """The figures at T of what the database knows (at K where one is given)."""
    q = question_of(q)
    return {"head": load_head(s, q), "tables": {name: load(s, q) for name, load in _LOAD.items()}}


def canonical(figures: Figures) -> bytes:
    """The figures as bytes: equal figures, equal bytes, whatever database kept them."""
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def checksum(figures: Figures) -> str:
    """SHA-256 of the canonical figures."""
    return sha256(canonical(figures)).hexdigest()


def question_in(head: Row) -> Question:
    """The question that figures with this head answer."""
    known_at = head["known_at"]
    return Question(
        Filters(head["campaign"], tuple(city["code"] for city in head["cities"])),
        datetime.fromisoformat(head["as_of"]),
        datetime.fromisoformat(known_at) if known_at else None,
        zone=head["zone"],
    )


def key_of(table: str, row: Row) -> str:
    """What tells a row of a table from the others."""
    return "/".join(str(row[name]) for name in TABLES[table].key if row[name] != "")


def select_named(q: Question) -> Select[*tuple[Any, ...]]:
    """The names of the campaign, and the number of its notice."""
    notice, c = campaign.alias("notice"), campaign.c
    return (
        select(c.name_zh, c.name_en, notice.c.doc_no)
        .join_from(campaign, notice, notice.c.id == notice_id(q.filters.campaign))
        .where(c.code == q.filters.campaign)
    )


def load_head(s: Snapshot, q: Question) -> Figures:
    """What a paper says of itself: campaign, instants, cities, data and definitions."""
    code = q.filters.campaign
    stamp = s.once((read_stamp, code), lambda: read_stamp(s, code))
    [named] = s.ask_lasting(select_named, q.unfiltered().timeless())
    places = {one.place.code: one.place for one in list_held(s, q)}
    cities = q.filters.cities or q.scope.cities or ()  # what is of some cities is not called the province's
    return {
        "campaign": code,
        "campaign_zh": named.name_zh,
        "campaign_en": named.name_en,
        "doc_no": named.doc_no or "",
        "cities": [{"code": code, "zh": places[code].zh, "en": places[code].en} for code in cities if code in places],
        "as_of": q.as_of.isoformat(),
        "known_at": q.known_at.isoformat() if q.known_at else "",
        "zone": q.zone,
        "data_until": stamp.data_until.isoformat() if stamp.data_until else "",
        "stamp": stamp.version,
        "data": stamp.label,
        "definition_version": DEFINITION_VERSION,
    }


class _Named(Protocol):
    """A NamedTuple."""

    def _asdict(self) -> dict[str, Any]: ...


NAMES: Final[Mapping[type, tuple[str, ...]]] = {
    Unit: ("unit_code", "unit_zh", "unit_en", "unit_short", "unit_adcode", "unit_group", "city_adcode"),
    Line: ("line_code", "line_zh", "line_en", "line_short_zh", "line_short_en"),
    Place: ("place_code", "place_zh", "place_en", "place_short"),
    Named: ("channel", "channel_zh", "channel_en"),
}
"""The names of a unit, a line, a place and a channel in kept figures: published bulletins have them."""


def flat(row: _Named) -> Figures:
    """The values of a row without rows inside it."""
    found: Figures = {}
    for name, value in row._asdict().items():
        if isinstance(value, tuple):
            names = NAMES.get(type(value)) or value._fields  # type: ignore[attr-defined]  # else counts
            found |= dict(zip(names, value, strict=True))
        else:
            found[name] = value
    return found


def _groups(s: Snapshot, q: Question) -> list[Figures]:
    """Each group apart (C9): how many units, and their obligations together."""
    owed = list_obligations(s, q)
    found = []
    for group in UNIT_GROUPS:
        mine = [one for one in owed if one.unit.group == group]
        if mine:
            units = len({one.unit.code for one in mine})
            found.append({"unit_group": group, "units": units, **added([counts_of(mine)])._asdict()})
    return found


def _units(s: Snapshot, q: Question) -> list[Figures]:
    """Cities and member units, each group most pressing first, with ranks (G12)."""
    labels = ("unit_code", "unit_zh", "unit_en", "unit_short", "unit_group", "small_sample", *TABLES["units"].figures)
    rows = (flat(one) for one in list_in_order(s, q) if one.unit.group in ("city", "member"))
    return [{name: row[name] for name in labels} for row in rows]


def _overdue(s: Snapshot, q: Question) -> list[Figures]:
    return [
        {
            **dict(zip(NAMES[Unit], one.unit, strict=True)),
            **dict(zip(NAMES[Line], one.line, strict=True)),
            "period": one.period,
            "due_basis": one.due_basis,
            "due_at": local_date(one.due_at, q.zone).isoformat() if one.due_at else "",
            "days_overdue": one.days_overdue,
        }
        for one in list_overdue(s, q)
    ]


def _held(s: Snapshot, q: Question) -> list[Figures]:
    return [{name: value for name, value in flat(row).items() if name != "place_short"} for row in list_held(s, q)]


def _settings(s: Snapshot, q: Question) -> list[Figures]:
    return [
        {
            "city_adcode": one.place.code,
            "city_zh": one.place.zh,
            "city_en": one.place.en,
            "city_short": one.place.short,
            "setting": one.setting,
            "held": one.held,
        }
        for one in list_five_settings(s, q)
    ]


def _hazards(s: Snapshot, q: Question) -> list[Figures]:
    return [flat(row) for row in list_hazard_summary(s, q)]


def _exposures(s: Snapshot, q: Question) -> list[Figures]:
    """Per grade, of all chosen places together."""
    rows = [flat(row) for row in list_exposure_summary(s, q)]
    if any(row["place_code"] == ALL for row in rows):
        rows = [row for row in rows if row["place_code"] == ALL]
    grades = dict.fromkeys(row["grade"] for row in rows)
    return [
        {
            "grade": grade,
            **{name: sum(row[name] for row in rows if row["grade"] == grade) for name in ExposureSums._fields},
        }
        for grade in grades
    ]


def _gaps(s: Snapshot, q: Question) -> list[Figures]:
    return [flat(load_exposure_gaps(s, q))]


def _tips(s: Snapshot, q: Question) -> list[Figures]:
    return [flat(row) for row in list_tips(s, q)]


_LOAD: Final[Mapping[str, Callable[[Snapshot, Question], list[Figures]]]] = {
    "groups": _groups,
    "units": _units,
    "overdue": _overdue,
    "held": _held,
    "settings": _settings,
    "hazards": _hazards,
    "exposures": _exposures,
    "gaps": _gaps,
    "tips": _tips,
}
