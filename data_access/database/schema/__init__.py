"""The tables of the shared database: the contract with every other system (docs/database.md)."""

from data_access.database.schema.activity import activity, activity_event, activity_unit
from data_access.database.schema.campaign import campaign, campaign_unit, line, line_item, line_metric, line_thing
from data_access.database.schema.hazard import (
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_named_unit,
    hazard_supervision,
    hazard_tip,
    industry,
    tip,
    tip_channel,
)
from data_access.database.schema.obligation import duty, obligation, obligation_extension
from data_access.database.schema.operations import bulletin, load_log, pairing
from data_access.database.schema.submission import (
    delivery,
    liaison,
    measure_list_item,
    media_item,
    metric,
    metric_value,
    plan_task,
    submission,
    submission_activity,
)
from data_access.database.schema.types import UtcDateTime, metadata
from data_access.database.schema.units import admin_division, old_division_name, org_unit, org_unit_alias

__all__ = [
    "UtcDateTime",
    "activity",
    "activity_event",
    "activity_unit",
    "admin_division",
    "bulletin",
    "campaign",
    "campaign_unit",
    "delivery",
    "duty",
    "hazard",
    "hazard_event",
    "hazard_exposure",
    "hazard_named_unit",
    "hazard_supervision",
    "hazard_tip",
    "industry",
    "liaison",
    "line",
    "line_item",
    "line_metric",
    "line_thing",
    "load_log",
    "measure_list_item",
    "media_item",
    "metadata",
    "metric",
    "metric_value",
    "obligation",
    "obligation_extension",
    "old_division_name",
    "org_unit",
    "org_unit_alias",
    "pairing",
    "plan_task",
    "submission",
    "submission_activity",
    "tip",
    "tip_channel",
]
