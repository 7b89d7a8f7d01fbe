"""The cached doors to data_access, for pages: each gives the frame of one loader for a view.

Kept by question and stamp, read in the page's one snapshot. In an outage the last good copy; DatabaseAwayError when
there is none.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pandas as pd
from sqlalchemy import Connection

from dashboard.reader import read
from dashboard.view import View
from data_access import activities as from_activities
from data_access import campaigns as from_campaigns
from data_access import completion as from_completion
from data_access import divisions as from_divisions
from data_access import held as from_held
from data_access import obligations as from_obligations
from data_access import places as from_places
from data_access import progress as from_progress
from data_access import returns as from_returns
from data_access.filters import Filters, Question

ANY_INSTANT: Final = datetime(1970, 1, 1, tzinfo=UTC)


def standing(view: View) -> View:
    """The view without its instant and its filters but the campaign: for what follows from the notice alone, so that
    another filter finds it kept.
    """
    filters = Filters(view.filters.campaign)
    return replace(view, question=replace(view.question, as_of=ANY_INSTANT, known_at=None, filters=filters))


def obligations(view: View) -> pd.DataFrame:
    """data_access.obligations.load_obligations for the view."""
    return read(from_obligations.load_obligations, view)


def next_deadlines(view: View) -> pd.DataFrame:
    """data_access.obligations.load_next_deadlines for the view."""
    return read(from_obligations.load_next_deadlines, view)


def completion(view: View) -> pd.DataFrame:
    """data_access.completion.load_completion for the view."""
    return read(from_completion.load_completion, view)


def matrix(view: View) -> pd.DataFrame:
    """data_access.completion.load_matrix for the view."""
    return read(from_completion.load_matrix, view)


def line_completion(view: View) -> pd.DataFrame:
    """data_access.completion.load_line_completion for the view."""
    return read(from_completion.load_line_completion, view)


def county_completion(view: View, city_adcode: str) -> pd.DataFrame:
    """data_access.completion.load_county_completion for the view and a city."""
    return read(from_completion.load_county_completion, view, city_adcode)


def progress(view: View) -> pd.DataFrame:
    """data_access.progress.load_progress for the view."""
    return read(from_progress.load_progress, view)


def activities(view: View) -> pd.DataFrame:
    """data_access.activities.load_activities for the view."""
    return read(from_activities.load_activities, view)


def held_summary(view: View) -> pd.DataFrame:
    """data_access.held.load_held_summary for the view."""
    return read(from_held.load_held_summary, view)


def held_by_week(view: View) -> pd.DataFrame:
    """data_access.held.load_held_by_week for the view."""
    return read(from_held.load_held_by_week, view)


def timeline(view: View) -> pd.DataFrame:
    """data_access.activities.load_timeline for the view."""
    return read(from_activities.load_timeline, view)


def five_settings(view: View) -> pd.DataFrame:
    """data_access.held.load_five_settings for the view."""
    return read(from_held.load_five_settings, view)


def cities(view: View) -> pd.DataFrame:
    """data_access.places.load_cities for the view."""
    return read(from_places.load_cities, standing(view))


def campaigns(view: View) -> pd.DataFrame:
    """data_access.campaigns.load_campaigns: those of all notices."""
    return read(_campaigns, standing(view))


def divisions(view: View) -> pd.DataFrame:
    """data_access.divisions.load_divisions for the view."""
    return read(from_divisions.load_divisions, standing(view))


def deadlines(view: View) -> pd.DataFrame:
    """data_access.campaigns.load_deadlines of the view's campaign."""
    return read(_deadlines, standing(view))


def _deadlines(connection: Connection, question: Question) -> pd.DataFrame:
    return from_campaigns.load_deadlines(connection, question.filters.campaign)


def submissions(view: View) -> pd.DataFrame:
    """data_access.returns.load_submissions for the view."""
    return read(from_returns.load_submissions, view)


def metrics(view: View) -> pd.DataFrame:
    """data_access.returns.load_metrics for the view."""
    return read(from_returns.load_metrics, view)


def _campaigns(connection: Connection, question: Question) -> pd.DataFrame:
    del question
    return from_campaigns.load_campaigns(connection)
