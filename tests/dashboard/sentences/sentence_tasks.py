"""What the sentences about tasks, returns and leagues claim, message by message; each rule counts the rows anew."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from data_access import i18n
from tests.dashboard.sentences.sentence_facts import DONE, GROUPS, Facts, Row, top
from tests.dashboard.sentences.sentence_reading import Rule, names, number, readings, share, understood, units

V = Mapping[str, str]


def _same(f: Facts, v: V, rows: list[Row]) -> bool:
    counted = f.per_unit(rows)
    every = set(counted.values()) == {number(v["each"])} and len(counted) > 1
    return every and number(v["n"]) == len(rows) and names(f.lang, v["names"], list(counted))


def _one(f: Facts, v: V, rows: list[Row]) -> bool:
    counted = f.per_unit(rows)
    return len(counted) == 1 and number(v["n"]) == len(rows) and names(f.lang, v["names"], list(counted))


def _most(f: Facts, v: V, rows: list[Row]) -> bool:
    counted = f.per_unit(rows)
    best = top(counted)
    said = number(v["n"]) == len(rows) and names(f.lang, v["names"], best) and len(best) < len(counted)
    return said and number(v["each"]) == max(counted.values()) and several(v["each"], best)


def several(each: str, most: list[str]) -> bool:
    """Of several each has the number, of one alone it has no “each”."""
    return (each.startswith("各 ") or each.endswith(" each")) == (len(most) > 1)


def _done(f: Facts, v: V, due: list[Row]) -> bool:
    done = all(row["state"] in DONE for row in due)
    return done and number(v.get("n", "1")) == len(due) and share(v["on_time"], f.on_time(due), len(due))


TITLE: dict[str, Rule] = {
    "finding.tasks.not_yet": lambda f, v: not f.due,
    "finding.tasks.done": lambda f, v: not f.late and _done(f, v, f.due),
    "finding.tasks.one": lambda f, v: _one(f, v, f.late),
    "finding.tasks.same": lambda f, v: _same(f, v, f.late),
    "finding.tasks.most": lambda f, v: (
        _most(f, v, f.late) and units(f.lang, v["units"], f.group_of_tasks, len(f.per_unit(f.late)))
    ),
}
STATED: dict[str, Rule] = {
    "finding.stated.not_yet": lambda f, v: not f.stated(f.due),
    "finding.stated.done": lambda f, v: not f.stated(f.late) and _done(f, v, f.stated(f.due)),
    "finding.stated.one": lambda f, v: _one(f, v, f.stated(f.late)),
    "finding.stated.same": lambda f, v: _same(f, v, f.stated(f.late)),
    "finding.stated.most": lambda f, v: _most(f, v, f.stated(f.late)),
    "finding.stated.rest": lambda f, v: number(v["n"]) == len(f.late) - len(f.stated(f.late)),
}


def _lead(f: Facts, v: V) -> bool:
    said = v["stated"]
    (rest,) = [key for key in STATED if key.endswith("rest")]
    for cut in [len(said), *(found.start() for found in re.finditer("，|; ", said))]:
        head, tail = said[:cut], said[cut:]
        heads = [key for key, values in readings(f.lang, head, STATED) if key != rest and STATED[key](f, values)]
        tails = [values for _, values in readings(f.lang, tail, [rest])]
        inferred = len(f.late) - len(f.stated(f.late))
        if heads and (STATED[rest](f, tails[0]) if tails else not tail):
            return bool(tails) == bool(inferred and f.stated(f.late)) and _latest(f, v["latest"])
    return False


def _last(f: Facts) -> tuple[list[Row], int]:
    """What was due latest, and how many more were due then and were extended."""
    due = max(row["due_at"] for row in f.due)
    rows = [row for row in f.due if row["due_at"] == due]
    tasks = {(row["line_code"], row["period"]) for row in rows}
    moved = [
        row
        for row in f.tasks
        if row["state"] != "waived" and row["due_original"] == due != row["due_at"]
        if (row["line_code"], row["period"]) in tasks
    ]
    return rows, len(moved)


def _latest(f: Facts, text: str) -> bool:
    if not f.due:
        return text == i18n.t(f.lang, "finding.latest.none")
    rows, moved = _last(f)
    ((_, values),) = readings(f.lang, text, ["finding.latest"])
    said = values["said"]
    if moved:
        more = i18n.t(f.lang, "finding.latest.extended", n=moved)
        assert said.endswith(more), (said, more)
        said = said.removesuffix(more)
    return bool(understood(f, said, LATEST)) and f.view.day(rows[0]["due_at"]) in said


def _latest_line(f: Facts, v: V) -> bool:
    rows, _ = _last(f)
    tasks = {(row["line_code"], row["period"]) for row in rows}
    done = sum(row["state"] in DONE for row in rows)
    stated = any(row["due_basis"] == "stated" for row in rows)
    basis = v["basis"] == i18n.t(f.lang, f"finding.basis.{'stated' if stated else 'inferred'}")
    numbers = "due" not in v or (number(v["done"]) == done and units(f.lang, v["due"], f.group_of_tasks, len(rows)))
    return len(tasks) == 1 and basis and numbers and v["line"] == f.pick(rows[0], "line", short=True)


def _done_of_last(f: Facts) -> list[bool]:
    return [row["state"] in DONE for row in _last(f)[0]]


LATEST: dict[str, Rule] = {
    "finding.latest.line": lambda f, v: _latest_line(f, v) and len(_done_of_last(f)) > 1,
    "finding.latest.line.done": lambda f, v: _latest_line(f, v) and _done_of_last(f) == [True],
    "finding.latest.line.open": lambda f, v: _latest_line(f, v) and _done_of_last(f) == [False],
    "finding.latest.lines": lambda f, v: (
        number(v["lines"]) == len({(row["line_code"], row["period"]) for row in _last(f)[0]}) > 1
        and number(v["due"]) == len(_done_of_last(f))
        and number(v["done"]) == sum(_done_of_last(f))
    ),
}
LEAD: dict[str, Rule] = {"finding.lead": _lead}


def _nothing(f: Facts, v: V) -> bool:
    lines = [f"{code} {f.view.line(code)}" for code in f.view.filters.lines]
    who = not f.city_names or any(name in v["who"] for name in f.city_names)
    return not f.tasks and who and ("lines" not in v or names(f.lang, v["lines"], lines))


NOTHING: dict[str, Rule] = dict.fromkeys(
    ("finding.nothing", "finding.nothing.tasks", "finding.nothing.units"), _nothing
)


def _unit_late(f: Facts, v: V) -> bool:
    longest = max(row["days_overdue"] for row in f.late)
    same = [row for row in f.late if row["days_overdue"] == longest]
    said = number(v["n"]) == len(f.late) and number(v["stated"]) == len(f.stated(f.late))
    line = "line" not in v or v["line"] in {f.pick(row, "line", short=True) for row in same}
    several = number(v["several"]) == len(same) if "several" in v else len(same) in (1, len(f.late))
    return said and line and several and v["days"] == i18n.t(f.lang, "finding.days", n=longest)


FEW = 5
"""Below this denominator nobody has a rank (G12)."""


def _rank(f: Facts, v: V) -> bool:
    every = [row for row in f.stated(f.everywhere("obligations")) if row["unit_group"] == f.group_of_tasks]
    due: Counter[str] = Counter(r["unit_code"] for r in every if r["due_passed"] and r["state"] != "waived")
    good: Counter[str] = Counter(r["unit_code"] for r in every if r["due_passed"] and r["state"] == "done_on_time")
    rates = {unit: good[unit] / n for unit, n in due.items() if n >= FEW}
    own = f.tasks[0]["unit_code"]
    if own not in rates:
        rate = share(v["rate"], good[own], due[own]) if "rate" in v else not due[own]
        return "rank" not in v and rate
    better = sum(rate > rates[own] for rate in rates.values())
    ties = sum(rate == rates[own] for rate in rates.values())
    if "rank" not in v:
        return False
    told = number(v["rank"]) == better + 1 and units(f.lang, v["of"], f.group_of_tasks, len(rates))
    return told and share(v["rate"], good[own], due[own]) and (ties > 1) == ("shared" in v)


def _own_rate(f: Facts, v: V) -> bool:
    own = f.tasks[0]["unit_code"]
    due = [r for r in f.stated(f.tasks) if r["unit_code"] == own and r["due_passed"] and r["state"] != "waived"]
    return share(v["rate"], sum(r["state"] == "done_on_time" for r in due), len(due))


UNIT: dict[str, Rule] = {
    "finding.unit.nothing_due": lambda f, v: not f.due,
    "finding.unit.on_track": lambda f, v: not f.late and number(v.get("n", "1")) == len(f.due) > 0,
    "finding.unit.late": lambda f, v: bool(f.late) and _unit_late(f, v) and (len(f.late) == 1 or "several" not in v),
    "finding.unit.late.several": lambda f, v: bool(f.late) and _unit_late(f, v),
    "finding.unit.late.equal": lambda f, v: (
        bool(f.late) and _unit_late(f, v) and len({row["days_overdue"] for row in f.late}) == 1
    ),
}
UNIT_LEAD: dict[str, Rule] = {
    "finding.unit.rate": lambda f, v: f.view.question.scope.cities is not None and _own_rate(f, v),  # others untold
    "finding.unit.rank.none": lambda f, v: _rank(f, {}),
    "finding.unit.rank.few": lambda f, v: _rank(f, v),
    "finding.unit.rank": lambda f, v: _rank(f, v),
    "finding.unit.rank.shared": lambda f, v: _rank(f, {**v, "shared": "yes"}),
}


def _completion(f: Facts, v: V) -> bool:
    active = [row for row in f.tasks if row["state"] != "waived"]
    n = sum(row["state"] in DONE for row in active)
    counted = f.per_unit(f.tasks)
    who = units(f.lang, v["units"], f.group_of_tasks, len(counted)) or [v["units"]] == list(counted)
    return who and ("rate" not in v or share(v["rate"], n, len(active)))


def _behind(f: Facts, v: V) -> bool:
    """The lines named are those with most overdue, each with its own number."""
    counted = Counter(f.pick(row, "line", short=True) for row in f.late)
    pieces = [readings(f.lang, piece, ["completion.finding.line"]) for piece in re.split("、|, ", v["lines"])]
    told = {values["line"]: number(values["n"]) for ((_, values),) in pieces}
    best = sorted(counted.values(), reverse=True)[: len(told)]
    right = all(told[line] == counted[line] for line in told) and sorted(told.values(), reverse=True) == best
    return number(v["n"]) == len(f.late) and right


COMPLETION: dict[str, Rule] = NOTHING | {
    "completion.finding.none": lambda f, v: not f.late and _completion(f, v),
    "completion.finding.late": lambda f, v: _completion(f, v) and _behind(f, v),
    "completion.finding.waived": lambda f, v: _completion(f, v) and {row["state"] for row in f.tasks} == {"waived"},
}


def _pace(f: Facts, v: V) -> bool:
    """Who is short of the expected pace and by how many; an account counts once for all of its marked tasks."""
    accounts = {(f.pick(row, "unit"), row["pace_account_due_at"]): row for row in f.behind}
    short: Counter[str] = Counter()
    for (unit, _), row in accounts.items():
        short[unit] += row["pace_tasks"] * row["pace_passed"] // row["pace_days"] - row["pace_done"]
    best = top(short)
    counted = number(v["n"]) == len(f.behind) and number(v["short"]) == short.total()
    who = "units" not in v or units(f.lang, v["units"], f.group_of_tasks, len(short))
    each = "each" not in v or number(v["each"]) == max(short.values())
    return counted and who and each and names(f.lang, v["names"], best)


PACE: dict[str, Rule] = {
    "finding.behind.one": lambda f, v: _pace(f, v) and len(f.per_unit(f.behind)) == 1,
    "finding.behind.same": _pace,
    "finding.behind.most": _pace,
}


def _returns(f: Facts) -> list[Row]:
    rows = f.of("returns")
    there = {row["unit_group"] for row in rows}
    group = next(one for one in GROUPS if one in there)
    return [row for row in rows if row["unit_group"] == group]


def _missing(f: Facts) -> Counter[str]:
    return f.per_unit(row for row in _returns(f) if row["reply"] in ("missing", "returned"))


def _returns_late(f: Facts, v: V) -> bool:
    missing, every = _missing(f), f.per_unit(_returns(f))
    group = str(_returns(f)[0]["unit_group"])
    said = units(f.lang, v["units"], group, len(every)) and number(v["n"]) == len(missing) > 0
    return said and names(f.lang, v["names"], top(missing)) and number(v["each"]) == max(missing.values())


def _returns_none(f: Facts, v: V, due: bool) -> bool:
    rows = _returns(f)
    told = units(f.lang, v["units"], str(rows[0]["unit_group"]), len(f.per_unit(rows)))
    now: datetime = f.view.question.as_of
    came = any(r["reply"] in ("in", "in_time", "late") or (r["due_at"] and r["due_at"] <= now) for r in rows)
    return told and not _missing(f) and came == due


def _next(f: Facts, v: V) -> bool:
    now, rows = f.view.question.as_of, _returns(f)
    open_ = [r for r in rows if r["due_at"] and r["due_at"] > now and r["reply"] in ("awaited", "returned")]
    first = min(row["due_at"] for row in open_)
    done, n = number(v["done"]), number(v["n"])
    for row in (row for row in open_ if row["due_at"] == first):
        key = (row["line_code"], row["period"], first)
        same = [r for r in rows if (r["line_code"], r["period"], r["due_at"]) == key and r["reply"] != "waived"]
        came = sum(r["reply"] in ("in", "in_time", "late") for r in same)
        if (done, n) == (came, len(same)) and came < len(same) and f.pick(row, "line", short=True) in v["line"]:
            return v["day"] == f.view.day(first)
    return False


def _silent(f: Facts, v: V) -> bool:
    group = str(_returns(f)[0]["unit_group"])
    rows = {f.pick(r, "unit"): r["silent"] for r in f.of("weekly-material") if r["unit_group"] == group}
    longest = [name for name, n in rows.items() if n == max(rows.values())]
    return number(v["n"]) == max(rows.values()) >= 2 and names(f.lang, v["names"], longest)


RETURNS: dict[str, Rule] = {
    "returns.finding": _returns_late,
    "returns.finding.unit": lambda f, v: _missing(f) == Counter({v["name"]: number(v["n"])}),
    "returns.finding.none": lambda f, v: _returns_none(f, v, due=True),
    "returns.finding.not_yet": lambda f, v: _returns_none(f, v, due=False),
    "returns.nothing": lambda f, v: not f.of("returns"),
}
RETURNS_LEAD: dict[str, Rule] = {
    "returns.next": _next,
    "returns.silent": _silent,
    "returns.vacant": lambda f, v: names(f.lang, v["names"], [f.pick(row, "unit") for row in f.of("vacancies")]),
}
