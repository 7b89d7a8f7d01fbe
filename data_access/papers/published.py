"""Published bulletins: their frozen figures, and what has been revised since (G13)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import bulletin, campaign
from data_access.database.snapshot import Snapshot
from data_access.i18n import t
from data_access.papers.bulletin_figures import (
    TABLES,
    Figures,
    FigureTable,
    checksum,
    key_of,
    load_figures,
    question_in,
)
from data_access.question import Question


class UnknownBulletinError(LookupError):
    """There is no such bulletin, or it is not for this reader."""


class ChangedBulletinError(ValueError):
    """What is kept is not what was published: its checksum is another."""


class Revision(NamedTuple):
    """A figure that is no longer what was published; None where the row is new, or gone."""

    table: str
    item_code: str
    item_zh: str
    item_en: str
    figure: str
    published: int | None
    now: int | None


class Issue(NamedTuple):
    """That a bulletin was published."""

    id: int
    label: str
    as_of: datetime
    published_at: datetime


class Bulletin(NamedTuple):
    """A published bulletin, and how many of its figures have been revised since."""

    issue: Issue
    known_at: datetime | None
    """K; None: all that was known when it was published."""
    definition_version: str
    sha256: str
    intact: bool
    """Whether its figures still have the checksum that they were published with."""
    revised: int | None
    """None for what is not intact."""


class Revised(NamedTuple):
    """A revision with its bulletin."""

    issue: Issue
    revision: Revision


def frozen(s: Snapshot, q: Question, number: int) -> Figures:
    """The figures of bulletin `number` as they were published. UnknownBulletinError; ChangedBulletinError when they
    are no longer those whose checksum was kept.
    """
    row = next((row for row in _published(s, q) if row.id == number), None)
    if row is None:
        raise UnknownBulletinError(f"no bulletin {number}")
    if checksum(row.figures) != row.sha256:
        raise ChangedBulletinError(f"bulletin {number} is not what was published: its checksum is another")
    figures: Figures = row.figures
    return figures


def list_bulletins(s: Snapshot, q: Question) -> tuple[Bulletin, ...]:
    """The bulletins of the campaign, the newest first, with what was revised since as far as it is known now (at K)."""
    found = []
    for row in _published(s, q):
        intact = checksum(row.figures) == row.sha256
        revised = len(revisions(row.figures, _now(s, q, row.figures))) if intact else None
        known_at = question_in(row.figures["head"]).known_at
        found.append(Bulletin(_issue(row), known_at, row.definition_version, row.sha256, intact, revised))
    return tuple(found)


def list_issues(s: Snapshot, q: Question) -> tuple[Issue, ...]:
    """The bulletins that this viewer may see, the newest first, without working out what was revised."""
    return tuple(_issue(row) for row in _published(s, q))


def list_revisions(s: Snapshot, q: Question) -> tuple[Revised, ...]:
    """Every figure of every bulletin that is no longer what was published.

    Each is compared at its own T and cities; what the question says of these does not matter. A bulletin that is not
    intact is left out: list_bulletins says which.
    """
    found = []
    for row in _published(s, q):
        if checksum(row.figures) == row.sha256:
            changed = revisions(row.figures, _now(s, q, row.figures))
            found += [Revised(_issue(row), one) for one in changed]
    return tuple(found)


def _issue(row: Row[*tuple[Any, ...]]) -> Issue:
    return Issue(row.id, row.label, row.as_of, row.published_at)


def revisions(published: Figures, now: Figures) -> list[Revision]:
    """Figure by figure what differs, in the order of the paper."""
    return list(_differences(published["tables"], now["tables"]))


def _differences(published: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Revision]:
    for table, kept in TABLES.items():
        old, new = (_by_key(table, tables.get(table, ())) for tables in (published, now))
        for key in dict.fromkeys((*old, *new)):
            before, after = old.get(key), new.get(key)
            items = [item(after or before or {}, lang) for lang in ("zh", "en")]
            for figure in _told(kept, before):
                was, is_now = ((row or {}).get(figure) for row in (before, after))
                if was != is_now:
                    yield Revision(table, key, items[0], items[1], kept.family + figure, was, is_now)


def _told(kept: FigureTable, before: Mapping[str, Any] | None) -> Iterable[str]:
    """The figures that a published row has: what a later edition of the paper tells besides was not revised."""
    return kept.figures if before is None else (name for name in kept.figures if name in before)


def _by_key(table: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {key_of(table, row): row for row in rows}


def item(row: Mapping[str, Any], lang: str) -> str:
    """What a row is about, in words."""
    named = (f"{kind}_{lang}" for kind in ("unit", "line", "place", "city", "channel"))
    words = (f"{family}.{row[family]}" for family in ("grade", "setting") if family in row)
    names = [*(str(row[name]) for name in named if name in row), *(t(lang, word) for word in words)]
    if row.get("period"):
        names.append(str(row["period"]))
    if not names and "unit_group" in row:
        names.append(t(lang, f"group.{row['unit_group']}"))
    return " · ".join(names)


def _published(s: Snapshot, q: Question) -> list[Row[*tuple[Any, ...]]]:
    """The bulletins of the campaign that this viewer may see, the newest first: one of cities that he may see."""
    b = bulletin.c
    rows = s.execute(
        select(b.id, b.label, b.as_of, b.published_at, b.definition_version, b.sha256, b.figures)
        .join_from(bulletin, campaign, campaign.c.id == b.campaign_id)
        .where(campaign.c.id.in_(campaign_ids(q.filters.campaign)))
        .order_by(b.published_at.desc(), b.id.desc())
    ).all()
    if q.scope.cities is None:
        return list(rows)
    seen = set(q.scope.cities)
    about = [(row, {city["code"] for city in row.figures["head"]["cities"]}) for row in rows]
    return [row for row, cities in about if cities and cities <= seen]


def _now(s: Snapshot, q: Question, figures: Figures) -> Figures:
    """The same question again, with what is known now (at K where one is given)."""
    return load_figures(s, replace(question_in(figures["head"]), known_at=q.known_at, scope=q.scope))
