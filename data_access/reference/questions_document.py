"""docs/questions.md, out of a database: `DATABASE_URL=… python -m data_access.reference.questions_document [FILE]`."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from data_access.database.engine import database_url, disposing, read_engine
from data_access.database.snapshot import Snapshot, snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.extracts.files import question_of
from data_access.hazards.backlog import SIGNS, list_backlog
from data_access.i18n import LANGUAGES, t
from data_access.notice.campaigns import resolve
from data_access.notice.places import ALL
from data_access.notice.words import answered_by
from data_access.question import Filters, Question
from data_access.reach.attendance import list_attendance_gap
from data_access.reference.questions import QUESTIONS, LeaderQuestion, Measure
from data_access.tables.definition import measured
from data_access.wording import number, rate_text

AT: Final = datetime(2020, 7, 4, tzinfo=ZoneInfo("Asia/Shanghai"))
PEOPLE, BACKLOG = 14, 19
"""Questions whose answer is no single figure."""
DEFAULT: Final = "overview"
"""The page without an address of its own."""
HEAD: Final = f"""# The twenty questions

What leaders ask, the page and the file that answer, and the answer on the sample returns at {AT:%Y-%m-%d %H:%M}
(made by `make docs` out of the files themselves; a test makes it again). Figures are those of
[figures.md](figures.md), rules those of [definitions.md](definitions.md). A page is opened by its address
(`/reach?asof={AT:%Y-%m-%d}T00:00`), a file by `python -m data_access extract NAME`.
"""


def page(s: Snapshot) -> str:
    """The page: a paragraph per question, its words in both languages."""
    q = resolve(s, Filters(as_of=AT), AT)
    return HEAD + "".join(line for entry in QUESTIONS for line in _paragraph(s, q, entry))


def _paragraph(s: Snapshot, q: Question, entry: LeaderQuestion) -> Iterator[str]:
    zh, en = (t(lang, f"question.{entry.number}") for lang in LANGUAGES)
    yield f"\n## {entry.number}. {zh} · {en}\n\n"
    pages = ", ".join(f"`/{name.removeprefix(DEFAULT)}`" for name in entry.pages)
    yield f"Page {pages} · file {', '.join(f'`{name}`' for name in entry.files)}\n\n"
    for measure in entry.measures:
        yield f"- {_measured(s, q, measure)}\n"
    if entry.number == PEOPLE:
        yield from _people(s, q)
    if entry.number == BACKLOG:
        yield from _backlog(s, q)


def _measured(s: Snapshot, q: Question, measure: Measure) -> str:
    definition = DEFINITIONS[measure.key]
    lines = answered_by(s, q, measure.answered_by)[:1]
    here = q.of_lines(*lines).of_groups(*measure.groups).without_hazards().of_hazards(grades=measure.grades)
    base = EXTRACTS[definition.extract]
    told = measured(definition, base.rows(s, question_of(base.name, here)))
    value = number(told.n) if told.d is None else rate_text(int(told.n), int(told.d))
    codes = [*(f"group.{code}" for code in measure.groups), *(f"grade.{code}" for code in measure.grades)]
    zh, en = (_title(lang, definition.title(lang), lines, codes) for lang in LANGUAGES)
    return f"{zh} · {en}: **{value}** (`figure-{measure.key.replace('_', '-')}`)"


def _title(lang: str, title: str, lines: tuple[str, ...], codes: list[str]) -> str:
    return " ".join([title, *lines, *(t(lang, code) for code in codes)])


def _people(s: Snapshot, q: Question) -> Iterator[str]:
    """Per figure of people what the cities' returns and what their ledgers say, never blended."""
    rows = [row for row in list_attendance_gap(s, q) if row.unit.group == "city"]
    for metric in dict.fromkeys(row.metric for row in rows):
        own = [row for row in rows if row.metric == metric]
        returned = [row.returned for row in own if row.returned is not None]
        people = [row.alone.people for row in own if row.alone.people is not None]
        yield f"- {metric.code} {metric.zh} · {metric.en}: Annex 3 {_sum(returned, len(own))}, "
        yield f"ledgers {_sum(people, len(own))}\n"


def _sum(values: Sequence[float], of: int) -> str:
    """Their sum with how many of the cities there are; nobody is no zero (G10)."""
    said = number(sum(values)) if values else t("en", "word.missing")
    return f"**{said}** ({len(values)}/{of} cities)"


def _backlog(s: Snapshot, q: Question) -> Iterator[str]:
    """The province's last week, grade by grade: opening and what came and went make closing."""
    rows = [row for row in list_backlog(s, q) if row.place.code == ALL]
    for grade in dict.fromkeys(row.grade for row in rows):
        last = [row for row in rows if row.grade == grade][-1]
        flows = " ".join(f"{'+' if SIGNS[name] > 0 else '−'} {name} {n}" for name, n in last.flows._asdict().items())
        zh, en = (t(lang, f"grade.{grade}") for lang in LANGUAGES)
        yield f"- {zh} · {en}, {last.week}: opening {last.opening} {flows} = **{last.closing}**\n"


if __name__ == "__main__":
    with disposing(read_engine(database_url())) as engine, snapshot(engine) as connection:
        text = page(connection)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
