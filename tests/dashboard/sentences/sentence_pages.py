"""The pages read one after the other: every sentence that each of them makes for a view, against the rows."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from dashboard.annex3 import page as annex3
from dashboard.city import cards, page as city
from dashboard.comparison import page as changes, pair
from dashboard.completion import coverage, page as completion
from dashboard.hazards import exposures, majors, page as hazards
from dashboard.overview import page as overview
from dashboard.parts import behind, findings
from dashboard.province import choices as map_measures, finding as map_finding, page as territory
from dashboard.quality import page as quality
from dashboard.reach import page as reach
from dashboard.returns import page as returns
from dashboard.timeline import page as timeline
from dashboard.tips import page as tips
from dashboard.tour import page as tour
from dashboard.view import View
from tests.dashboard.sentences import sentence_changes as compared, sentence_others as others, sentence_tasks as tasks
from tests.dashboard.sentences.sentence_facts import Facts
from tests.dashboard.sentences.sentence_reading import EMPTY_SLOT, Rule, understood


class Reader:
    """Reads the pages of one view, and counts."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.cases = 0

    def check(self, facts: Facts, said: str, *rules: dict[str, Rule]) -> list[str]:
        self.cases += 1
        assert said == "" or not EMPTY_SLOT.search(said), (said, facts)
        known = {key: rule for some in rules for key, rule in some.items()}
        keys = understood(facts, said, known)
        self.seen.update(keys)
        return keys

    def tasks(self, view: View) -> None:
        """Overview, city, completion, timeline, returns, coverage, map."""
        facts, found = Facts(view), overview.read(replace(view, page="overview"))
        if found is None:
            self.check(facts, findings.nothing(view), tasks.NOTHING)
            assert not facts.tasks
        else:
            keys = self.check(facts, found.finding.title, tasks.TITLE, others.hazard_rules())
            spoken = found.group == "city" and not view.filters.lines
            assert ("hazards.overdue" in keys) == (spoken and others.is_late(facts))
            assert ("finding.tasks.done" in keys or "finding.tasks.not_yet" in keys) == (not facts.late)
            self.check(facts, found.finding.lead, tasks.LEAD)
            full = others.covered(facts.of("obligations"))
            assert {row["city_full"] for row in facts.of("volunteer-events")} <= {*full.values(), None}
        for group in completion.groups(view):
            facts = Facts(view, group)
            whole = completion.read(replace(view, page="completion"), group, "on_time_stated")
            self.check(facts, whole.finding, tasks.COMPLETION)
            assert len(whole.behind) == len(facts.behind)
            self.check(facts, behind.sentence(view, group, whole.behind), tasks.PACE)
            assert [len(whole.late), sum(whole.parts.values())] == [len(facts.late), len(facts.tasks)]
            assert facts.tasks or not whole.ranked
            course = timeline.read(replace(view, page="timeline"), group)
            self.check(facts, timeline.finding(view, course), others.TIMELINE)
            self.check(facts, timeline.course_title(view, course), others.TIMELINE)
        if leagues := coverage.read(view):
            self.check(Facts(view), coverage.title(view, leagues), others.COVERAGE)
        back = returns.read(replace(view, page="returns"))
        if back is None:
            self.check(Facts(view), view.t("returns.nothing", who=findings.of_choice(view)), tasks.RETURNS)
        else:
            self.check(Facts(view), back.finding.title, tasks.RETURNS)
            self.check(Facts(view), back.finding.lead, tasks.RETURNS_LEAD)

    def city(self, view: View, adcode: str) -> None:
        """The page of one city."""
        asked = city.of_city(replace(view, page="city"), adcode)
        found = city.read(asked, adcode)
        facts = Facts(asked, "city")
        if found is None:
            self.check(facts, findings.nothing(asked, "city"), tasks.NOTHING)
            return
        self.check(facts, found.finding.title, tasks.UNIT, others.hazard_rules())
        self.check(facts, found.finding.lead, tasks.UNIT_LEAD)

    def map(self, view: View, measure: str) -> None:
        """The map by one measure."""
        asked = map_measures.view_of(view, measure)
        found = territory.read(asked if map_measures.of_hazards(measure) else view, measure, with_boundaries=False)
        self.check(Facts(view, "city", measure), map_finding.finding(view, found), others.MAP)

    def hazards(self, view: View) -> None:
        """Hazards, majors, tips, exposures."""
        for page, module, titles, lead in (
            ("hazards", hazards, others.HAZARDS, others.HAZARDS_LEAD),
            ("majors", majors, others.HAZARDS, others.MAJORS_LEAD),
            ("tips", tips, others.TIPS, others.TIPS_LEAD),
            ("exposures", exposures, others.EXPOSURES, others.EXPOSURES_LEAD),
        ):
            here = replace(view, page=page)
            found = module.read(here)
            asked = getattr(found, "view", here) if found else here
            if page == "majors":
                asked = here.asking(view.question.of_hazards(grades=("major",)))
            if page == "tips":
                asked = here.asking(here.question.of_tips())
            said = found.finding if found else findings.Finding(module.nothing(here), "")
            self.check(Facts(asked), said.title, titles)
            self.check(Facts(asked), said.lead, lead)

    def others(self, view: View) -> None:
        """Coverage, Annex 3, tour, quality."""
        who = findings.of_choice(view)
        there = reach.read(view)
        said = there.finding if there else findings.Finding(view.t("reach.nothing", who=who), "")
        self.check(Facts(view), said.title + " " + said.lead, others.REACH)
        if cities := cards.read(view):
            self.check(Facts(view), cards.finding(view, cities), others.CITIES)
        form = annex3.read(view)
        said = form.finding if form else findings.Finding(view.t("annex3.nothing", who=who), "")
        self.check(Facts(view), said.title, others.ANNEX3)
        self.check(Facts(view), said.lead, others.ANNEX3)
        around = tour.read(view)
        said = around.finding if around else findings.Finding(view.t("tour.nothing", who=who), "")
        self.check(Facts(view), said.title, others.TOUR)
        self.check(Facts(view), said.lead, others.TOUR)
        data = quality.read(view)
        if data is not None:
            self.check(Facts(data.view), data.finding.title, others.QUALITY)
            self.check(Facts(data.view), data.finding.lead, others.QUALITY_LEAD)

    def changes(self, view: View, since: datetime) -> None:
        """Two instants compared, or why they cannot be."""
        asked = replace(view, page="changes").asking(view.question.counted_from(since))
        why = pair.refused(asked)
        if why is not None:
            self.check(Facts(asked), changes.refusal(asked, why), compared.REFUSED)
            return
        found = changes.read(asked)
        self.check(Facts(asked), found.finding.title, compared.CHANGES)
        self.check(Facts(asked), found.finding.lead, compared.CHANGES_LEAD)
