"""The chapters of a bulletin on hazards, exposures and tips, which are three things (domain: a tip is no hazard)."""

from collections.abc import Mapping, Sequence
from typing import Any

from data_access.hazards.sums import HAZARD_RATES
from data_access.notice.places import ALL
from data_access.papers.documents.paper import Col, Paper
from data_access.papers.documents.text import Speaker, share
from data_access.tips.counts import TIP_RATES
from data_access.wording import number, rate_text

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def write(paper: Paper, say: Speaker, tables: Tables) -> None:
    """Three chapters."""
    _hazards(paper, say, tables)
    _exposures(paper, say, tables)
    _tips(paper, say, tables)


def _hazards(paper: Paper, say: Speaker, tables: Tables) -> None:
    """General and major hazards, two sentences and two tables."""
    say.chapter(paper, "hazards")
    for grade in ("general", "major"):
        rows = [row for row in tables["hazards"] if row["grade"] == grade]
        for row in rows[:1] if rows[0]["place_code"] == ALL else []:
            told = {name: number(row[name]) for name in ("confirmed", "closed", "matured", "in_time")}
            shares = {name: say.share(row, name, HAZARD_RATES) for name in ("rectified", "listed", "in_place")}
            late = {"in_time_rate": say.share(row, "in_time", HAZARD_RATES), "overdue": number(row["E"])}
            paper.text(say(f"bulletin.hazards.{grade}", **told, **shares, **late))
    for grade in ("general", "major"):
        rows = [row for row in tables["hazards"] if row["grade"] == grade]
        listed = ("listed",) if grade == "major" else ()
        say.caption(paper, f"bulletin.hazards.{grade}.caption")
        paper.table(
            [
                Col(say("col.city"), 1.5),
                *(Col(say(f"col.{name}"), 0.8) for name in ("confirmed", "closed")),
                *(Col(say(f"col.{name}"), 1.5) for name in ("rectified", "in_time")),
                Col(say("col.E"), 1.1),
                *(Col(say("col.listed"), 1.4) for _ in listed),
            ],
            [
                [
                    say.name(row, "place"),
                    *(number(row[name]) for name in ("confirmed", "closed")),
                    *(share(row, name, HAZARD_RATES) for name in ("rectified", "in_time")),
                    number(row["E"]),
                    *(share(row, name, HAZARD_RATES) for name in listed),
                ]
                for row in rows
            ],
            strong=[place for place, row in enumerate(rows) if row["place_code"] == ALL],
            noted=grade == "major",
        )
    paper.note(say("bulletin.hazards.note"))


def _exposures(paper: Paper, say: Speaker, tables: Tables) -> None:
    """What was exposed, and was it fixed?"""
    rows, [gaps] = tables["exposures"], tables["gaps"]
    say.chapter(paper, "exposures")
    n = {name: sum(row[name] for row in rows) for name in ("exposed", "exposed_closed", "open_long")}
    if n["exposed"]:
        parts = (say("bulletin.exposures.part", grade=say(f"grade.{r['grade']}"), n=r["exposed"]) for r in rows)
        told = {"exposed": n["exposed"], "closed": n["exposed_closed"], "long": n["open_long"]}
        rate = say.share(n, "exposed_closed", HAZARD_RATES)
        paper.text(say("bulletin.exposures", parts=say.join(parts), rate=rate, **told))
    else:
        paper.text(say("bulletin.exposures.none"))
    if gaps["exposures"]:
        without, odd = gaps["without_hazard"], gaps["unconfirmed"]
        paper.text(say("bulletin.exposures.gaps", exposures=gaps["exposures"], without=without, unconfirmed=odd))
    counts = ("exposed", "closed", "exposed_open", "open_long", "exposed_closed")
    say.caption(paper, "bulletin.exposures.caption")
    paper.table(
        [Col(say("col.grade")), *(Col(say(f"col.{name}")) for name in counts)],
        [
            [
                say(f"grade.{row['grade']}"),
                *(number(row[name]) for name in ("exposed", "exposed_closed", "exposed_open", "open_long")),
                rate_text(row["exposed_closed"], row["exposed"]),
            ]
            for row in rows
        ],
    )
    paper.note("")


def _tips(paper: Paper, say: Speaker, tables: Tables) -> None:
    """What the hotlines bring, by channel and in all."""
    rows = tables["tips"]
    say.chapter(paper, "tips")
    whole = rows[-1]
    if not whole["received"]:
        paper.text(say("bulletin.tips.none"))
        return
    told = {"received": number(whole["received"]), "overdue": number(whole["overdue"])}
    paper.text(say("bulletin.tips", **told, **{name: say.share(whole, name, TIP_RATES) for name in TIP_RATES}))
    say.caption(paper, "bulletin.tips.caption")
    paper.table(
        [
            Col(say("col.channel"), 2.2),
            Col(say("col.received"), 0.7),
            *(Col(say(f"col.tip_{name}"), 1.3) for name in TIP_RATES),
        ],
        [
            [
                say("bulletin.tips.total") if row is whole else say.name(row, "channel"),
                number(row["received"]),
                *(share(row, name, TIP_RATES) for name in TIP_RATES),
            ]
            for row in rows
        ],
        strong=[len(rows) - 1],
        noted=True,
    )
    paper.note(say("bulletin.tips.note"))
