"""The chain: whatever is done to the files of a record by somebody without its key is found, and its line is named."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from data_access.access.audit.chain import Chain
from data_access.access.audit.line import written
from data_access.access.audit.settings import Key
from data_access.access.audit.verify import Verdict, verify
from data_access.access.viewer import LOCAL
from tests.tally import Tally

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = Key("k1", b"a key that nobody else knows, of 40 signs")
ATTACKING = settings(max_examples=100, suppress_health_check=list(HealthCheck))
"""The counter of attacks is one for all examples."""
LINES, DAYS = 4, 3
"""A record of three days of four lines each."""


def write(chain: Chain, number: int, now: datetime, event: str = "page") -> None:
    said = written(event, LOCAL, True, "10.0.0.7", {"page": f"overview {number}"}, now, chain.host)  # type: ignore[arg-type]
    chain.append(said, now, False)


def chain_in(folder: Path, *keys: Key, digest: str = "sha256") -> Chain:
    return Chain(folder / "audit", folder / "anchor", keys or (KEY,), digest, "host")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    chain = chain_in(folder)
    for number in range(LINES * DAYS):
        write(chain, number, NOW + DAY * (number // LINES))
    return folder


@contextmanager
def copy(whole: Path) -> Iterator[Chain]:
    with TemporaryDirectory() as folder:
        shutil.copytree(whole, folder, dirs_exist_ok=True)
        yield chain_in(Path(folder))


def found(chain: Chain) -> list[tuple[str, int, str]]:
    """Kind, line and what, without the name of the file's day."""
    return [(fault.kind, fault.line, fault.what) for fault in verify(chain).faults]


def test_whole_record_has_no_fault(whole: Path) -> None:
    with copy(whole) as chain:
        assert verify(chain) == Verdict(LINES * DAYS, LINES * DAYS, [])
        assert [path.name for path in chain.files()] == [f"audit-2026-12-0{day}.jsonl" for day in (1, 2, 3)]
        assert [line.n for line in chain.heads()] == [4, 8]


@ATTACKING
@given(st.integers(0, 2), st.integers(0, LINES - 1), st.data())
def test_edited_line_is_named(tally: Tally, whole: Path, day: int, at: int, data: st.DataObject) -> None:
    """Any byte of any line, changed, added or taken out."""
    with copy(whole) as chain:
        path = chain.files()[day]
        lines = path.read_bytes().splitlines()
        line = lines[at]
        place = data.draw(st.integers(0, len(line) - 1))
        sign = data.draw(st.binary(max_size=2).filter(lambda new: b"\n" not in new and new != line[place : place + 1]))
        lines[at] = line[:place] + sign + line[place + 1 :]
        path.write_bytes(b"\n".join(lines) + b"\n")
        faults = [(fault.file, fault.line) for fault in verify(chain).faults if fault.kind in {"torn", "changed"}]
        tally.add(f"{sign!r} at {place}", (path.name, at + 1) in faults)
        assert not tally.leaked


@ATTACKING
@given(st.permutations(range(LINES * DAYS)).filter(lambda order: order != sorted(order)))
def test_other_order_is_found(tally: Tally, whole: Path, order: list[int]) -> None:
    """Also from one day to another."""
    with copy(whole) as chain:
        lines = [line for path in chain.files() for line in path.read_bytes().splitlines(keepends=True)]
        for day, path in enumerate(chain.files()):
            path.write_bytes(b"".join(lines[one] for one in order[day * LINES : (day + 1) * LINES]))
        kinds = {kind for kind, _, _ in found(chain)}
        tally.add(str(order), bool(kinds))
        assert not tally.leaked
        assert kinds <= {"moved", "gap", "beginning", "day", "cut", "broken"}


@ATTACKING
@given(st.sets(st.integers(0, LINES * DAYS - 1), min_size=1))
def test_what_was_taken_out_is_told(tally: Tally, whole: Path, gone: set[int]) -> None:
    """Single lines, cut tails and whole days, in any combination; each missing number is named or its end is."""
    with copy(whole) as chain:
        for day, path in enumerate(chain.files()):
            lines = path.read_bytes().splitlines(keepends=True)
            kept = [line for at, line in enumerate(lines) if day * LINES + at not in gone]
            path.write_bytes(b"".join(kept)) if kept else path.unlink()
        verdict = verify(chain)
        named: set[int] = set()
        for fault in verdict.faults:
            if fault.kind in {"gap", "cut"}:
                first, _, last = fault.what.partition("–")
                named |= set(range(int(first), int(last or first) + 1))
            if fault.kind == "beginning":
                named |= set(range(1, min(set(range(LINES * DAYS)) - gone) + 1))
        tally.add(str(gone), named == {number + 1 for number in gone})
        assert not tally.leaked
        days = {day for day in (0, 1) if day * LINES + LINES - 1 in gone}
        lost = {fault.file for fault in verdict.faults if fault.kind == "day"}
        first_kept = min(set(range(LINES * DAYS)) - gone, default=0)
        assert lost == {f"audit-2026-12-0{day + 1}.jsonl" for day in days if day * LINES + LINES > first_kept}


ATTACKS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], tuple[str, int, str]]] = {
    "two lines change places": (lambda a: [a[0], a[2], a[1], a[3]], ("moved", 3, "10")),
    "a line is written twice": (lambda a: [*a, a[3]], ("moved", 5, "12")),
    "the tail is cut": (lambda a: a[:2], ("cut", 2, "11–12")),
    "a line is taken out": (lambda a: [a[0], *a[2:]], ("gap", 2, "10")),
    "the last line is torn": (lambda a: [*a[:3], a[3][:-9]], ("torn", 4, "")),
    "a line of no audit": (lambda a: [*a, b"[]\n"], ("torn", 5, "")),
    "a name is put right": (lambda a: [a[0].replace(b"local", b"other"), *a[1:]], ("changed", 1, "")),
    "a refusal becomes a success": (
        lambda a: [a[0], a[1].replace(b'"ok":true', b'"ok":false'), *a[2:]],
        ("changed", 2, ""),
    ),
}


def test_attacks_on_the_newest_day(tally: Tally, whole: Path) -> None:
    for name, (change, expected) in ATTACKS.items():
        with copy(whole) as chain:
            path = chain.files()[-1]
            path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
            faults = verify(chain).faults
            tally.add(name, expected in found(chain) and faults[0].file == path.name)
            assert all(words in str(faults[0]) for words in (path.name, "第", "/"))


def test_lines_that_follow_hide_no_cut(whole: Path) -> None:
    with copy(whole) as chain:
        path = chain.files()[-1]
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))
        write(chain, 99, NOW + 2 * DAY)
        assert found(chain) == [("gap", 2, "10–12")]


def test_lost_anchor_is_told_for_ever(whole: Path) -> None:
    with copy(whole) as chain:
        shutil.rmtree(chain.anchor)
        assert [kind for kind, _, _ in found(chain)] == ["anchor"]
        write(chain, 99, NOW + 2 * DAY)
        assert found(chain) == [("anchor", 5, "")]
        assert verify(chain).last == LINES * DAYS + 2


def test_record_that_was_taken_away_whole_is_missed(whole: Path) -> None:
    with copy(whole) as chain:
        shutil.rmtree(chain.folder)
        assert [kind for kind, _, _ in found(chain)] == ["cut", "day", "day"]
        write(chain, 99, NOW + 2 * DAY)
        assert "beginning" in {kind for kind, _, _ in found(chain)}


def test_whoever_lacks_the_key_can_seal_nothing(whole: Path) -> None:
    with copy(whole) as chain:
        forger = chain._replace(keys=(Key("k1", b"a key that somebody made up, of 40 signs."),))
        write(forger, 99, NOW + 2 * DAY)
        kinds = {kind for kind, _, _ in found(chain)}
        assert {"changed", "anchor"} <= kinds


def test_killed_between_file_and_anchor_goes_on_without_a_fault(whole: Path) -> None:
    with copy(whole) as chain:
        before = (chain.anchor / "latest").read_bytes()
        write(chain, 98, NOW + 2 * DAY)
        (chain.anchor / "latest").write_bytes(before)
        assert verify(chain).faults == []
        write(chain, 99, NOW + 2 * DAY)
        assert verify(chain) == Verdict(LINES * DAYS + 2, LINES * DAYS + 2, [])


def test_killed_in_the_middle_of_a_line_leaves_that_line_only(whole: Path) -> None:
    with copy(whole) as chain:
        with chain.files()[-1].open("ab") as file:
            file.write(b'{"n":13,"at":"2026')
        write(chain, 99, NOW + 2 * DAY)
        assert found(chain) == [("torn", 5, "")]
        assert verify(chain).last == LINES * DAYS + 1


def test_clock_that_was_set_back_begins_no_older_file(whole: Path) -> None:
    with copy(whole) as chain:
        write(chain, 99, NOW - 30 * DAY)
        assert (len(chain.files()), verify(chain).faults) == (DAYS, [])


@pytest.mark.parametrize("digest", ["sha256", "sm3"])
def test_key_and_digest_change_on_the_way(tmp_path: Path, digest: str) -> None:
    second = Key("k2", b"the key of the year after, of 40 signs...")
    write(chain_in(tmp_path), 1, NOW)
    write(chain_in(tmp_path, KEY, second, digest=digest), 2, NOW)
    whole = chain_in(tmp_path, KEY, second)
    assert verify(whole) == Verdict(2, 2, [])
    assert f'"by":"{digest}:k2"'.encode() in whole.files()[0].read_bytes()
    assert {kind for kind, _, _ in found(chain_in(tmp_path))} == {"changed", "anchor"}
