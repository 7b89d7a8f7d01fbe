"""What the page of major hazards shows: each one with its listing, its deadline and the five things in place (G10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.hazards import page as hazards
from dashboard.hazards.grades import Grades
from dashboard.hazards.page import rate_figure, share
from dashboard.parts import findings, parts
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.hazards.ledger import Hazard
from data_access.hazards.lists import list_first_majors
from data_access.hazards.sums import Sums
from data_access.wording import rate_text

GRADE = "major"


@dataclass(frozen=True)
class Majors:
    """What the page shows; `view` asks for major hazards, whatever the filter of grades says."""

    view: View
    cities: list[Grades[Sums]]
    whole: Grades[Sums]
    finding: Finding
    figures: list[Figure]
    ledger: Sequence[Hazard]
    """The first rows of list_majors: the open ones first, the earliest deadline first."""


def read(view: View) -> Majors | None:
    """The major hazards for `view`; None when there are none."""
    return _read(view.asking(view.question.of_hazards(grades=(GRADE,))))


def nothing(view: View) -> str:
    """That there is no major hazard of those asked for."""
    others = view.asking(view.question.of_hazards(grades=()))
    return findings.none(view, "majors.nothing", parts.narrowed_in_words(others))


@remembered
def _read(view: View) -> Majors | None:
    found = hazards.read(view)
    if found is None:
        return None
    ledger = store.hazards(view, list_first_majors)
    whole = found.whole.major
    return Majors(view, found.cities, found.whole, finding(view, found), figures(view, whole), ledger)


def finding(view: View, found: hazards.Hazards) -> Finding:
    """How many are open, overdue, without listing; which city has most overdue ones."""
    whole = found.whole.major
    title = view.t("hazards.count.major", n=whole.confirmed)
    if not view.question.hazards.classes or hazards.LATE in view.question.hazards.classes:
        title = view.t("list.clauses").join([title, _overdue(view, found)])
    lead = view.t(
        "majors.lead",
        open=whole.open,
        unlisted=whole.confirmed - whole.listed,
        closed_unlisted=whole.closed_unlisted,
        listed_late=whole.listed_late,
    )
    return Finding(title, lead)


def _overdue(view: View, found: hazards.Hazards) -> str:
    of = [city.major.E for city in found.cities]
    late = found.whole.major.E
    if not late:
        return view.t("majors.overdue.none")
    names = [city.name for city in found.cities if max(of) == city.major.E]
    if len(of) < 2 or not max(of):
        return view.t("majors.overdue", n=late)
    each = findings.each_of(view, names, max(of))
    return view.t("majors.overdue.most", n=late, names=findings.some(view, names), each=each)


def figures(view: View, whole: Sums) -> list[Figure]:
    """Rectified, in time, listed, the five things in place, overdue."""
    notes = {
        "rectified": view.t("hazards.note.pending", n=whole.pending),
        "in_time": view.t("hazards.note.not_due", n=whole.A0 + whole.P),
        "listed": view.t("list.and").join(
            f"{view.word('listing', level)} {getattr(whole, f'listed_{level}')}"
            for level in ("province", "city", "county", "town")
        ),
        "in_place": view.t("majors.note.open"),
    }
    shares = [
        rate_figure(whole, rate, view.t(f"majors.figure.{rate}"), note, view.question) for rate, note in notes.items()
    ]
    over = share(whole, "overdue")
    late = Figure(
        view.t("hazards.figure.overdue"),
        value=whole.E,
        unit=view.t("majors.unit", n=whole.E),
        note=view.t("majors.note.overdue", rate=rate_text(over.n, over.d), pending=whole.D),
        definition_key="hazard_overdue",
        tone="red" if whole.E else "gray",
        question=view.question,
    )
    return [*shares, late]
