"""Whether a record is whole: no line was changed, taken out, put elsewhere or cut off, and no day is missing."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from data_access.access.audit.chain import FIRST, Chain, day_of
from data_access.access.audit.line import Line, UnreadableError, is_genuine, read

Kind: TypeAlias = Literal["torn", "changed", "gap", "moved", "broken", "cut", "day", "anchor", "beginning"]
WORDS: Final[dict[Kind, tuple[str, str]]] = {
    "torn": ("不是完整的一行", "is no whole line"),
    "changed": ("内容或签封被改动", "was changed: its seal does not fit"),
    "gap": ("之前缺少 {what}", "comes after a gap: {what} missing"),
    "moved": ("顺序被改动（编号 {what}）", "stands where it does not belong (number {what})"),
    "broken": ("与前一行不衔接", "does not follow the line before it"),
    "cut": ("之后被截去 {what}", "is the last one, and {what} were cut off after it"),
    "day": ("整天的文件缺失或被截短", "the file of the day is missing or cut"),
    "anchor": ("锚点缺失或已重建，无法证明末尾完整", "the anchor is missing or was made anew: the end is unproved"),
    "beginning": ("之前的记录缺失，且没有清理记录", "what stood before it is gone, and nobody pruned it"),
}


class Fault(NamedTuple):
    """What is wrong, at which line of which file; line 0: with the file as a whole."""

    file: str
    line: int
    kind: Kind
    what: str = ""

    def __str__(self) -> str:
        return f"{self.sentence('zh')} / {self.sentence('en')}"

    def sentence(self, lang: str) -> str:
        """The fault in this language."""
        zh, en = (words.format(what=self.what) for words in WORDS[self.kind])
        if lang == "en":
            return f"{self.file}:{self.line} {en}"
        return f"{self.file} 第 {self.line} 行：{zh}" if self.line else f"{self.file}：{zh}"


class Verdict(NamedTuple):
    """How many lines were read, the number of the last one, and all that is wrong."""

    lines: int
    last: int
    faults: list[Fault]


class Place(NamedTuple):
    """A line and where it stands."""

    file: str
    number: int
    line: Line | None


def lines_of(chain: Chain, day: date | None = None) -> Iterator[Place]:
    """All lines of the record as they stand, None for what is none; of a day those of its file and of its neighbours',
    since days of the record are UTC.
    """
    for path in chain.files():
        if day and abs(day_of(path) - day) > timedelta(days=1):
            continue
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                yield Place(path.name, number, _read(raw))


def verify(chain: Chain) -> Verdict:
    """Read the whole record against its keys and its anchor."""
    return _Reading(chain).verdict()


def _read(raw: bytes) -> Line | None:
    try:
        return read(raw[:-1]) if raw.endswith(b"\n") else None
    except UnreadableError:
        return None


class _Reading:
    """One pass over the record."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.faults: list[Fault] = []
        self.lines = 0
        self.last = Place(FIRST.rstrip("-"), 0, None)
        self.begins: tuple[Place, int, str] | None = None
        """The first line, and the number and the seal of the one that was before it."""
        self.expected = 1
        self.prev: str | None = ""
        """The seal that the next line must name; None where it cannot be known."""
        self.gaps: list[tuple[Place, range]] = []
        self.moved: set[int] = set()
        self.seals: dict[int, str] = {}
        """Of the lines that the anchor knows."""
        self.pruned: set[tuple[object, object]] = {(0, "")}

    def verdict(self) -> Verdict:
        heads, latest = self.chain.heads(), self.chain.latest()
        wanted = {line.n for line in (*heads, latest) if line}
        for place in lines_of(self.chain):
            self.lines += 1
            if place.line and place.line.n in wanted:
                self.seals.setdefault(place.line.n, place.line.mac)
            self._take(place)
            self.last = place
        if self.begins and self.begins[1:] not in self.pruned:
            self._fault(self.begins[0], "beginning")
        for place, numbers in self.gaps:
            if len(numbers) > len(self.moved) or not self.moved.issuperset(numbers):
                self._fault(place, "gap", _numbers(numbers))
        self._days(heads)
        self._end(latest)
        return Verdict(self.lines, self.expected - 1, sorted(self.faults))

    def _take(self, place: Place) -> None:
        line = place.line
        if line is None:
            self._fault(place, "torn")
            return
        genuine = is_genuine(line, self.chain.keys)
        if self.begins is None:
            self.begins, self.expected, self.prev = (place, line.n - 1, line.prev), line.n, line.prev
        if not genuine:
            self._fault(place, "changed")
            if line.n == self.expected:
                self.expected, self.prev = line.n + 1, None
            return
        if line.event == "prune":
            self.pruned.add((line.facts.get("last"), line.facts.get("head")))
        if line.event == "anchor":
            self._fault(place, "anchor")
        self._follow(place, line)

    def _follow(self, place: Place, line: Line) -> None:
        if line.n < self.expected:
            self.moved.add(line.n)
            self._fault(place, "moved", str(line.n))
            return
        if line.n > self.expected:
            self.gaps.append((place, range(self.expected, line.n)))
        elif self.prev not in (None, line.prev):
            self._fault(place, "broken")
        self.expected, self.prev = line.n + 1, line.mac

    def _days(self, heads: list[Line]) -> None:
        """Each day that is over ends with the line that its anchor holds, unless it was pruned."""
        first = self.begins[1] if self.begins else 0
        for head in heads:
            if head.n > first and self.seals.get(head.n) != head.mac:
                self.faults.append(Fault(f"{FIRST}{head.at.date()}.jsonl", 0, "day"))

    def _end(self, latest: Line | None) -> None:
        if latest is None:
            if self.lines:
                self._fault(self.last, "anchor")
        elif latest.n >= self.expected:
            self._fault(self.last, "cut", _numbers(range(self.expected, latest.n + 1)))
        elif self.seals.get(latest.n) != latest.mac:
            self._fault(self.last, "broken")

    def _fault(self, place: Place, kind: Kind, what: str = "") -> None:
        self.faults.append(Fault(place.file, place.number, kind, what))


def _numbers(numbers: range) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
