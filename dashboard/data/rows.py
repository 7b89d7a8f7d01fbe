"""The cached doors to data_access, for pages: each gives the rows of one loader for a view.

Kept by question and stamp, read in the page's one snapshot. In an outage the last good copy; NoAnswerError when
there is none.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboard.data.narrowing import narrowed
from dashboard.data.reader import read
from dashboard.view import View
from data_access.activities import held as from_held, ledger as from_activities
from data_access.activities.ledger import Activity, Hosting
from data_access.database.snapshot import Snapshot
from data_access.hazards.stages import Stages, list_stages
from data_access.notice import campaigns as from_campaigns, divisions as from_divisions, places as from_places
from data_access.notice.date_limits import DateLimits, load_date_limits
from data_access.notice.divisions import Division
from data_access.notice.places import City, County
from data_access.obligations import at_instant as from_obligations
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import CountyCounts, UnitCounts, per_county, per_unit
from data_access.obligations.evidence import load_evidence
from data_access.obligations.history import Duty, list_duties
from data_access.question import ANY_INSTANT, NOT_NARROWED, Filters, Question
from data_access.returns import submissions as from_returns
from data_access.returns.submissions import Submission
from data_access.returns.vacancies import list_vacancies


def unfiltered(view: View) -> View:
    """The view without its filters but the campaign: one answer for all of them."""
    question = replace(view.question, filters=Filters(view.filters.campaign), hazards=NOT_NARROWED)
    return replace(view, question=question)


def placed(view: View) -> View:
    """The view with those filters only that hazards and tips know: campaign, cities, and what narrows them."""
    filters = Filters(view.filters.campaign, view.filters.cities)
    return replace(view, question=replace(view.question, filters=filters))


def standing(view: View) -> View:
    """That without its instant either: for what follows from the notice alone."""
    asked = unfiltered(view)
    return replace(asked, question=replace(asked.question, as_of=ANY_INSTANT, known_at=None))


def date_limits(view: View) -> DateLimits:
    """The first and the last day that can be meant in the campaign."""
    return read(load_date_limits, standing(view))


def obligations(view: View) -> list[Obligation]:
    """The obligations that the view's filters ask for, out of obligations.at_instant.list_obligations
    of T: all of T are worked out once, whatever is filtered.
    """
    return narrowed(view, read(from_obligations.list_obligations, unfiltered(view)))


def duties(view: View) -> list[Duty]:
    """What the view's filters ask for, whatever becomes of it: the same at every T."""
    return narrowed(view, read(list_duties, standing(view)))


def evidence(view: View) -> dict[int, int]:
    """data_access.obligations.evidence.load_evidence for the view."""
    return dict(read(_evidence, view))


def completion(view: View) -> list[UnitCounts]:
    """These obligations counted per unit."""
    return per_unit(obligations(view))


def county_completion(view: View, city_adcode: str) -> list[CountyCounts]:
    """Those of the counties of a city counted per county; filters of cities and groups are set aside."""
    filters = replace(view.filters, cities=(city_adcode,), groups=("county",))
    owed = obligations(replace(view, question=replace(view.question, filters=filters)))
    return per_county(read(_counties, standing(view), city_adcode), owed)


def activities(view: View) -> tuple[Activity, ...]:
    """data_access.activities.ledger.list_activities for the view."""
    return read(from_activities.list_activities, view)


def timeline(view: View) -> tuple[Hosting, ...]:
    """data_access.activities.ledger.list_timeline for the view."""
    return read(from_activities.list_timeline, view)


def held(view: View) -> dict[str, int]:
    """Activities held by place, as data_access.activities.held.list_held has them for the view."""
    return {place.place_code: place.held for place in read(from_held.list_held, view)}


def cities(view: View) -> tuple[City, ...]:
    """data_access.notice.places.list_cities for the view."""
    return read(from_places.list_cities, standing(view))


def campaigns(view: View) -> tuple[Any, ...]:
    """data_access.notice.campaigns.list_campaigns: those of all notices."""
    return read(_campaigns, standing(view))


def divisions(view: View) -> tuple[Division, ...]:
    """data_access.notice.divisions.list_divisions for the view."""
    return read(from_divisions.list_divisions, standing(view))


def vacancies(view: View) -> tuple[Any, ...]:
    """data_access.returns.vacancies.list_vacancies for the view."""
    return read(list_vacancies, view)


def submissions(view: View) -> tuple[Submission, ...]:
    """data_access.returns.submissions.list_submissions for the view."""
    return read(from_returns.list_submissions, view)


def hazards(view: View, rows: Callable[..., tuple[Any, ...]]) -> tuple[Any, ...]:
    """What a list_* of hazards, tips or exposures (data_access.hazard_*, tips, backlog …) gives for the view."""
    return read(rows, placed(view))


def hazard_stages(view: View) -> tuple[Stages, ...]:
    """data_access.hazards.stages.list_stages for the view."""
    return read(list_stages, placed(view))


def _evidence(s: Snapshot, question: Question) -> tuple[tuple[int, int], ...]:
    return tuple(load_evidence(s, question).items())


def _campaigns(s: Snapshot, question: Question) -> tuple[Any, ...]:
    del question
    return from_campaigns.list_campaigns(s)


def _counties(s: Snapshot, question: Question, city_adcode: str) -> tuple[County, ...]:
    del question
    return from_places.list_counties(s, city_adcode)
