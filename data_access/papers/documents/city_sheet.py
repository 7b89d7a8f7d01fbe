"""The sheet of one city: one page of A4, to be laid before somebody."""

from typing import Any, Final

from data_access.database.days import local_date
from data_access.hazards.sums import HAZARD_RATES
from data_access.obligations.at_instant import Obligation
from data_access.papers.city_sheet import CitySheet
from data_access.papers.documents.paper import Col, Mark, Paper
from data_access.papers.documents.text import Speaker, share, source_lines
from data_access.tips.counts import TIP_RATES
from data_access.wording import number, read, whole_day

MOST_LATE: Final = 14
MOST_SOON: Final = 6
MOST_NAMES: Final = 20
STATES: Final = {
    "done_on_time": ("✓", "1B7F5C", "FFFFFF"),
    "done_off_date": ("◇", "6BAA8B", "000000"),
    "done_late": ("△", "D99A00", "000000"),
    "overdue": ("✕", "C0232C", "FFFFFF"),
    "not_due": ("○", "B8C2CC", "000000"),
    "open": ("·", "F4F6F8", "000000"),
}
"""State -> sign, ground and ink: the signs tell them apart on a black-and-white print."""
RATES: Final = ("completion", "due_completion", "on_time_stated")


def city_sheet_paper(sheet: CitySheet, lang: str) -> Paper:
    """The sheet; equal figures make equal sheets."""
    head = sheet.figures["head"]
    writer = _Writer(sheet, Speaker(lang, head), Paper("sheet", lang))
    return writer.written(head)


class _Writer:
    """The parts of one sheet, from top to bottom."""

    def __init__(self, sheet: CitySheet, say: Speaker, paper: Paper) -> None:
        self.sheet, self.say, self.paper = sheet, say, paper
        self.tables = sheet.figures["tables"]

    def written(self, head: Any) -> Paper:
        say, paper = self.say, self.paper
        paper.head = say.data
        title = say("sheet.title", city=say.unit(self.sheet.city))
        paper.title(title)
        paper.note("　".join(source_lines(head, say.lang)))
        self._headline()
        self._states()
        self._late()
        self._work()
        self._settings()
        self._hazards()
        self._returns()
        paper.note(say("sheet.note"), after=False)
        paper.about(title, read(head["as_of"]), say.data)
        return paper

    def _headline(self) -> None:
        """The three rates, the rank, what is overdue, what was held: label above number."""
        say, paper, row = self.say, self.paper, self.sheet.counts
        held = next(one["held"] for one in self.tables["held"] if one["place_code"] == self.sheet.city.adcode)
        cells = [(say(f"col.{rate}"), share(row, rate)) for rate in RATES]
        key = "sheet.no_rank" if row["rank"] is None else "sheet.rank"
        cells += [
            (say("col.rank"), say(key, rank=row["rank"], n=self.sheet.ranked)),
            (say("col.overdue"), number(row["overdue"])),
            (say("sheet.held"), number(held)),
        ]
        labels = [Mark(label, "heading", fill="EDEDED") for label, _ in cells]
        paper.grid([1.4, 1.4, 1.5, 1.6, 0.9, 0.9], [labels, [Mark(text, "figure") for _, text in cells]])

    def _states(self) -> None:
        """One bar of all its duties, each state as wide as its number; the words below."""
        say, paper, row = self.say, self.paper, self.sheet.counts
        shown = [state for state in STATES if row[state]]
        paper.text(say("sheet.states", n=row["active"]), indent=False, before=4)
        least = row["active"] * 0.05  # or its number does not fit
        marks = [
            Mark(f"{sign} {row[state]}", fill=fill, ink=ink)
            for state, (sign, fill, ink) in ((state, STATES[state]) for state in shown)
        ]
        paper.grid([max(row[state], least) for state in shown], [marks])
        paper.note("　".join(f"{STATES[state][0]} {say(f'state.{state}')} {row[state]}" for state in shown))

    def _late(self) -> None:
        say, paper = self.say, self.paper
        late = [row for row in self.tables["overdue"] if row["unit_group"] == "city"]
        paper.heading(say("sheet.late", n=len(late)))
        if not late:
            paper.text(say("sheet.late.none"))
            return
        paper.table(
            [
                Col(say("col.line"), 4, "left"),
                Col(say("col.due_on"), 1),
                Col(say("sheet.basis"), 1),
                Col(say("col.days"), 0.8),
            ],
            [
                [
                    " ".join(filter(None, (row["line_code"], row["period"], say.name(row, "line")))),
                    row["due_at"],
                    say(f"basis.{row['due_basis']}"),
                    str(row["days_overdue"]),
                ]
                for row in late[:MOST_LATE]
            ],
        )
        if len(late) > MOST_LATE:
            paper.note(say("sheet.late.more", n=len(late) - MOST_LATE), after=False)

    def _work(self) -> None:
        """What falls due next, and the county leagues."""
        say, paper, soon = self.say, self.paper, self.sheet.soon
        paper.heading(say("sheet.heading.work"))
        if soon:
            named = say.join(self._soon(one) for one in soon[:MOST_SOON])
            named += f" {say('sheet.soon.more')}" if len(soon) > MOST_SOON else ""
            paper.text(say("sheet.soon", n=len(soon), lines=named))
        else:
            paper.text(say("sheet.soon.none"))
        leagues = next((row for row in self.tables["groups"] if row["unit_group"] == "county"), None)
        if leagues is None:
            return
        late = [row for row in self.tables["overdue"] if row["unit_group"] == "county"]
        if leagues["done"] == leagues["active"]:
            paper.text(say("sheet.leagues.all", active=leagues["active"]))
            return
        names = [say.league(row) for row in sorted(late, key=lambda row: str(row["unit_adcode"]))]
        told = {"done": leagues["done"], "active": leagues["active"]}
        paper.text(say("sheet.leagues", names=say.join(names[:MOST_NAMES]) or "/", **told))

    def _soon(self, one: Obligation) -> str:
        day = whole_day(local_date(one.due_at, self.sheet.figures["head"]["zone"]), self.say.lang) if one.due_at else ""
        line = one.line.short_zh if self.say.lang == "zh" else one.line.short_en
        return f"{' '.join(filter(None, (one.line.code, one.period, line)))} ({day})"

    def _settings(self) -> None:
        say, paper, cells = self.say, self.paper, self.tables["settings"]
        paper.heading(say("sheet.heading.settings"))
        paper.table([Col(say(f"setting.{cell['setting']}")) for cell in cells], [[number(c["held"]) for c in cells]])

    def _hazards(self) -> None:
        """General and major ones, each a row; they are never added."""
        say, paper = self.say, self.paper
        paper.heading(say("sheet.heading.hazards"))
        counts, rates = ("confirmed", "closed"), ("rectified", "in_time")
        paper.table(
            [
                Col(say("col.grade"), 0.8),
                *(Col(say(f"col.{name}"), 0.8) for name in counts),
                *(Col(say(f"col.{name}"), 1.4) for name in rates),
                Col(say("col.E"), 1),
                Col(say("col.listed"), 1.4),
                Col(say("sheet.exposed"), 1),
            ],
            [
                [
                    say(f"grade.{row['grade']}"),
                    *(number(row[name]) for name in counts),
                    *(share(row, name, HAZARD_RATES) for name in rates),
                    number(row["E"]),
                    share(row, "listed", HAZARD_RATES) if row["grade"] == "major" else "—",
                    f"{row['exposed']}/{row['exposed_closed']}",
                ]
                for row in self.tables["hazards"]
            ],
        )

    def _returns(self) -> None:
        """Tips that name the city, and its Annex 3."""
        say, paper, whole, form = self.say, self.paper, self.tables["tips"][-1], self.sheet.form
        paper.heading(say("sheet.heading.returns"))
        if whole["received"]:
            told = {"received": number(whole["received"]), "overdue": number(whole["overdue"])}
            paper.text(say("bulletin.tips", **told, **{name: say.share(whole, name, TIP_RATES) for name in TIP_RATES}))
        else:
            paper.text(say("bulletin.tips.none"))
        filled = sum(row.value is not None for row in form.rows)
        if form.return_line:
            version = form.return_version
            paper.text(say("sheet.return", line=form.return_line, version=version, n=len(form.rows), filled=filled))
        else:
            paper.text(say("sheet.return.none"))
