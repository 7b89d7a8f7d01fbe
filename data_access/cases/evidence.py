"""What shows that a task was done: activities with title, place and people; versions handed in, by receipt (C4-C7)."""

from collections.abc import Sequence

from data_access.activities.ledger import Activity
from data_access.cases.case import Group, Row, group
from data_access.cases.items import item
from data_access.cases.telling import Telling
from data_access.returns.submissions import Submission


def activities_behind(told: Telling, behind: Sequence[Activity]) -> tuple[Group, ...]:
    """The activities of a task, the newest first; no group without any."""
    if not behind:
        return ()
    held = sum(one.status == "held" for one in behind)
    newest_first = tuple(activity_row(told, one) for one in reversed(behind))
    return group(told.t("case.activities", n=len(behind), held=held), newest_first)


def activity_row(told: Telling, one: Activity) -> Row:
    """An activity as one of several: title; when, where, how many people."""
    at = one.end if one.status == "held" else one.start
    dated = told.day(at) if at else ""
    word = told.word("activity", one.status)
    return Row(
        one.title,
        told.and_([f"{word} {dated}".strip(), told.name(one.place), people(told, one)]),
        "" if one.status == "held" else one.status,
        item("activity", one.code),
    )


def people(told: Telling, one: Activity) -> str:
    """How many took part and looked on, three numbers that are never added (G14); "" where none is told."""
    return people_of(told, one.attendance_onsite, one.attendance_online, one.views)


def people_of(told: Telling, onsite: int | None, online: int | None, views: int | None) -> str:
    """The same of these numbers."""
    numbers = {"onsite": onsite, "online": online, "views": views}
    return told.t("list.and").join(told.t(f"case.people.{kind}", n) for kind, n in numbers.items() if n is not None)


def handed_in(told: Telling, sent: Sequence[Submission]) -> tuple[Group, ...]:
    """The versions handed in, the newest first; no group without any."""
    if not sent:
        return ()
    return group(told.t("case.versions", n=len(sent)), tuple(_version(told, one) for one in reversed(sent)))


def _version(told: Telling, one: Submission) -> Row:
    content = told.t("case.refused") if one.content == "refused" else ""
    said = [told.moment(one.submitted_at), told.word("submission", one.status), told.word("channel", one.channel)]
    return Row(told.t("case.version", version=one.version), told.and_([*said, content]))
