"""Tips at T: allegations, counted apart from hazards, by channel, city and week (C14; domain.md §4.2, §4.3)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, String, and_, func, or_, select

from data_access.database.campaign_trees import campaign_ids, notice_id
from data_access.database.days import day_of, last_second_after
from data_access.database.parameters import chosen, instant
from data_access.database.schema import campaign, industry, tip, tip_channel
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns, week_number
from data_access.notice.date_limits import weeks_shown
from data_access.notice.industries import Named
from data_access.notice.places import ALL, OFFICES, PROVINCE, load_city_of, places_of, territory
from data_access.notice.units import Place
from data_access.question import Question

DAYS: Final = 60
"""Calendar days for handling a tip from its acceptance, where no deadline is given (C14)."""


class TipSums(NamedTuple):
    """Counts of tips received by T."""

    received: int = 0
    duplicate: int = 0
    transferred: int = 0
    rejected: int = 0
    eligible: int = 0
    """Received, neither duplicate nor transferred."""
    accepted: int = 0
    undecided: int = 0
    """Not decided on by T."""
    closed: int = 0
    due: int = 0
    closed_on_time: int = 0
    overdue: int = 0
    """Due passed, not closed."""
    substantiated: int = 0
    """Wholly or partly."""
    partly: int = 0
    unfounded: int = 0
    undetermined: int = 0
    """Could not be verified."""
    withdrawn: int = 0
    verified: int = 0
    """Closed, not withdrawn."""


TIP_RATES: Final = {
    "accepted": ("accepted", "eligible"),
    "closed": ("closed", "accepted"),
    "closed_on_time": ("closed_on_time", "due"),
    "substantiated": ("substantiated", "verified"),
}
"""受理率, 办结率, 按期办结率, 属实率: the numerator and the denominator among the fields of TipSums."""


class ChannelTips(NamedTuple):
    """Tips that came through a channel, or through all of them (code 'all')."""

    channel: Named
    counts: TipSums

    @property
    def channel_or_total(self) -> str:
        """The code of the channel; of all of them the word that plain files have had from the beginning."""
        return TOTAL.zh if self.channel.code == ALL else self.channel.code


class CityTips(NamedTuple):
    """Tips about a city, the whole province, or 省直 (no city is named, or the province itself)."""

    place: Place
    counts: TipSums


class WeekTips(NamedTuple):
    """Tips received in an ISO week through a channel, or through all of them."""

    week: str
    """'2020-W24'."""
    week_start: datetime
    """Its local Monday 00:00 in UTC."""
    channel: Named
    counts: TipSums


TOTAL: Final = Named(ALL, "合计", "Total")


def select_tips(q: Question, *keys: str) -> Select[*tuple[Any, ...]]:
    """TipSums over the tips received by T, per `keys`: channel, adcode, or week (the number of the week of receipt)."""
    t = tip.c
    due_at = func.coalesce(t.due_current, t.due_original, last_second_after(t.accepted_at, DAYS))
    now = instant("as_of", q)
    accepted = and_(t.decision == "accepted", t.accepted_at <= now)
    closed, due = and_(accepted, t.closed_at <= now), and_(accepted, due_at <= now)
    apart = ("duplicate", "transferred", "rejected")
    told: dict[str, ColumnElement[bool]] = {
        **{decision: t.decision == decision for decision in apart},
        "accepted": accepted,
        "closed": closed,
        "due": due,
        "closed_on_time": and_(due, closed, t.closed_at <= due_at),
        "overdue": and_(due, or_(t.closed_at.is_(None), t.closed_at > now)),
        "substantiated": and_(closed, t.outcome.in_(("substantiated", "partly"))),
        "partly": and_(closed, t.outcome == "partly"),
        "unfounded": and_(closed, t.outcome == "unfounded"),
        "undetermined": and_(closed, t.outcome == "cannot_determine"),
        "withdrawn": and_(closed, t.outcome == "withdrawn"),
    }
    counts: dict[str, ColumnElement[int]] = {"received": func.count()}
    counts |= {name: func.count().filter(condition) for name, condition in told.items()}
    counts["eligible"] = counts["received"] - counts["duplicate"] - counts["transferred"]
    counts["undecided"] = counts["eligible"] - counts["rejected"] - counts["accepted"]
    counts["verified"] = counts["closed"] - counts["withdrawn"]
    by: list[ColumnElement[Any]] = [week_number(t.received_at, q) if key == "week" else t[key] for key in keys]
    return select(*by, *(counts[name].label(name) for name in TipSums._fields)).where(*tip_conditions(q)).group_by(*by)


def tip_conditions(q: Question) -> list[ColumnElement[bool]]:
    """Tips received by T, in force or at K, of the chosen places and industries; those without a place are 省直.

    A filter of counties does not narrow them: the answers for two instants could be subtracted, and what came to a
    county in a week is withheld below 3 (returns §5).
    """
    t, place = tip.c, territory(q.of_hazards(counties=()))
    here: ColumnElement[bool] = t.adcode.in_(select(place.c.adcode).correlate(None))
    if not q.filters.cities and q.scope.cities is None:
        here = or_(here, t.adcode.is_(None))
    conditions = [t.received_at <= instant("as_of", q), _known(q), *_of_notice(q), here]
    if q.hazards.industries:
        codes, i = chosen("industries", q), industry.c
        conditions.append(t.industry_code.in_(select(i.code).where(or_(i.code.in_(codes), i.parent_code.in_(codes)))))
    return conditions


def select_channels(_: Question) -> Select[*tuple[Any, ...]]:
    """The channels in their order: code and names."""
    c = tip_channel.c
    return select(c.code, c.name_zh, c.name_en).order_by(c.sort_order, c.code)


def _channels(s: Snapshot, q: Question) -> list[Named]:
    """The channels in their order, and at the end all of them."""
    return [*map(Named._make, s.ask_lasting(select_channels, q)), TOTAL]


def list_tips(s: Snapshot, q: Question) -> tuple[ChannelTips, ...]:
    """Tips per channel (C14) in the order of the channels, those without any included, and at the end all of them.
    Numerators and denominators of the rates are TIP_RATES.

    Duplicates, transfers and rejections have no date of their own and count from receipt. A transferred tip is closed
    by whoever received it, so here it is neither accepted nor closed. Filters of cities and industries and the scope
    hold; lines, units, counties and what else hazards are narrowed by do not matter.
    """
    sums = _summed(s.ask(select_tips, q, "channel"), lambda row: (row.channel, ALL))
    return tuple(ChannelTips(channel, sums(channel.code)) for channel in _channels(s, q))


def list_tips_by_city(s: Snapshot, q: Question) -> tuple[CityTips, ...]:
    """Tips per city, and where no city is left out for the whole province (first) and 省直; rules as in list_tips."""
    city_of = load_city_of(s, q.of_hazards(counties=()))
    sums = _summed(s.ask(select_tips, q, "adcode"), lambda row: (city_of.get(row.adcode, "") or OFFICES.code, ALL))
    places = places_of(s, q)
    if places[:1] == [PROVINCE]:
        places.insert(1, OFFICES)
    return tuple(CityTips(place, sums(place.code)) for place in places)


def list_tips_by_week(s: Snapshot, q: Question) -> tuple[WeekTips, ...]:
    """Tips per ISO week of receipt and channel, with all channels together after them; what became of them is given at
    T. From the week of the first tip to that of T, weeks without any included, those within the date limits.
    """
    rows = s.ask(select_tips, q, "week", "channel")
    if not rows:
        return ()
    sums = _summed(rows, lambda row: ((row[0], row.channel), (row[0], ALL)))
    return tuple(
        WeekTips(*week_columns(week, q.zone), channel, sums((week, channel.code)))
        for week in weeks_shown(s, q, (row[0] for row in rows))
        for channel in _channels(s, q)
    )


def _summed(
    rows: Iterable[Row[*tuple[Any, ...]]], keys: Callable[[Row[*tuple[Any, ...]]], Sequence[Hashable]]
) -> Callable[[Hashable], TipSums]:
    """The rows of select_tips added up under each of the keys that a row counts for: key -> the sums."""
    cells: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for key in keys(row):
            for name in TipSums._fields:
                cells[key][name] += row._mapping[name]
    return lambda key: TipSums(*(cells[key][name] for name in TipSums._fields))


def _of_notice(q: Question) -> list[ColumnElement[bool]]:
    """Tips of the notice's own ledgers: received in its year or later, or an older one that was not over by then, for a
    ledger may go back for years (C14).
    """
    t, c = tip.c, campaign.c
    year = select(c.year.cast(String)).where(c.id == notice_id(q.filters.campaign)).correlate(None)
    first_day = year.scalar_subquery() + "-01-01"
    closed_later = or_(t.closed_at.is_(None), day_of(t.closed_at, q) >= first_day)
    went_on = and_(or_(t.decision.is_(None), t.decision == "accepted"), closed_later)
    return [
        t.campaign_id.in_(campaign_ids(q.filters.campaign)),
        or_(day_of(t.received_at, q) >= first_day, went_on),
    ]


def _known(q: Question) -> ColumnElement[bool]:
    t = tip.c
    if q.known_at is None:
        return t.superseded_at.is_(None)
    known = instant("known_at", q)
    return and_(t.recorded_at <= known, or_(t.superseded_at.is_(None), t.superseded_at > known))
