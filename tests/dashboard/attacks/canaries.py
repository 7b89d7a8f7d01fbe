"""A campaign in which each row says whose it is: ROW and the adcode of the city in all its free texts, NAM in names."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import URL

CITY: Final = (
    "SELECT o.id, CASE o.level WHEN 'city' THEN o.adcode ELSE coalesce(d.parent_adcode, '000000') END"
    " FROM org_unit o LEFT JOIN admin_division d ON o.level = 'county' AND d.adcode = o.adcode AND d.valid_to IS NULL"
)
OF_UNIT: Final = {
    "media_item": ("org_unit_id", ("outlet", "title", "url")),
    "plan_task": ("org_unit_id", ("task",)),
    "measure_list_item": ("org_unit_id", ("title",)),
}
"""Table -> the column of whose it is, and its free texts. 000000 is the province and its departments."""
OF_HAZARD: Final = {
    "hazard_event": ("doc_no",),
    "hazard_supervision": ("doc_no",),
    "hazard_exposure": ("outlet", "case_title", "url"),
}
_FOUND: Final = re.compile(r"(ROW|NAM)(\d{6})|JNT(\d{6}(?:x\d{6})+)")


@dataclass
class Planted:
    """What was planted."""

    url: URL
    cells: int = 0
    hosts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Activity -> the cities of whoever leads or co-hosts it."""

    def partners(self, cities: Iterable[str]) -> set[str]:
        """The cities that hold an activity together with one of these: their names stand beside it."""
        own = {*cities}
        return {city for hosts in self.hosts.values() if hosts & own for city in hosts} - own

    def foreign(self, text: str, cities: Iterable[str]) -> set[str]:
        """The marks in `text` of what a reader of these cities may not see."""
        own = {*cities}
        named = own | self.partners(own)
        found = set()
        for mark in _FOUND.finditer(text):
            kind, city, joint = mark.groups()
            held = own.intersection(joint.split("x")) if joint else city in (named if kind == "NAM" else own)
            if not held:
                found.add(mark[0])
        return found


def plant(url: URL) -> Planted:
    """Mark every row of the SQLite campaign at `url`."""
    planted = Planted(url)
    with closing(sqlite3.connect(str(Path(str(url.database))))) as db, db:
        city = dict(db.execute(CITY).fetchall())
        place = dict(db.execute("SELECT adcode, CASE level WHEN 'prefecture' THEN adcode WHEN 'province' THEN '000000'"
                                " ELSE parent_adcode END FROM admin_division").fetchall())  # fmt: skip
        db.create_function("of_unit", 1, lambda unit: city.get(unit, "000000"))
        db.create_function("of_place", 1, lambda adcode: place.get(adcode, "000000"))
        planted.hosts = _hosts(db, city, "lead", "co")
        db.create_function("of_hosts", 1, lambda activity: _mark(planted.hosts.get(activity, frozenset())))

        def write(statement: str) -> None:
            planted.cells += db.execute(statement).rowcount

        for table, (unit, texts) in OF_UNIT.items():
            for text in texts:
                write(f"UPDATE {table} SET {text} = 'ROW' || of_unit({unit}) || ' ' || {text} WHERE {text} IS NOT NULL")
        write("UPDATE hazard SET code = 'ROW' || of_place(adcode) || '-' || id,"
              " site_kind = 'ROW' || of_place(adcode), unit_ref = 'ROW' || of_place(adcode)")  # fmt: skip
        write("UPDATE measure_list_item SET hazard_code = (SELECT code FROM hazard h WHERE h.id = hazard_id)"
              " WHERE hazard_id IS NOT NULL")  # fmt: skip
        for table, texts in OF_HAZARD.items():
            for text in texts:
                write(f"UPDATE {table} SET {text} = (SELECT 'ROW' || of_place(h.adcode) FROM hazard h"
                      f" WHERE h.id = hazard_id) WHERE {text} IS NOT NULL AND hazard_id IS NOT NULL")  # fmt: skip
        write("UPDATE activity SET title = of_hosts(id) || ' ' || title, code = of_hosts(id) || '-' || id,"
              " venue = of_hosts(id)")  # fmt: skip
        write("UPDATE submission SET return_reason = 'ROW' || (SELECT of_unit(o.org_unit_id) FROM obligation o"
              " WHERE o.id = obligation_id) WHERE return_reason IS NOT NULL")  # fmt: skip
        for name in ("name_zh", "name_en", "short_zh"):
            write(f"UPDATE org_unit SET {name} = {name} || 'NAM' || of_unit(id) WHERE of_unit(id) <> '000000'")
            write(f"UPDATE admin_division SET {name} = {name} || 'NAM' || of_place(adcode)"
                  " WHERE of_place(adcode) <> '000000' AND level <> 'province'")  # fmt: skip
        write("UPDATE campaign_unit SET name_zh = name_zh || 'NAM' || of_unit(org_unit_id)"
              " WHERE of_unit(org_unit_id) <> '000000' AND name_zh IS NOT NULL")  # fmt: skip
        db.execute("UPDATE obligation SET updated_at = '2031-01-01 00:00:00.000000'")
    return planted


def without_others(url: URL, cities: Iterable[str]) -> int:
    """Delete all rows of the SQLite campaign at `url` that are only others' (of other cities, of the province and its
    departments): how many. Names, the notice and what was received when stay.
    """
    own, gone = {*cities}, 0
    with closing(sqlite3.connect(str(Path(str(url.database))))) as db, db:
        city = dict(db.execute(CITY).fetchall())
        place = dict(db.execute("SELECT adcode, coalesce(parent_adcode, adcode) FROM admin_division").fetchall())
        hosts = _hosts(db, city, "lead", "co", "attend")  # to attend another's activity is a task of one's own (C7)
        db.create_function("other_unit", 1, lambda unit: city.get(unit) not in own)
        db.create_function("other_place", 1, lambda adcode: not own & {adcode, place.get(adcode)})
        db.create_function("other_hosts", 1, lambda activity: not own & hosts.get(activity, frozenset()))
        for table in ("media_item", "plan_task", "measure_list_item"):
            gone += db.execute(f"DELETE FROM {table} WHERE other_unit(org_unit_id)").rowcount
        hazards = "(SELECT id FROM hazard WHERE other_place(adcode))"
        for table in ("hazard_event", "hazard_supervision", "hazard_exposure", "hazard_tip"):
            gone += db.execute(f"DELETE FROM {table} WHERE hazard_id IN {hazards}").rowcount
        db.execute(f"UPDATE measure_list_item SET hazard_id = NULL WHERE hazard_id IN {hazards}")
        gone += db.execute("DELETE FROM hazard WHERE other_place(adcode)").rowcount
        gone += db.execute("DELETE FROM tip WHERE other_place(adcode)").rowcount
        activities = "(SELECT id FROM activity WHERE other_hosts(id))"
        for table in ("activity_unit", "activity_event", "submission_activity"):
            gone += db.execute(f"DELETE FROM {table} WHERE activity_id IN {activities}").rowcount
        gone += db.execute("DELETE FROM activity WHERE other_hosts(id)").rowcount
        owed = "(SELECT id FROM obligation WHERE other_unit(org_unit_id))"
        sent = f"(SELECT id FROM submission WHERE obligation_id IN {owed})"
        for table in ("metric_value", "submission_activity"):
            gone += db.execute(f"DELETE FROM {table} WHERE submission_id IN {sent}").rowcount
        for table in ("submission", "obligation_extension"):
            gone += db.execute(f"DELETE FROM {table} WHERE obligation_id IN {owed}").rowcount
    return gone


def _hosts(db: sqlite3.Connection, city: Mapping[int, str], *roles: str) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for activity, unit, role in db.execute("SELECT activity_id, org_unit_id, role FROM activity_unit"):
        if role in roles:
            found.setdefault(activity, set()).add(city.get(unit, "000000"))
    return {activity: frozenset(cities) for activity, cities in found.items()}


def _mark(cities: frozenset[str]) -> str:
    if len(cities) > 1:
        return "JNT" + "x".join(sorted(cities))
    return f"ROW{next(iter(cities), '000000')}"
