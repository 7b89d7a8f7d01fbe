"""Figures of summary returns that cannot be right, cannot be worked out, or changed after they were accepted (C10)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from data_access.annex3.figures import list_metrics, load_catalogue, load_values, select_parts
from data_access.database.snapshot import Snapshot
from data_access.notice.units import NO_LINE, Line, Unit, load_lines_by_id
from data_access.obligations.at_instant import Obligation
from data_access.quality.findings import Evidence, Texts, evidence, minute, texts
from data_access.quality.rules import ROUND_FROM, ROUND_LEAST, ROUND_SHARE
from data_access.question import Question
from data_access.returns.submissions import Submission


class Metric(NamedTuple):
    """A figure of the return in force."""

    code: str
    name: Texts
    value: float | None


class Return(NamedTuple):
    """The figures of a unit's return in force at T, by code; line is NO_LINE and version 0 where there is none."""

    unit: Unit
    line: Line
    version: int
    figures: dict[str, Metric]

    @property
    def source(self) -> dict[str, Any]:
        """Which return it is, for words."""
        return {"line": (self.line.code, self.line.code), "version": self.version}


def list_in_force(s: Snapshot, q: Question) -> list[Return]:
    """The return in force of each city and member unit (C10)."""
    lines = {one.code: one for one in load_lines_by_id(s, q).values()}
    found: dict[str, Return] = {}
    for row in list_metrics(s, q):
        if (one := found.get(row.unit.code)) is None:
            whose = (row.unit, lines.get(row.return_line, NO_LINE), row.return_version or 0)
            one = found[row.unit.code] = Return(*whose, {})
        value = None if row.value is None else float(row.value)
        one.figures[row.metric.code] = Metric(row.metric.code, Texts(row.metric.zh, row.metric.en), value)
    return list(found.values())


def parts(s: Snapshot, q: Question, returns: Iterable[Return]) -> Iterator[Evidence]:
    """Parts greater than their whole; and parts whose whole is not reported, so that no share can be worked out, be it
    100 % on the unit's own report (G10: missing is not zero).
    """
    pairs = s.ask_lasting(select_parts, q)
    for one in returns:
        for part, whole in ((one.figures.get(a), one.figures.get(b)) for a, b in pairs):
            if part is None or whole is None or not part.value:
                continue
            values = {"part": part.name, "n": part.value, "whole": whole.name, "d": whole.value, **one.source}
            if whole.value is None or part.value > whole.value:
                rule = "whole_missing" if whole.value is None else "part_over_whole"
                yield evidence(
                    one.unit,
                    rule,
                    f"{one.unit.code}:{part.code}",
                    texts(f"rule.{rule}.row", **values),
                    line=one.line,
                    item=part.code,
                    value=part.value,
                    compared=whole.value,
                )


def round_numbers(returns: Iterable[Return]) -> Iterator[Evidence]:
    """Returns of which nearly all larger figures are multiples of a hundred: one row for each such figure."""
    for one in returns:
        large = [m for m in one.figures.values() if m.value is not None and m.value >= ROUND_FROM]
        even = [m for m in large if m.value is not None and m.value % ROUND_FROM == 0]
        if len(large) < ROUND_LEAST or len(even) < ROUND_SHARE * len(large):
            continue
        for each in even:
            values = {"name": each.name, "value": each.value, "n": len(even), "d": len(large), **one.source}
            detail = texts("rule.round_numbers.row", **values)
            yield evidence(
                one.unit,
                "round_numbers",
                one.unit.code,
                detail,
                line=one.line,
                item=each.code,
                value=each.value,
            )


def empty_on_time(
    s: Snapshot, q: Question, obligations: Sequence[Obligation], submissions: Sequence[Submission]
) -> Iterator[Evidence]:
    """Returns in time with nothing in them: a zero report, figures that are all zero or empty, or no file where others
    sent figures. Each may be true; a file that was refused is none of them.
    """
    by_version = load_values(s, q)
    with_figures = {each.line.code for each in submissions if each.key in by_version}
    first: dict[tuple[str, str, str], Submission] = {}
    for each in submissions:
        if each.standing:
            key = (each.unit.code, each.line.code, each.period)
            first[key] = min(first.get(key, each), each, key=lambda v: (v.submitted_at, v.version))
    for one in obligations:
        version = first.get((one.unit.code, one.line.code, one.period))
        if one.role != "submit" or one.due_at is None or one.state != "done_on_time" or version is None:
            continue
        figures = by_version.get(version.key)
        if version.is_zero_report:
            what = "zero_report"
        elif figures is not None and not any(figures.values()):
            what = "all_zero"
        elif figures is None and version.content == "none" and one.line.code in with_figures:
            what = "no_file"
        else:
            continue
        yield evidence(
            one.unit,
            "empty_on_time",
            f"{one.unit.code}:{one.line.code}:{one.period}",
            texts(f"rule.empty_on_time.{what}", at=minute(version.submitted_at, q), version=version.version),
            line=one.line,
            period=one.period,
            item=what,
            at=version.submitted_at,
        )


def revised(s: Snapshot, q: Question, submissions: Sequence[Submission]) -> Iterator[Evidence]:
    """Accepted versions that took the place of accepted ones: figure by figure the old value and the new one; one
    row without a figure where none differs or none was read. The timeliness stays that of the first version (C4).
    """
    by_version, catalogue = load_values(s, q), load_catalogue(s, q)

    def figures(one: Submission) -> dict[str, Metric]:
        if one.content == "refused":
            return {}
        reported = by_version.get(one.key, {})
        return {
            m.code: Metric(m.code, Texts(m.zh, m.en), reported[key])
            for key, (_, m) in catalogue.items()
            if key in reported
        }

    versions: defaultdict[tuple[str, str, str], list[Submission]] = defaultdict(list)
    for one in submissions:
        if one.status in ("accepted", "superseded") and one.standing:
            versions[one.unit.code, one.line.code, one.period].append(one)
    for key, accepted_ones in versions.items():
        for old, new in pairwise(accepted_ones):
            yield from _differences(":".join(key), old, new, figures(old), figures(new), q)


def _differences(
    subject: str, old: Submission, new: Submission, before: dict[str, Metric], after: dict[str, Metric], q: Question
) -> Iterator[Evidence]:
    values: dict[str, Any] = {"old": old.version, "new": new.version, "at": minute(new.submitted_at, q)}
    where: dict[str, Any] = {"line": new.line, "period": new.period, "at": new.submitted_at}
    changed = [code for code in after if code in before and before[code].value != after[code].value]
    for code in changed:
        was, now = before[code].value, after[code].value
        numbers = {"name": after[code].name, "was": _number(was), "now": _number(now)}
        detail = texts("rule.revised_return.row", **values, **numbers)
        yield evidence(new.unit, "revised_return", subject, detail, item=code, value=now, compared=was, **where)
    if not changed:
        key = "rule.revised_return.same" if before and after else "rule.revised_return.unread"
        yield evidence(new.unit, "revised_return", subject, texts(key, **values), **where)


def _number(value: float | None) -> object:
    return texts("word.missing") if value is None else float(value)
