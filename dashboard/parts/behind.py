"""Who is behind the expected pace (滞后于序时进度, G15): a sentence, and the figure of the tasks."""

from collections.abc import Sequence

from dashboard.parts import findings, parts
from dashboard.parts.figure import figure
from dashboard.view import View
from data_access.drawing.palette import BEHIND
from data_access.obligations import agenda
from data_access.obligations.agenda import top
from data_access.obligations.at_instant import Obligation


def draw(view: View, group: str, obligations: Sequence[Obligation]) -> None:
    """Draw the sentence about a group's tasks, those of the view's question, with their figure; nothing where nobody is
    behind.
    """
    if said := sentence(view, group, obligations):
        marked = figure(view, "behind", obligations, said, view.question.of_groups(group))
        parts.counted(view, marked, said)


def mark(view: View, one: Obligation) -> str:
    """The sign and the word of a task that is behind, to be said after its state; "" for others."""
    return f" {BEHIND} {view.t('behind.short')}" if one.behind else ""


def sentence(view: View, group: str, obligations: Sequence[Obligation]) -> str:
    """By how many tasks the units of a group are short of the expected pace, who most, and how many tasks are marked;
    "" where nobody is behind.
    """
    short = agenda.short_of_pace(obligations)
    if not short:
        return ""
    most = top(short)
    key = "one" if len(short) == 1 else "same" if len(most) == len(short) else "most"
    return view.t(
        f"finding.behind.{key}",
        n=sum(one.behind for one in obligations),
        units=findings.units(view, group, len(short)),
        short=sum(one.items for one in short),
        names=findings.named(view, most, group),
        each=findings.each_of(view, most, most[0].items) if key == "most" else most[0].items,
    )
