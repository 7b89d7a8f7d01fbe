"""What the sentences about places, activities, hazards, tips, reach, tour and quality claim, message by message."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from data_access import i18n
from data_access.tour.media_summary import FOUR_MEDIA
from tests.dashboard.sentences.sentence_facts import DONE, Facts, Row, top
from tests.dashboard.sentences.sentence_reading import Rule, names, number, readings, share, units
from tests.dashboard.sentences.sentence_tasks import NOTHING, several

V = Mapping[str, str]
GRADES = ("general", "major")
RATES = {
    "completion": ("done", "active"),
    "due_completion": ("done_due", "due"),
    "on_time": ("on_time", "due"),
    "on_time_stated": ("on_time_stated", "due_stated"),
    "rectified": ("A A0 C", "A A0 B C D E P"),
    "in_time": ("A B", "A B C D E"),
}


# --- hazards


def _counts(f: Facts, text: str, n: Mapping[str, int]) -> bool:
    """一般隐患 14 条和重大隐患 3 条: every grade that has any, with its number."""
    pieces = [i18n.t(f.lang, f"hazards.count.{grade}", n=n[grade]) for grade in GRADES if n[grade]]
    return bool(pieces) and names(f.lang, text, pieces)


def _of(f: Facts, what: str) -> dict[str, list[Row]]:
    if what == "open_long":
        rows = {row["hazard_code"]: row for row in f.placed("exposures") if (row["days_open"] or 0) > 30}
        return {grade: [row for row in rows.values() if row["grade"] == grade] for grade in GRADES}
    return {grade: f.of_class(grade) for grade in GRADES}


def _grades(f: Facts, v: V, what: str) -> bool:
    return _counts(f, v["said"], {grade: len(rows) for grade, rows in _of(f, what).items()})


def _worst(f: Facts, v: V, what: str) -> bool:
    of = _of(f, what)
    grade = next(grade for grade in GRADES if of[grade])
    counted = f.cities_of(of[grade])
    best = top(counted)
    word = v["grade"] == f.view.inside("grade", grade)
    said = names(f.lang, v["names"], best) and number(v["each"]) == max(counted.values())
    return word and said and several(v["each"], best)


def hazard_rules(what: str = "E", key: str = "hazards.overdue") -> dict[str, Rule]:
    """Of the clause about how many, and of that about where most are."""
    return {key: lambda f, v: _grades(f, v, what), "hazards.most": lambda f, v: _worst(f, v, what)}


def is_late(f: Facts) -> bool:
    return any(f.of_class(grade) for grade in GRADES)


def _rated(f: Facts, v: V, grade: str, rate: str) -> bool:
    n, d = (len(f.of_class(grade, classes)) for classes in RATES[rate])
    return number(v["n"]) == d and share(v["rate"], n, d)


def _no_late(f: Facts) -> bool:
    classes = f.view.question.hazards.classes
    return not is_late(f) and (not classes or "E" in classes)


HAZARDS: dict[str, Rule] = {
    **hazard_rules(),
    "hazards.finding.none": lambda f, v: _no_late(f),
    "hazards.finding.chosen": lambda f, v: (
        "E" not in f.view.question.hazards.classes and _counts(f, v["said"], Counter(row["grade"] for row in f.hazards))
    ),
    "hazards.nothing": lambda f, v: not f.hazards and _where(f, v),
    "finding.narrowed": lambda f, v: bool(readings(f.lang, v["said"], NONE)) and not _rows_of_page(f),
    "majors.nothing": lambda f, v: not _majors(f) and _where(f, v),
    "hazards.count.major": lambda f, v: number(v["n"]) == len(_majors(f)),
    "majors.overdue": lambda f, v: number(v["n"]) == len(f.of_class("major")) > 0,
    "majors.overdue.none": lambda f, v: not f.of_class("major") and _no_late_major(f),
    "majors.overdue.most": lambda f, v: (
        number(v["n"]) == len(f.of_class("major"))
        and names(f.lang, v["names"], top(f.cities_of(f.of_class("major"))))
        and number(v["each"]) == max(f.cities_of(f.of_class("major")).values())
    ),
}
NONE = ("hazards.nothing", "majors.nothing", "tips.nothing", "exposures.nothing")


def _no_late_major(f: Facts) -> bool:
    return not f.view.question.hazards.classes or "E" in f.view.question.hazards.classes


def _rows_of_page(f: Facts) -> list[Row]:
    """The rows of the page's file."""
    if f.view.page == "tips":
        return [row for row in f.placed("tips-summary") if row["received"]]
    return _majors(f) if f.view.page == "majors" else f.placed("exposures" if f.view.page == "exposures" else "hazards")


def _majors(f: Facts) -> list[Row]:
    return [row for row in f.hazards if row["grade"] == "major"]


def _where(f: Facts, v: V) -> bool:
    return names(f.lang, v["where"], f.city_names or [i18n.t(f.lang, "finding.everywhere")])


HAZARDS_LEAD: dict[str, Rule] = {
    "hazards.lead.narrowed": lambda f, v: bool(f.view.question.hazards.classes),
    "hazards.lead.general": lambda f, v: _rated(f, v, "general", "rectified"),
    "hazards.lead.major": lambda f, v: _rated(f, v, "major", "rectified"),
}


def _majors_lead(f: Facts, v: V) -> bool:
    closed = [row["class"] in ("A", "A0", "C") for row in _majors(f)]
    never = [row["listing_level"] == "" for row in _majors(f)]
    told = [number(v[name]) for name in ("open", "unlisted", "closed_unlisted", "listed_late")]
    both = sum(done and unlisted for done, unlisted in zip(closed, never, strict=True))
    return told == [closed.count(False), sum(never), both, sum(bool(row["listing_late"]) for row in _majors(f))]


MAJORS_LEAD: dict[str, Rule] = {"majors.lead": _majors_lead}


# --- tips and exposures


def _tips(f: Facts) -> tuple[list[Row], Row]:
    *channels, whole = f.placed("tips-summary")
    return channels, whole


def _tips_title(f: Facts, v: V, late: bool) -> bool:
    channels, whole = _tips(f)
    most = max(row["received"] for row in channels)
    best = [f.pick(row, "channel") for row in channels if row["received"] == most]
    said = number(v["count"]) == sum(row["received"] for row in channels) == whole["received"] > 0
    overdue = number(v.get("late", "0")) == sum(row["overdue"] for row in channels)
    named = names(f.lang, v["names"], best) and number(v["each"]) == most and several(v["each"], best)
    return said and named and overdue and late == bool(whole["overdue"])


TIPS: dict[str, Rule] = {
    "tips.finding": lambda f, v: _tips_title(f, v, late=True),
    "tips.finding.none": lambda f, v: _tips_title(f, v, late=False),
    "tips.nothing": lambda f, v: not _tips(f)[1]["received"] and _where(f, v),
    "finding.narrowed": HAZARDS["finding.narrowed"],
}
TIPS_LEAD: dict[str, Rule] = {
    "tips.lead": lambda f, v: all(
        number(v[name]) == _tips(f)[1][name] for name in ("duplicate", "transferred", "rejected")
    ),
    "tips.lead.in_time": lambda f, v: share(v["rate"], _tips(f)[1]["closed_on_time"], _tips(f)[1]["due"]),
}


def _exposed(f: Facts, v: V, grade: str) -> bool:
    rows = {row["hazard_code"]: row for row in f.placed("exposures") if row["grade"] == grade and row["class"]}
    closed = sum(row["closed_at"] is not None for row in rows.values())
    return share(v["rate"], closed, len(rows)) and number(v["n"]) == len(_of(f, "open_long")[grade])


EXPOSURES: dict[str, Rule] = {
    **hazard_rules("open_long", "exposures.open_long"),
    "exposures.count": lambda f, v: number(v["count"]) == len(f.placed("exposures")),
    "exposures.nothing": lambda f, v: not f.placed("exposures") and _where(f, v),
    "finding.narrowed": HAZARDS["finding.narrowed"],
}
EXPOSURES_LEAD: dict[str, Rule] = {
    "exposures.closed.general": lambda f, v: _exposed(f, v, "general"),
    "exposures.closed.major": lambda f, v: _exposed(f, v, "major"),
}


# --- map


def _places(f: Facts) -> dict[str, tuple[int, int | None]]:
    """adcode -> the measure of a city: n of d, or a count."""
    if "." in f.measure:
        grade, measure = f.measure.split(".")
        rows = [row for row in f.of("hazards", _cities_of_all(f)) if row["grade"] == grade]
        codes = [city.code for city in f.view.choices.cities] if f.of("hazards", _cities_of_all(f)) else []
        return {code: _hazard(measure, [row for row in rows if row["city_adcode"] == code]) for code in codes}
    rows = [row for row in f.everywhere("map") if row["unit_group"] == "city"]
    if f.measure == "late":
        return {row["unit_adcode"]: (sum(_late(f, [row["unit_adcode"]])), None) for row in rows}
    if f.measure in RATES:
        n, d = RATES[f.measure]
        return {row["unit_adcode"]: (row[n], row[d]) for row in rows}
    return {row["unit_adcode"]: (row[f.measure], None) for row in rows}


def _late(f: Facts, cities: Collection[str]) -> list[int]:
    """Overdue tasks, general and major hazards in these cities; hazards where no line is chosen."""
    tasks = sum(row["overdue"] for row in f.everywhere("map") if row["unit_adcode"] in cities)
    lying = [] if f.view.filters.lines else f.of("hazards", _cities_of_all(f))
    late = Counter(row["grade"] for row in lying if row["class"] == "E" and row["city_code"] in cities)
    return [tasks, late["general"], late["major"]]


def _late_text(f: Facts, cities: Collection[str]) -> str:
    told = zip(("tasks", "general", "major"), _late(f, cities), strict=True)
    said = [i18n.t(f.lang, f"map.late.{key}", n=n) for key, n in told if n or key == "tasks"]
    return i18n.t(f.lang, "list.and").join(said)


def _cities_of_all(f: Facts) -> Any:
    return type(f.view.filters)(f.view.filters.campaign)


def _hazard(measure: str, rows: list[Row]) -> tuple[int, int | None]:
    if measure == "E":
        return sum(row["class"] == "E" for row in rows), None
    n, d = (sum(row["class"] in classes.split() for row in rows) for classes in RATES[measure])
    return n, d


def _values(f: Facts) -> dict[str, float]:
    return {code: n if d is None else n / d for code, (n, d) in _places(f).items() if d != 0}


def _enough(f: Facts) -> dict[str, float]:
    """Those that may be compared: not by a rate of fewer than five (G12)."""
    return {code: value for code, value in _values(f).items() if (_places(f)[code][1] or 5) >= 5}


def _text(f: Facts, code: str) -> str:
    if f.measure == "late":
        return _late_text(f, [code])
    n, d = _places(f)[code]
    return f"{n:,}" if d is None else f"{n / d:.1%} ({n:,}/{d:,})"


def _named(f: Facts, codes: list[str], short: bool = True) -> list[str]:
    """Hazards lie in cities; tasks are of their units."""
    if "." in f.measure:
        places = {row["place_code"]: row for row in f.of("hazard-summary", _cities_of_all(f))}
        return [places[code]["place_short"] if short and f.lang == "zh" else f.view.city(code) for code in codes]
    rows = {row["unit_adcode"]: row for row in f.of("map", _cities_of_all(f)) if row["unit_group"] == "city"}
    return [f.pick(rows[code], "unit", short=short and f.lang == "zh") for code in codes]


def _ends(f: Facts, high: bool) -> list[str]:
    values = _enough(f)
    end = max(values.values()) if high else min(values.values())
    return [code for code, value in values.items() if value == end]


def _free(f: Facts) -> bool:
    return not f.view.filters.cities


def _whole(f: Facts) -> tuple[int, int]:
    parts = list(_places(f).values())
    return sum(n for n, _ in parts), sum(d or 0 for _, d in parts)


def _rate(f: Facts, v: V) -> bool:
    high, low = _ends(f, high=True), _ends(f, high=False)
    if v["measure"] != i18n.t(f.lang, f"map.measure.{f.measure}") or not share(v["whole"], *_whole(f)):
        return False
    text = {"high": _text(f, high[0]).split()[0], "low": _text(f, low[0]).split()[0]}
    if "high" not in v:
        return high == low and v["low_text"] == text["low"]
    named = names(f.lang, v["high"], _named(f, high)) and names(f.lang, v["low"], _named(f, low))
    return named and (v["high_text"], v["low_text"]) == (text["high"], text["low"]) and high != low


def _count(f: Facts, v: V) -> bool:
    best = _ends(f, high=True)
    most = int(_values(f)[best[0]])
    whole = number(v["whole"]) == _whole(f)[0] or (
        f.measure == "late" and v["whole"] == _late_text(f, list(_places(f)))
    )
    whole = whole or (f.measure == "held" and number(v["whole"]) <= _whole(f)[0])
    return whole and most > 0 and names(f.lang, v["names"], _named(f, best)) and number(v["each"]) == most


def _chosen(f: Facts, v: V) -> bool:
    told = [code for code in f.view.filters.cities if code in _values(f)] or (list(_values(f)) if _free(f) else [])
    each = [f"{name} {_text(f, code)}" for name, code in zip(_named(f, told, False), told, strict=True)]
    said = v.get("places") or f"{v['name']} {v['text']}"
    if not names(f.lang, said, each) or v["measure"] != i18n.t(f.lang, f"map.measure.{f.measure}"):
        return False
    if "rank" not in v:
        return True
    enough = _enough(f)
    better = sum(one > enough[told[0]] for one in enough.values())
    return number(v["rank"]) == 1 + better and number(v["among"]) == len(enough)


def _none(f: Facts, v: V) -> bool:
    return not [code for code in f.view.filters.cities or _places(f) if code in _values(f)]


MAP: dict[str, Rule] = NOTHING | {
    "finding.nothing": lambda f, v: not set(f.view.filters.cities or _places(f)) & set(_places(f)),
    "finding.nothing.tasks": lambda f, v: not set(f.view.filters.cities or _places(f)) & set(_places(f)),
    "map.finding.placeless": lambda f, v: "city" not in f.view.filters.groups and not _places(f),
    "map.finding.none": _none,
    "map.finding.none.hazards": _none,
    "map.finding.rate": lambda f, v: _free(f) and _rate(f, v),
    "map.finding.same": lambda f, v: _free(f) and _rate(f, v),
    "map.finding.few": lambda f, v: len(_enough(f)) < 2 and share(v["whole"], *_whole(f)),
    "map.finding.one": _chosen,
    "map.finding.one.rank": _chosen,
    "map.finding.chosen": _chosen,
    "map.nothing.general": lambda f, v: not _places(f),
    "map.nothing.major": lambda f, v: not _places(f),
    **{f"map.finding.{name}": _count for name in ("late", "overdue", "held", "general.E", "major.E")},
    **{
        f"map.finding.{name}.none": lambda f, v: not any(_values(f).values())
        for name in ("late", "overdue", "held", "general.E", "major.E")
    },
}


# --- timeline


def _hostings(f: Facts) -> list[Row]:
    return [row for row in f.of("timeline") if row["unit_group"] == f.group]


def _held(f: Facts) -> int:
    return len({row["code"] for row in _hostings(f) if row["status"] == "held"})


def _sent(f: Facts) -> int:
    return sum(row["role"] in ("submit", "attend") and row["fulfilled_at"] is not None for row in f.tasks)


def _overrun(f: Facts) -> int:
    ahead = [row for row in _hostings(f) if row["status"] not in ("held", "cancelled")]
    ends = {row["code"]: row["planned_end"] or row["planned_start"] for row in ahead}
    return sum(end is not None and end < f.view.question.as_of for end in ends.values())


TIMELINE: dict[str, Rule] = NOTHING | {
    "timeline.finding.none": lambda f, v: not _held(f) + _sent(f),
    "timeline.finding.held": lambda f, v: number(v["count"]) == _held(f),
    "timeline.finding.sent": lambda f, v: number(v["count"]) == _sent(f),
    "timeline.finding.late": lambda f, v: number(v["count"]) == sum(r["state"] == "done_late" for r in f.tasks) > 0,
    "timeline.finding.silent": lambda f, v: number(v["count"]) == _overrun(f) > 0,
    "timeline.course": lambda f, v: (
        [number(v[name]) for name in ("due", "done", "late")]
        == [len(f.due), sum(row["state"] in DONE for row in f.due), len(f.late)]
        and len(f.late) > 0
    ),
    "timeline.course.done": lambda f, v: number(v.get("due", "1")) == len(f.due) > 0 == len(f.late),
    "timeline.course.none": lambda f, v: not f.due,
}


# --- reach, tour, quality, leagues


def _settings(f: Facts, v: V) -> bool:
    rows = f.of("five-settings")
    cities = {row["city_adcode"] for row in rows}
    full = len(cities - {row["city_adcode"] for row in rows if not row["held"]})
    kinds = len({row["setting"] for row in rows})
    return units(f.lang, v["units"], "city", len(cities)) and (number(v["n"]), number(v["kinds"])) == (full, kinds)


def _leagues(f: Facts, v: V) -> bool:
    rows = [row for row in f.of("volunteer-events") if row["state"] != "waived"]
    return (number(v["n"]), number(v["done"])) == (len(rows), sum(row["done"] for row in rows))


def _singled(f: Facts, v: V) -> bool:
    lines = {row["line_code"] for row in f.of("showpieces")}
    held = {row["line_code"] for row in f.of("showpieces") if row["took_place_status"] == "held"}
    return (number(v["n"]), number(v["done"])) == (len(lines), len(held))


def _day(f: Facts, v: V) -> bool:
    for day in {row["day_at"] for row in f.of("day-events")}:
        rows = [row for row in f.of("day-events") if row["day_at"] == day]
        none = [f.pick(row, "place") for row in rows if not row["held"]]
        if v["day"] == f.view.day(day) and (number(v["n"]), number(v["of"])) == (len(rows) - len(none), len(rows)):
            return names(f.lang, v["names"], none) if none else "names" not in v
    return False


REACH: dict[str, Rule] = {
    "reach.finding.settings": _settings,
    "reach.finding.leagues": _leagues,
    "reach.finding.singled_out": _singled,
    "reach.lead.day": _day,
    "reach.lead.day.all": _day,
    "reach.nothing": lambda f, v: not f.of("five-settings") + f.of("volunteer-events"),
}


def _of_annex3(f: Facts, group: str) -> dict[str, bool]:
    """Of each unit of a group by its short name whether it has a figure of Annex 3."""
    told: dict[str, bool] = {}
    for row in f.of("metrics"):
        if row["unit_group"] == group:
            name = f.pick(row, "unit", short=True)
            told[name] = told.get(name, False) or row["value"] is not None
    return told


def _annex3(f: Facts, v: V) -> bool:
    for group in ("city", "member", "office", "county"):
        told = _of_annex3(f, group)
        if told and units(f.lang, v["units"], group, len(told)):
            return (number(v["n"]) if "n" in v else len(told)) == sum(told.values())
    return False


def _annex3_none(f: Facts, v: V) -> bool:
    group = next(g for g in ("city", "member", "office", "county") if _of_annex3(f, g))
    none = [name for name, sent in _of_annex3(f, group).items() if not sent]
    return number(v["n"]) == len(none) and names(f.lang, v["names"], none)


def _cards(f: Facts, v: V) -> bool:
    """Of the cities that owe anything how many have overdue tasks, how many overdue hazards, whatever the groups."""
    filters = replace(f.view.filters, groups=())
    owed = [row for row in f.of("obligations", filters) if row["unit_group"] == "city"]
    late = {row["unit_adcode"] for row in owed if row["state"] == "overdue"}
    lying = {row["city_adcode"] for row in f.placed("hazards") if row["class"] == "E"}
    cities = {row["unit_adcode"] for row in owed}
    said = "hazards" not in v or number(v["hazards"]) == len(lying & cities)
    return said and units(f.lang, v["units"], "city", len(cities)) and number(v["late"]) == len(late)


CITIES: dict[str, Rule] = {"city.finding": _cards, "city.finding.tasks": _cards}

ANNEX3: dict[str, Rule] = {
    "annex3.finding": _annex3,
    "annex3.finding.all": _annex3,
    "annex3.lead.none": _annex3_none,
    "annex3.lead.other": _annex3,
    "annex3.nothing": lambda f, v: not f.of("metrics"),
}


def _media(f: Facts) -> list[Row]:
    rows = f.of("media-summary")
    return [row for row in rows if row["unit_group"] == rows[0]["unit_group"]]


def _lists(f: Facts) -> list[Row]:
    group = _media(f)[0]["unit_group"]
    return [row for row in f.of("two-lists-summary") if row["unit_group"] == group]


def _in_all_four(f: Facts) -> int:
    return sum(all(row[f"four_{name}"] for name in FOUR_MEDIA) for row in _media(f))


def _tour(f: Facts, v: V) -> bool:
    rows = _media(f)
    several = units(f.lang, v["units"], str(rows[0]["unit_group"]), len(rows)) and len(rows) > 1
    return number(v.get("covered", "0")) == _in_all_four(f) and several


def _is_named(f: Facts, v: V) -> bool:
    return v["name"] == f.pick(_media(f)[0], "unit")


def _overdue_items(f: Facts) -> Counter[str]:
    late: Counter[str] = Counter()
    for row in _lists(f):
        late[f.pick(row, "unit")] += (row["problem_overdue"] or 0) + (row["measure_overdue"] or 0)
    return +late


def _reports(f: Facts, v: V) -> bool:
    told = [row["reports"] for row in _media(f)]
    group = str(_media(f)[0]["unit_group"])
    silent = "silent" not in v or units(f.lang, v["silent"], group, told.count(None))
    return number(v["count"]) == sum(n or 0 for n in told) and silent and ("silent" in v) == (None in told)


TOUR: dict[str, Rule] = {
    "tour.finding.late": lambda f, v: (
        number(v["n"]) == sum(_overdue_items(f).values()) > 0 and names(f.lang, v["names"], list(_overdue_items(f)))
    ),
    "tour.finding.none": lambda f, v: (
        not _overdue_items(f)
        and any(row[f"{which}_items"] is not None for row in _lists(f) for which in ("problem", "measure"))
    ),
    "tour.finding.unreported": lambda f, v: all(
        row["problem_items"] is row["measure_items"] is None for row in _lists(f)
    ),
    "tour.finding.covered": lambda f, v: _tour(f, v) and v["covered"] != "0",
    "tour.finding.covered.none": _tour,
    "tour.finding.covered.whole": lambda f, v: _in_all_four(f) == len(_media(f)) == 1 and _is_named(f, v),
    "tour.finding.covered.not": lambda f, v: len(_media(f)) == 1 and not _in_all_four(f) and _is_named(f, v),
    "tour.lead": _reports,
    "tour.lead.silent": _reports,
    "tour.nothing": lambda f, v: not f.of("media-summary"),
}


def _found(f: Facts, *kinds: str) -> int:
    """Findings of these kinds; one about several units has a row of each of them."""
    return len({row["finding"] for row in f.placed("quality-findings") if row["kind"] in kinds})


def _quality(f: Facts, v: V) -> bool:
    cities = [row for row in f.placed("quality") if row["unit_group"] == "city"]
    returns = [sum(row["due"] for row in cities), sum(row["missing"] for row in cities)]
    told = [number(v[name]) for name in ("due", "missing", "odd", "refused")]
    return told == [*returns, _found(f, "counties", "impossible", "unknown"), _found(f, "refused")]


def _silence(f: Facts, v: V) -> bool:
    days = {f.pick(r, "unit"): r["silent_days"] for r in f.placed("quality") if r["unit_group"] == "city"}
    if None in days.values():
        return "n" not in v and names(f.lang, v.get("names", ""), [name for name, n in days.items() if n is None])
    most = max(days.values(), default=0)
    if "names" not in v:
        return most == 0
    return number(v["n"]) == most > 0 and names(f.lang, v["names"], [name for name, n in days.items() if n == most])


QUALITY: dict[str, Rule] = {"quality.finding": _quality}
QUALITY_LEAD: dict[str, Rule] = {
    "quality.lead.silent": _silence,
    "quality.lead.nothing": _silence,
    "quality.lead.today": _silence,
    "quality.lead.formal": lambda f, v: number(v["formal"]) == _found(f, "formal"),
}


def covered(rows: list[Row]) -> dict[str, bool]:
    """City -> whether its own league and all its counties' have done what they owe; cities of which both are asked."""
    lines = {row["line_code"] for row in rows if row["unit_group"] == "county"}
    owed = [row for row in rows if row["line_code"] in lines and row["state"] != "waived"]
    of: dict[str, dict[str, list[bool]]] = {}
    for row in owed:
        if row["unit_group"] in ("city", "county"):
            of.setdefault(row["city_adcode"], {}).setdefault(row["unit_group"], []).append(row["state"] in DONE)
    return {city: all(map(all, groups.values())) for city, groups in of.items() if len(groups) == 2}


def _coverage(f: Facts, v: V) -> bool:
    rows = f.everywhere("obligations")
    counties = [row for row in rows if row["unit_group"] == "county" and row["state"] != "waived"]
    full = covered(rows)
    told = (number(v["done"]), number(v["active"])) == (sum(r["state"] in DONE for r in counties), len(counties))
    if "full" not in v:
        return told and not full
    cities = len({row["city_adcode"] for row in counties})
    return told and (number(v["full"]), number(v["cities"])) == (sum(full.values()), cities)


COVERAGE: dict[str, Rule] = {"coverage.title": _coverage, "coverage.title.counties": _coverage}
