"""Hazards, tips and exposures in five figures, for the pages that are about something else."""

from dataclasses import replace

from dashboard.data.memory import remembered
from dashboard.hazards import exposures, page as hazards
from dashboard.hazards.grades import grades_of
from dashboard.parts.figure import Figure
from dashboard.tips import page as tips
from dashboard.view import View
from data_access.wording import rate_text


def figures(view: View) -> list[Figure]:
    """Both grades' 整改率, what is overdue, tips closed in time, exposed hazards closed; those of which there are none
    are left out.
    """
    return _figures(view.asking(view.question.placed()))


@remembered
def _figures(view: View) -> list[Figure]:
    found: list[Figure] = []
    here = hazards.read(view)
    if here is not None:
        general, _, major, _, late = here.figures
        found += [general, major, replace(late, label=view.t("overview.hazards.late"))]
    if closed := tips.in_time(view.asking(view.question.of_tips())):
        found.append(closed)
    exposed = exposures.totals(view)
    if exposed is not None and exposed.general.exposed + exposed.major.exposed:
        fixed, worse = exposed.general, exposed.major
        major_rate = rate_text(worse.exposed_closed, worse.exposed)
        found.append(
            Figure(
                view.t("overview.hazards.exposed"),
                n=fixed.exposed_closed,
                d=fixed.exposed,
                note=view.t("list.dot").join(
                    [
                        *([view.t("overview.hazards.exposed.major", rate=major_rate)] if worse.exposed else []),
                        view.t("overview.hazards.exposed.long", general=fixed.open_long, major=worse.open_long),
                    ]
                ),
                definition_key="exposed_closed",
                question=grades_of(view, exposed)[0][2],
            )
        )
    return found
