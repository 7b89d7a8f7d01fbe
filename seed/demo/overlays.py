"""What lies over a hazard without being a state of it: listing for supervised rectification, public exposure."""

from random import Random
from typing import Final

from data_access.database.schema import hazard_exposure, hazard_supervision
from seed.bulk import Values
from seed.demo.stories import Story
from seed.demo.words import OUTLETS
from seed.demo.world import World
from seed.demo.write import Target

LEVELS: Final = ("province", "city", "city", "county", "county", "town")
EXPOSED: Final = {"major": 0.15, "general": 0.012}
LISTINGS: Final = Target(
    hazard_supervision, ("id", "hazard_id", "level", "doc_no", "listed_on", "due_on", "published_on", "delisted_on")
)
EXPOSURES: Final = Target(
    hazard_exposure, ("id", "hazard_id", "campaign_id", "exposed_on", "outlet", "outlet_level", "case_title")
)


class Overlays:
    """Numbers and dates listings and exposures; `exposures` is how many there are."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world = world
        self.rng = rng
        self.exposures = 0
        self._listings = 0

    def listings(self, hazard_id: int, story: Story, quality: float) -> list[Values]:
        """挂牌督办 of a major hazard, or none: some days after the order, off the list once it is closed."""
        days, random = self.world.days, self.rng.random
        if story.grade != "major" or story.ordered is None or random() > 0.55 + 0.42 * quality:
            return []
        listed = story.ordered + int(random() * 12)
        if listed > days.last:
            return []
        published = min(listed + int(random() * 5), days.last)
        delisted = None if story.closed is None else max(story.closed, listed) + int(random() * 5)
        self._listings += 1
        return [
            (
                self._listings,
                hazard_id,
                LEVELS[int(random() * len(LEVELS))],
                f"演示督〔{self.world.year}〕{self._listings}号",
                days.iso[listed],
                None if story.due is None else days.iso[story.due],
                days.iso[published],
                None if delisted is None or delisted > days.last else days.iso[delisted],
            )
        ]

    def exposure(self, hazard_id: int, story: Story, title: str) -> Values | None:
        """曝光 of a hazard after it was confirmed, of major ones far more often."""
        days, random = self.world.days, self.rng.random
        if story.confirmed is None or random() > EXPOSED[story.grade]:
            return None
        on = story.confirmed + 1 + int(random() * 45)
        if on > days.last:
            return None
        outlet, level = OUTLETS[int(random() * len(OUTLETS))]
        self.exposures += 1
        return self.exposures, hazard_id, self.world.notice_id, days.iso[on], outlet, level, title
