"""The bulletin (通报) as a Word paper in the form of an official notice, out of its figures and nothing else.

So a frozen bulletin is printed again as it was, and a table of the paper is a table of the figures. Number, seal and
date are left to the office.
"""

from collections.abc import Sequence
from typing import Any, Final

from data_access.notice.places import ALL
from data_access.papers.bulletin_figures import Figures, checksum
from data_access.papers.documents import bulletin_hazards, bulletin_overdue
from data_access.papers.documents.paper import Col, Paper
from data_access.papers.documents.text import Speaker, at, share, source_lines
from data_access.wording import number, read

Row = dict[str, Any]
RANKED: Final = ("on_time_stated", "due_completion_stated", "on_time", "completion")
"""The rates of the ranking tables, in their order; the first is the one that ranks (G12)."""


def bulletin_paper(figures: Figures, lang: str) -> Paper:
    """The paper; equal figures in one language make equal papers."""
    say, paper = Speaker(lang, figures["head"]), Paper("notice", lang)
    writer = _Writer(figures, say, paper)
    writer.front()
    writer.groups()
    writer.ranking("city")
    writer.ranking("member")
    say.chapter(paper, "overdue")
    bulletin_overdue.write(paper, say, figures["tables"])
    bulletin_hazards.write(paper, say, figures["tables"])
    writer.sources()
    title = say("bulletin.title", campaign=say.name(figures["head"], "campaign"))
    paper.about(title, read(figures["head"]["as_of"]), say.data)
    return paper


class _Writer:
    """The chapters of one bulletin."""

    def __init__(self, figures: Figures, say: Speaker, paper: Paper) -> None:
        self.head, self.tables = figures["head"], figures["tables"]
        self.figures, self.say, self.paper = figures, say, paper

    def front(self) -> None:
        """Number line, title, whom it goes to, the opening sentence."""
        say, paper, head = self.say, self.paper, self.head
        paper.head = say.data
        paper.text(say("bulletin.number"), align="center")
        paper.title(say("bulletin.title", campaign=say.name(head, "campaign")))
        if head.get("label"):
            paper.text(say("bulletin.label", label=head["label"]), align="center")
        paper.text(say("bulletin.to"), indent=False)
        key = "bulletin.opening" if head["doc_no"] else "bulletin.opening.plain"
        paper.text(say(key, doc=head["doc_no"], at=at(head, "as_of", say.lang)))
        if head["cities"]:
            paper.text(say("bulletin.only", cities=say.join(city[say.lang] for city in head["cities"])))

    def groups(self) -> None:
        """一、 each group apart, what was held, the five settings."""
        say, paper, rows = self.say, self.paper, self.tables["groups"]
        say.chapter(paper, "groups")
        for row in rows[:2]:
            paper.text(
                say(
                    "bulletin.group",
                    **{name: number(row[name]) for name in ("units", "active", "done", "due", "done_due", "on_time")},
                    group=say(f"groups.{row['unit_group']}"),
                    overdue=number(row["overdue"]),
                    completion=say.share(row, "completion"),
                    due_completion=say.share(row, "due_completion"),
                    on_time_rate=say.share(row, "on_time"),
                    stated=say.share(row, "on_time_stated"),
                )
            )
        self._held()
        say.caption(paper, "bulletin.groups.caption")
        paper.table(
            [
                Col(say("col.group"), 1.6),
                *(Col(say(f"col.{name}"), 0.9) for name in ("units", "active", "done")),
                *(Col(say(f"col.{name}"), 1.7) for name in ("completion", "due_completion", "on_time_stated")),
                Col(say("col.overdue"), 0.9),
            ],
            [
                [
                    say(f"groups.{row['unit_group']}"),
                    *(number(row[name]) for name in ("units", "active", "done")),
                    *(share(row, name) for name in ("completion", "due_completion", "on_time_stated")),
                    number(row["overdue"]),
                ]
                for row in rows
            ],
            noted=True,
        )
        paper.note(say("bulletin.groups.note"))

    def _held(self) -> None:
        say, places = self.say, {row["place_code"]: row for row in self.tables["held"]}
        if ALL in places:
            told = {"held": number(places[ALL]["held"]), "province": number(places["province"]["held"])}
            self.paper.text(say("bulletin.held", place=say.name(places[ALL], "place"), **told))
        else:
            held = say.join(f"{say.name(row, 'place')} {number(row['held'])}" for row in places.values())
            self.paper.text(say("bulletin.held.city", places=held))
        cells = self.tables["settings"]
        gaps: dict[str, list[str]] = {}
        for cell in cells:
            if not cell["held"]:
                gaps.setdefault(say.name(cell, "city"), []).append(say(f"setting.{cell['setting']}"))
        told_cells = {"d": len(cells), "cities": len({cell["city_adcode"] for cell in cells})}
        open_cells = sum(map(len, gaps.values()))
        named = say.join(say("bulletin.gap", city=city, settings=say.join(names)) for city, names in gaps.items())
        key = "bulletin.settings" if gaps else "bulletin.settings.all"
        self.paper.text(say(key, n=len(cells) - open_cells, gaps=named, **told_cells))

    def ranking(self, group: str) -> None:
        """二、三、 the units of a group in their order, with ranks where any has one; n/d beside every rate."""
        say, paper = self.say, self.paper
        rows = [row for row in self.tables["units"] if row["unit_group"] == group]
        if not rows:
            return
        say.chapter(paper, group)
        paper.text(self._first_and_last(rows))
        say.caption(paper, f"bulletin.{group}.caption")
        without = 0 if any(row["rank"] for row in rows) else 1
        paper.table(
            [
                Col(say("col.rank"), 0.6),
                Col(say(f"col.{'city' if group == 'city' else 'unit'}"), 1.7 if say.lang == "zh" else 2.4),
                *(Col(say(f"col.{name}"), 1.5) for name in RANKED),
                Col(say("col.overdue"), 0.9 if say.lang == "zh" else 1.1),
            ][without:],
            [
                [
                    "/" if row["rank"] is None else str(row["rank"]),
                    say.name(row, "unit"),
                    *(share(row, name) for name in RANKED),
                    number(row["overdue"]),
                ][without:]
                for row in rows
            ],
            noted=True,
        )
        paper.note(say("bulletin.ranking.note"))

    def _first_and_last(self, rows: Sequence[Row]) -> str:
        say, ranked = self.say, [row for row in rows if row["rank"]]
        full = sum(row["on_time_stated"] == row["due_stated"] for row in ranked)
        if not ranked:
            return say("bulletin.ranking.none")
        if full == len(ranked):
            return say("bulletin.ranking.all", n=full)
        lowest = max(row["rank"] for row in ranked)
        last = [row for row in ranked if row["rank"] == lowest]
        named = say.join(
            say("bulletin.ranking.last", unit=say.name(row, "unit"), rate=say.share(row, "on_time_stated"))
            for row in last
        )
        return say("bulletin.ranking.whole", n=full, last=named)

    def sources(self) -> None:
        """Where the figures come from, under which definitions; then room for seal and date."""
        say, paper, head = self.say, self.paper, self.head
        say.chapter(paper, "sources")
        for line in source_lines(head, say.lang):
            paper.text(line)
        if head.get("published_at"):
            published = at(head, "published_at", say.lang)
            paper.text(say("bulletin.source.published", at=published, sha256=checksum(self.figures)))
        for key in ("rates", "signs", "same"):
            paper.text(say(f"bulletin.source.{key}"))
        paper.text("")
        paper.text(say("bulletin.sign"), align="right", stays=True)
        paper.text(say("bulletin.sign.day"), align="right")
