"""Hazards with their events, listings and exposures, in the order in which they are confirmed."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from data_access.database.schema import hazard, hazard_event
from seed.bulk import Values
from seed.demo.days import Receipts
from seed.demo.overlays import EXPOSURES, LISTINGS, Overlays
from seed.demo.stories import Story, Teller
from seed.demo.words import PROBLEMS, SITES
from seed.demo.world import Place, World
from seed.demo.write import Batch, Target
from seed.returns.storing.history import Event, Row, derive, summarise

BATCH: Final = 2_000
"""Hazards in one batch: some 13 500 rows."""
SOURCES: Final = {
    "inspection": 0.42,
    "self_check": 0.36,
    "five_settings": 0.1,
    "tip": 0.035,
    "media": 0.02,
    "other": 0.065,
}
URN: Final = 512
"""Industries of a city are drawn from so many, each there as often as it is likely."""
BY_THE_CITY: Final = 0.03
"""Hazards that a city reports without a county (市本级)."""
NEAR: Final = 0.04
"""Degrees from the county's seat at most, before rounding to 0.01."""
CORRECTED: Final = 0.008
"""Completions first reported a day early, and put right by the ledger after."""
HAZARDS: Final = Target(
    hazard,
    (
        *("id", "code", "campaign_id", "adcode", "industry_code", "site_kind", "unit_ref", "unit_named_public"),
        *("grade", "source", "found_on", "confirmed_at", "rect_type", "ordered_at", "due_original", "due_current"),
        *("rectified_at", "accepted_at", "acceptance", "closed_at", "state", "round_no", "funds_wan"),
        *("f_target", "f_people", "f_money", "f_time", "f_plan", "title_public", "lon", "lat"),
        *("recorded_at", "updated_at"),
    ),
)
EVENTS: Final = Target(
    hazard_event,
    (
        *("id", "hazard_id", "kind", "occurred_at", "recorded_at", "superseded_at", "round_no"),
        *("old_due", "new_due", "old_grade", "new_grade", "doc_no", "reason"),
    ),
)


class Site(NamedTuple):
    """Where a hazard can lie: a county, or a city itself, with what its city is like."""

    place: Place
    quality: float
    receipts: Receipts
    industries: list[str]


class Reported(NamedTuple):
    """A hazard that a tip led to."""

    id: int
    adcode: str
    industry: str
    found: int
    confirmed: int | None


class Hazards:
    """`number` hazards of a world; `reported` are those with source tip, once they were made."""

    def __init__(self, world: World, seed: int, number: int) -> None:
        self.world = world
        self.number = number
        self.rng = Random(f"{seed}/hazards")
        self.teller = Teller(world.days, self.rng)
        self.reported: list[Reported] = []
        self.overlays = Overlays(world, self.rng)
        self._sites, self._weights = self._chances()
        self._industries = {code: name for code, (name, _) in world.industries.items()}
        self._sources = list(SOURCES)
        self._source_weights = list(accumulate(SOURCES.values()))
        self._hazards = self._events = 0

    def batches(self) -> Iterator[Batch]:
        """All rows, by the day of confirmation."""
        if not self._sites:
            return
        todo = [day for day, number in enumerate(self.world.days.shares(self.number)) for _ in range(number)]
        for first in range(0, len(todo), BATCH):
            yield self._batch(todo[first : first + BATCH])

    def _chances(self) -> tuple[list[Site], list[float]]:
        """Every site, and the cumulative weights to choose one by."""
        codes = list(self.world.industries)
        sites, weights = [], []
        for city in self.world.cities:
            likely = [self.rng.gammavariate(0.9, 1) for _ in codes]
            urn = self.rng.choices(codes, likely, k=URN)
            parts = [self.rng.uniform(0.4, 1.6) for _ in city.places[:-1]]
            parts.append(BY_THE_CITY * sum(parts) or 1.0)
            for place, part in zip(city.places, parts, strict=True):
                sites.append(Site(place, city.unit.quality, city.unit.receipts, urn))
                weights.append(city.weight * part / sum(parts))
        return sites, list(accumulate(weights))

    def _batch(self, todo: list[int]) -> Batch:
        hazards: list[Values] = []
        events: list[Values] = []
        listings: list[Values] = []
        exposures: list[Values] = []
        sites = self.rng.choices(self._sites, cum_weights=self._weights, k=len(todo))
        sources = self.rng.choices(self._sources, cum_weights=self._source_weights, k=len(todo))
        days = self.world.days
        for day, site, source in zip(todo, sites, sources, strict=True):
            self._hazards += 1
            story = self.teller.tell(day, site.quality)
            row = story.row(days)
            industry = site.industries[int(self.rng.random() * URN)]
            title = PROBLEMS[int(self.rng.random() * len(PROBLEMS))]
            exposed = self.overlays.exposure(self._hazards, story, title)
            hazards.append(self._hazard(site, industry, source, story, row, title, exposed is not None))
            events += self._event_rows(site.receipts, story, derive(row, story.changes))
            listings += self.overlays.listings(self._hazards, story, site.quality)
            if exposed:
                exposures.append(exposed)
            if source == "tip":
                self.reported.append(Reported(self._hazards, site.place.adcode, industry, story.found, story.confirmed))
        return Batch(len(todo), [(HAZARDS, hazards), (EVENTS, events), (LISTINGS, listings), (EXPOSURES, exposures)])

    def _hazard(
        self, site: Site, industry: str, source: str, story: Story, row: Row, title: str, exposed: bool
    ) -> Values:
        random, days, place = self.rng.random, self.world.days, site.place
        text = days.text
        summary = summarise(row, story.changes)
        flags: tuple[bool | None, ...] = (None,) * 5
        funds = None
        if story.grade == "major":
            flags = tuple(random() < 0.7 + 0.28 * site.quality for _ in range(5))
            funds = round(5 + self.rng.expovariate(1 / 40), 1)
        elif not story.immediate and random() < 0.4:
            funds = round(0.1 + self.rng.expovariate(1 / 3), 1)
        return (
            self._hazards,
            f"DEMO-YH-{self._hazards:07}",
            self.world.notice_id,
            place.adcode,
            industry,
            SITES[int(random() * len(SITES))],
            f"{place.short}{self._industries[industry]}示例单位{int(random() * 400) + 1}",
            exposed,
            story.grade,
            source,
            days.iso[story.found],
            None if row.confirmed is None else text[row.confirmed],
            "immediate" if story.immediate else "deadline",
            None if row.ordered is None else text[row.ordered],
            None if row.due is None else text[row.due],
            None if summary.due_current is None else text[summary.due_current],
            None if row.rectified is None else text[row.rectified],
            None if row.accepted is None else text[row.accepted],
            row.acceptance,
            None if row.closed is None else text[row.closed],
            summary.state,
            summary.round_no,
            funds,
            *flags,
            title,
            None if place.lon is None else round(place.lon + NEAR * (2 * random() - 1), 2),
            None if place.lat is None else round(place.lat + NEAR * (2 * random() - 1), 2),
            site.receipts.known[story.found],
            self.world.now,
        )

    def _event_rows(self, receipts: Receipts, story: Story, events: list[Event]) -> Iterator[Values]:
        """The events, each known from the first ledger after it; a completion reported a day early is superseded."""
        days, known = self.world.days, receipts.known
        text, number_of = days.text, days.number_of
        late: str | None = None
        early = (story.rectified or 0) - 1
        if not story.changes and story.rectified and early >= (story.ordered or 0) and self.rng.random() < CORRECTED:
            told = receipts.after[early]
            if told < days.last:
                late = receipts.known[told + 1]
                start = text[days.starts[early]]
                yield self._event_id(), self._hazards, "rectify", start, known[early], late, 1, *(None,) * 6
        for event in events:
            recorded = late if late and event.kind == "rectify" else known[number_of[event.at]]
            yield (
                self._event_id(),
                self._hazards,
                event.kind,
                text[event.at],
                recorded,
                None,
                event.round_no,
                None if event.old_due is None else text[event.old_due],
                None if event.new_due is None else text[event.new_due],
                event.old_grade,
                event.new_grade,
                event.doc_no,
                event.reason,
            )

    def _event_id(self) -> int:
        self._events += 1
        return self._events
