"""What the notice of a question calls its places and its tour, and which returns answer which of its lines."""

from sqlalchemy import Select, or_, select

from data_access.database.campaign_trees import campaign_ids, notice_id
from data_access.database.schema import campaign, line
from data_access.database.snapshot import Snapshot
from data_access.i18n import Language
from data_access.i18n.language import Words
from data_access.question import Question


def select_words(q: Question) -> Select[*tuple[str | None, ...]]:
    """Of the notice and its campaigns: kind, names of places and of leagues, names by which people know it."""
    c, notice = campaign.c, notice_id(q.filters.campaign)
    rows = select(c.kind, c.city_zh, c.city_en, c.cities_en, c.short_zh, c.short_en, c.league_zh, c.league_en)
    return rows.where(or_(c.id == notice, c.parent_id == notice)).order_by(c.id)


def speaking(s: Snapshot, q: Question, lang: str) -> Language:
    """The language in the words of the question's notice."""
    rows = s.ask_lasting(select_words, q)
    notice = next((row for row in rows if row.kind == "notice"), None)
    tour = next((row for row in rows if row.kind == "tour"), None)
    names = ("city_zh", "city_zh", "league_zh") if lang == "zh" else ("city_en", "cities_en", "league_en")
    city, cities, league = ((getattr(notice, name) if notice else None) or "" for name in names)
    tour_name = (tour.short_zh if lang == "zh" else tour.short_en) if tour else None
    return Language(lang, Words(city, cities, tour_name or "", league))


def select_answered(q: Question) -> Select[str, str]:
    """The lines that a return is handed in for, in the order of the notice: code, kind of return."""
    inside = line.c.campaign_id.in_(campaign_ids(q.filters.campaign))
    rows = select(line.c.code, line.c.answers).where(inside, line.c.answers.is_not(None))
    return rows.order_by(line.c.sort_order, line.c.id)


def answered_by(s: Snapshot, q: Question, kind: str) -> tuple[str, ...]:
    """The codes of the lines that a kind of return is handed in for: roadmap, liaison, annex3."""
    return tuple(code for code, answers in s.ask_lasting(select_answered, q) if answers == kind)
