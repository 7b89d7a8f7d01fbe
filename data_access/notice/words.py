"""What the notice of a question calls its places and its tour, and which returns answer which of its lines."""

from sqlalchemy import Select, or_, select

from data_access.database.campaign_trees import campaign_ids, notice_id
from data_access.database.schema import campaign, line
from data_access.database.snapshot import Snapshot
from data_access.i18n import Language
from data_access.i18n.language import Words
from data_access.question import Question


def select_words(q: Question) -> Select[str, str | None, str | None, str | None, str | None, str | None]:
    """Of the notice and its campaigns: kind, names of places, names by which people know it."""
    c, notice = campaign.c, notice_id(q.filters.campaign)
    rows = select(c.kind, c.city_zh, c.city_en, c.cities_en, c.short_zh, c.short_en)
    return rows.where(or_(c.id == notice, c.parent_id == notice)).order_by(c.id)


def speaking(s: Snapshot, q: Question, lang: str) -> Language:
    """The language in the words of the question's notice."""
    rows = s.ask_lasting(select_words, q)
    notice = next((row for row in rows if row.kind == "notice"), None)
    tour = next((row for row in rows if row.kind == "tour"), None)
    if lang == "zh":
        city = notice.city_zh if notice else None
        return Language("zh", Words(city or "", city or "", (tour.short_zh if tour else None) or ""))
    names = (notice.city_en, notice.cities_en) if notice else ("", "")
    return Language(lang, Words(names[0] or "", names[1] or "", (tour.short_en if tour else None) or ""))


def select_answered(q: Question) -> Select[str, str]:
    """The lines that a return is handed in for, in the order of the notice: code, kind of return."""
    inside = line.c.campaign_id.in_(campaign_ids(q.filters.campaign))
    rows = select(line.c.code, line.c.answers).where(inside, line.c.answers.is_not(None))
    return rows.order_by(line.c.sort_order, line.c.id)


def answered_by(s: Snapshot, q: Question, kind: str) -> tuple[str, ...]:
    """The codes of the lines that a kind of return is handed in for: roadmap, liaison, annex3."""
    return tuple(code for code, answers in s.ask_lasting(select_answered, q) if answers == kind)
