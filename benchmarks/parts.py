"""The lines of the table, part by part: what was measured beside what, and by how much a budget is missed."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from benchmarks import behind_proxy, big_file, browser, extracts, importing, noticing, queries, reruns, starting, visits
from benchmarks.place import Place
from dashboard.registry import DEFAULT
from tests.server import running

VIEWERS: Final = 50
ASKED: Final = 12
"""Questions of each of them."""
CROWD_BUDGET_S: Final = 0.3


class Row(NamedTuple):
    """A line of the table; `missed` says by how much its budget is not kept, "" where it is."""

    what: str
    ours: str
    beside: str
    ratio: str
    budget: str
    missed: str


def above(value: float, budget: float, unit: str, digits: int = 1) -> str:
    """By how much a value is greater than its budget, "" where it is not."""
    return f"{value - budget:.{digits}f}{unit} more" if value > budget else ""


def of_reruns(place: Place) -> Iterator[Row]:
    """The empty page's rerun, and each page's beside its elements as constants, at all sizes side by side."""
    floor = reruns.measure_empty(place.samples.url, place.folder)
    budget = reruns.EMPTY_BUDGET_MS
    yield Row("empty page, rerun", f"{floor:.1f} ms", "", "", f"≤ {budget:.0f} ms", above(floor, budget, " ms"))
    names = [size.name for size in place.sizes]
    pages = ["" if page == DEFAULT else page for page in place.pages] or reruns.PAGES
    found = [reruns.measure(size.url, place.folder, pages) for size in place.sizes]
    for of_page in zip(*found, strict=True):
        yield _rerun(of_page, names)


def _rerun(of_page: Sequence[reruns.Rerun], names: Sequence[str]) -> Row:
    missed = [
        f"{above(one.ours, one.budget, ' ms')} at {name}"
        for one, name in zip(of_page, names, strict=True)
        if one.ours > one.budget
    ]
    if len(of_page) > 2 and (grown := of_page[-1].ours / of_page[1].ours) > reruns.SIZE_BUDGET:
        missed.append(f"{grown:.1f} × from {names[1]} to {names[-1]}")
    missed += [
        f"data take {one.data:.0f} ms at {name}"
        for one, name in zip(of_page, names, strict=True)
        if one.data > reruns.DATA_BUDGET_MS
    ]
    return Row(
        f"{of_page[0].page}, {of_page[0].change} ({' / '.join(names)})",
        " / ".join(f"{one.ours:.0f}" for one in of_page) + " ms",
        " / ".join(f"{one.constants:.0f}" for one in of_page)
        + " ms constants; processor "
        + ", ".join(f"{one.cpu:.0f} of {one.cpu_constants:.0f}" for one in of_page)
        + " ms",
        " / ".join(f"{one.ours / one.constants:.1f}" for one in of_page),
        "≤ " + " / ".join(f"{one.budget:.0f}" for one in of_page) + " ms",
        ", ".join(missed),
    )


def of_crowd(place: Place) -> Iterator[Row]:
    """Fifty viewers of one process, none of whose questions anybody has asked before, on both databases."""
    for name, size in place.both.items():
        with running(size.url, place.folder) as server:
            asyncio.run(visits.warmed(server.port, behind_proxy.PAGES))
            seen = asyncio.run(visits.crowd(server.port, list(behind_proxy.PAGES), VIEWERS, ASKED, behind_proxy.THINK))
        what, beside = f"{name}, {size.name}: {VIEWERS} viewers", f"p50 {seen.p50:.2f} s of {len(seen.seconds)}"
        missed = above(seen.p95, CROWD_BUDGET_S, " s", 2)
        yield Row(f"{what}, p95", f"{seen.p95:.2f} s", beside, "", f"≤ {CROWD_BUDGET_S:g} s", missed)
        yield Row(f"{what}, errors", str(len(seen.errors)), "", "", "0", "; ".join(seen.errors[:1]))


def of_proxy(place: Place) -> Iterator[Row]:
    """A hundred viewers on two processes behind nginx, and what the processes keep of them."""
    size = place.greatest
    crowd = behind_proxy.measure(size.url, place.minutes)
    what = f"SQLite, {size.name}: {behind_proxy.VIEWERS} viewers, two processes behind nginx, {place.minutes:g} min"
    beside, budget = f"p50 {crowd.p50:.2f}, p99 {crowd.p99:.2f} s, {crowd.runs:,} reruns", behind_proxy.P95_BUDGET_S
    yield Row(f"{what}, p95", f"{crowd.p95:.2f} s", beside, "", f"≤ {budget:g} s", above(crowd.p95, budget, " s", 2))
    yield Row(f"{what}, errors", str(len(crowd.errors)), "", "", "0", "; ".join(crowd.errors[:1]))
    budget = behind_proxy.KEPT_BUDGET_MB
    beside = f"{crowd.fresh:.0f} MB fresh, {crowd.before:.0f} before, at most {crowd.peak:.0f}"
    missed = above(crowd.kept, budget, " MB", 0)
    yield Row(f"{what}, kept after close", f"{crowd.kept:+.0f} MB", beside, "", f"< +{budget:g} MB", missed)


def of_queries(place: Place) -> Iterator[Row]:
    """Statements a second at the database, of a hundred viewers beside one and beside ten."""
    one, some, many = queries.measure(place.greatest.url, place.folder)
    beside = f"{one.a_second:.1f} of one, {some.a_second:.1f} of {some.viewers}; {many.a_rerun:.2f} a rerun"
    ratio = many.a_second / one.a_second
    what, budget = f"{place.greatest.name}: statements a second, {many.viewers} viewers", queries.BUDGET
    missed = above(ratio, budget, " ×")
    yield Row(what, f"{many.a_second:.1f}", beside, f"{ratio:.1f}", f"≤ {budget:g}", missed)


def of_noticing(place: Place) -> Iterator[Row]:
    """From a commit to the change on a page that stands open."""
    size = place.greatest
    seen, budget = noticing.measure(size.url, place.folder), noticing.BUDGET_S
    what, beside = f"{size.name}: commit → change on an open page", f"p50 {seen.p50:.1f} s of {noticing.COMMITS}"
    yield Row(what, f"{seen.p95:.1f} s", beside, "", f"≤ {budget:g} s", above(seen.p95, budget, " s"))


def of_starting(place: Place) -> Iterator[Row]:
    """From the start of a process to the first page of hazards, on both databases."""
    for name, size in place.both.items():
        one, budget = starting.measure(size.url, place.folder), starting.BUDGET_S
        what, missed = f"{name}, {size.name}: cold start to the page of hazards", above(one.page, budget, " s")
        yield Row(what, f"{one.page:.1f} s", f"{one.ready:.1f} s to ready", "", f"≤ {budget:g} s", missed)
        took, budget = one.full - one.empty, starting.MEMORY_BUDGET
        missed, beside = above(one.ratio, budget, " ×", 2), f"{one.file:.0f} MB the file of the same hazards"
        what = f"{name}, {size.name}: memory of the facts"
        yield Row(what, f"{took:.0f} MB", beside, f"{one.ratio:.2f}", f"≤ {budget:g}", missed)


def of_big_file(place: Place) -> Iterator[Row]:
    """The file of a million hazards over HTTP beside what the database alone needs for its rows, on both databases."""
    for size in place.both.values():
        one = big_file.measure(size.url, place.folder)
        what, alone = f"{one.backend}: file of {one.rows:,} hazards", "COPY" if one.is_copied else "bare csv loop"
        beside, missed = f"{one.beside:.2f} s {alone} of its rows", above(one.ratio, big_file.BUDGET, " ×", 2)
        yield Row(what, f"{one.seconds:.2f} s", beside, f"{one.ratio:.2f}", f"≤ {big_file.BUDGET:.0f}", missed)
        budget, beside = big_file.FIRST_BUDGET, f"{one.megabytes:.0f} MB in all"
        missed = above(one.first_byte, budget, " s", 3)
        yield Row(f"{what}, first byte", f"{one.first_byte:.3f} s", beside, "", f"< {budget:g} s", missed)
        budget, missed = big_file.MEMORY_BUDGET_MB, above(one.memory, big_file.MEMORY_BUDGET_MB, " MB", 0)
        yield Row(f"{what}, memory", f"{one.memory:+.0f} MB", "", "", f"< {budget:g} MB", missed)
        ours, beside, budget = f"{one.meanwhile:.2f} s", f"{one.quiet:.2f} s without it", big_file.VIEWERS_BUDGET
        missed = above(one.felt, budget, " ×", 2)
        yield Row(f"{what}, others' p95 meanwhile", ours, beside, f"{one.felt:.2f}", f"≤ {budget:g}", missed)


def of_importing(place: Place) -> Iterator[Row]:
    """A ledger of 50,000 hazards, new and carried on, on both databases: rows stored a second, after it was read."""
    for one in importing.measure_both(place.folder):
        what, beside = f"{one.backend}: import of {one.rows:,} hazards, {one.what}", f"{one.whole:.1f} s with reading"
        budget, lacking = importing.BUDGET, importing.BUDGET - one.speed
        missed = f"{lacking:,.0f} rows/s fewer" if lacking > 0 else ""
        yield Row(what, f"{one.speed:,.0f} rows/s", beside, "", f"≥ {budget:,} rows/s", missed)


def of_browser(place: Place) -> Iterator[Row]:
    """The board and the first page of each other question in a browser, cold and warm; the budgets are the board's."""
    for one in browser.measure(place.samples.url, place.folder):
        what, beside = f"{one.page} in a browser, {one.link}", f"{one.cold_bytes:,} B cold, {one.warm_bytes:,} warm"
        budget = f"≤ {browser.COLD_S:.1f} / {browser.WARM_S:.1f} s, ≤ {browser.BYTES:,} B" if one.is_board else ""
        late = (above(one.cold, browser.COLD_S, " s cold", 2), above(one.warm, browser.WARM_S, " s warm", 2))
        missed = ", ".join(filter(None, (*late, above(one.cold_bytes, browser.BYTES, " B", 0)))) if one.is_board else ""
        yield Row(what, f"{one.cold:.2f} / {one.warm:.2f} s", beside, "", budget, missed)


def of_extracts(place: Place) -> Iterator[Row]:
    """Files beside the bare csv loop. It multiplies the activities of the samples."""
    for file in extracts.measure(place.samples.url):
        what, beside = f"extract {file.name}, {file.rows:,} rows", f"{file.bare:.2f} s bare csv loop"
        budget, missed = f"≤ {extracts.BUDGET:.0f}", above(file.ratio, extracts.BUDGET, " ×", 2)
        yield Row(what, f"{file.ours:.2f} s", beside, f"{file.ratio:.2f}", budget, missed)


PARTS: Final[Mapping[str, Callable[[Place], Iterator[Row]]]] = {
    "reruns": of_reruns,
    "browser": of_browser,
    "starting": of_starting,
    "crowd": of_crowd,
    "queries": of_queries,
    "behind_proxy": of_proxy,
    "noticing": of_noticing,
    "big_file": of_big_file,
    "importing": of_importing,
    "extracts": of_extracts,
}
"""By name, in the order in which they are measured."""
