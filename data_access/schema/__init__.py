"""The tables of the shared database: the contract with every other system (docs/database.md)."""

from data_access.schema.activity import activity, activity_event, activity_unit
from data_access.schema.campaign import (
    admin_division,
    campaign,
    campaign_unit,
    duty,
    line,
    obligation,
    obligation_extension,
    old_division_name,
    org_unit,
    org_unit_alias,
)
from data_access.schema.hazard import (
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_supervision,
    hazard_tip,
    industry,
    tip,
    tip_channel,
)
from data_access.schema.matching import line_item, line_metric, line_thing
from data_access.schema.operations import bulletin, load_log
from data_access.schema.submission import (
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
from data_access.schema.types import UtcDateTime, metadata

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
    "plan_task",
    "submission",
    "submission_activity",
    "tip",
    "tip_channel",
]
