"""What is told of a figure: how it is counted, its parts, and the very rows, those that were missed first (G11)."""

from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from data_access.cases.case import Case, Fact, File, Grid
from data_access.cases.telling import Telling
from data_access.database.snapshot import Snapshot
from data_access.extracts.catalogue import BASES, EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.extracts.figures import MARK, Counted, figure_rows, narrowed
from data_access.extracts.files import columns_of, question_of, texts_of
from data_access.notice.filters import FILTERS, unknown_codes, with_codes
from data_access.question import Question
from data_access.tables.columns import Column, Manner
from data_access.tables.definition import Definition, measured
from data_access.wording import number, rate_text

ROWS: Final = 200
"""So many rows are shown; the file has all."""


def figure(s: Snapshot, told: Telling, key: str, *narrowing: str) -> Case | None:
    """The figure of a definition, of the page's question with other filters: `grade.major` in place of those of
    grades, `-line` for none of lines.
    """
    definition = DEFINITIONS.get(key)
    q = asked(told.q, narrowing)
    if definition is None or q is None or unknown_codes(s, q.filters, q.hazards, q.filters.campaign, q.scope):
        return None
    name = definition.rows_extract
    q = question_of(name, q)
    base = BASES[definition.extract]
    found = measured(definition, base.rows(s, narrowed(q, definition)))
    text = number(found.n) if found.d is None else rate_text(int(found.n), int(found.d))
    rules = told.t("definition.left_out", what=definition.left_out(told.lang))
    return Case(
        ":".join(("figure", key, *narrowing)),
        told.t("case.kind.figure"),
        definition.title(told.lang),
        verdict=text if definition.counted else "",
        facts=_parts(told, found.n, found.d),
        grid=_grid(s, told, q, definition),
        why=(definition.text(told.lang), rules),
        rules=definition.rules,
        file=File(name, q),
    )


def asked(q: Question, narrowing: Iterable[str]) -> Question | None:
    """The question with these filters in place of its own; None where one of them is none."""
    codes = {one.parameter: list(one.chosen(q.filters, q.hazards)) for one in FILTERS}
    fresh: set[str] = set()
    for part in narrowing:
        parameter, _, code = part.removeprefix("-").partition(".")
        if parameter not in codes or bool(code) == part.startswith("-"):
            return None
        if parameter not in fresh:
            fresh.add(parameter)
            codes[parameter] = []
        codes[parameter] += [code] if code else []
    filters, hazards = with_codes(q.filters, {one.field: codes[one.parameter] for one in FILTERS})
    return Question(filters, q.as_of, q.known_at, q.scope, q.zone, hazards, q.since)


def narrowing_of(page: Question, q: Question) -> tuple[str, ...]:
    """The codes by which `asked` makes `q` of the question of a page."""
    found: list[str] = []
    for one in FILTERS:
        codes = one.chosen(q.filters, q.hazards)
        if codes != one.chosen(page.filters, page.hazards):
            found += [f"{one.parameter}.{code}" for code in codes] or [f"-{one.parameter}"]
    return tuple(found)


def _parts(told: Telling, n: float, d: float | None) -> tuple[Fact, ...]:
    if d is None:
        return ()
    return (
        Fact(told.t("case.fact.numerator"), number(n)),
        Fact(told.t("case.fact.denominator"), number(d)),
        Fact(told.t("case.fact.missed"), number(d - n)),
    )


def _grid(s: Snapshot, told: Telling, q: Question, definition: Definition) -> Grid:
    """The first rows: of a rate those that are not in its numerator, then the others."""
    extract = EXTRACTS[definition.rows_extract]
    rows = list(figure_rows(s, q, BASES[definition.extract], definition))
    total = len(rows)
    rows.sort(key=lambda one: isinstance(one, Counted) and one.in_numerator)
    manner = Manner(told.lang, ZoneInfo(q.zone), plain=False)
    columns = columns_of(extract, plain=False)
    texts = texts_of(extract, manner)
    cells = [tuple(texts(row)) for row in rows[:ROWS]]
    shown = _worth_showing(told, columns, cells)
    key = "case.rows.first" if total > ROWS else "case.rows"
    return Grid(
        told.t(key, n=total, shown=min(total, ROWS)),
        tuple(columns[place].heading(told.lang, plain=False) for place in shown),
        tuple(tuple(row[place] for place in shown) for row in cells),
    )


def _worth_showing(told: Telling, columns: list[Column], rows: list[tuple[str, ...]]) -> list[int]:
    """The columns that tell rows apart, and whether they are in the numerator: no codes beside words, none that says
    the same in each of several rows; the file has all.
    """
    withheld = told.t("word.some_enterprise")
    behind = [column.key for column in columns[1:]] + [""]
    return [
        place
        for place, (column, following) in enumerate(zip(columns, behind, strict=True))
        if column.key == MARK
        or (
            not _is_code_of(column, following)
            and any(row[place] and row[place] != withheld for row in rows)
            and (len(rows) == 1 or len({row[place] for row in rows}) > 1)
        )
    ]


def _is_code_of(column: Column, following: str) -> bool:
    """Whether a column is the code of what another one says in words."""
    return column.kind == "code" and (
        following == f"{column.key}_label" or column.key.endswith(("adcode", "unit_code"))
    )
