"""A notice as data: the models of seed/notices/*.toml, and errors that name row, field and what was expected."""

import tomllib
from collections import Counter
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

NOTICES = Path(__file__).parent / "notices"
Text = Annotated[str, Field(min_length=1)]
Provenance = Literal["stated", "inferred"]
Metric = Annotated[str, Field(min_length=1, max_length=8)]
Report = Literal["reports_central", "reports_province", "reports_city", "reports_county"]
NAMES: Final = ("line", "period", "campaign", "figure", "item", "thing")
SINGULAR: Final = {"duties": "duty", **{f"{name}s": name for name in NAMES}}
PLAINLY: Final = {"missing": "expected, but missing", "extra_forbidden": "not a field here"}


class NoticeError(ValueError):
    """A notice or a reference table that cannot be loaded; the text has one line per fault."""


class Row(BaseModel):
    """Nothing unknown passes: a misspelt field would be a silent loss."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Period(Row):
    """One period of a recurring duty: '2020-W24' and its due day."""

    key: Annotated[str, Field(min_length=1, max_length=12)]
    due_on: date | None = None


class Duty(Row):
    """Who owes a line, in which role, by when, how often."""

    scope: Literal["each_city", "each_unit", "each_member", "each_county", "named"]
    unit: str | None = None
    role: Literal["hold", "attend", "submit"]
    host: Literal["self", "league"] = "self"
    due_on: date | None = None
    periods: tuple[Period, ...] = ()
    cutoff_time: time | None = None
    due_provenance: Literal["stated", "inferred", "none"] = "none"
    date_rule: Literal["by", "on", "none"] = "none"
    min_count: Annotated[int, Field(ge=1)] = 1
    min_provenance: Provenance = "inferred"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.scope == "named") != (self.unit is not None):
            raise ValueError("unit: expected with scope 'named', and only there")
        if self.periods and self.due_on:
            raise ValueError("due_on: expected inside periods when there are periods")
        dues = {period.due_on is not None for period in self.rows()}
        if len(dues) > 1:
            raise ValueError("periods: expected a due_on in each of them or in none")
        has_due = dues == {True}
        if has_due != (self.due_provenance != "none"):
            raise ValueError("due_provenance: expected 'stated' or 'inferred' with a due day, 'none' without")
        if has_due != (self.date_rule != "none"):
            raise ValueError("date_rule: expected 'by' or 'on' with a due day, 'none' without")
        return self

    def rows(self) -> tuple[Period, ...]:
        """The periods; a duty without any is owed once."""
        return self.periods or (Period(key="once", due_on=self.due_on),)


class LineFigure(Row):
    """A figure of Annex 3 that counts the people of the line's activities, and why both tell of the same ones."""

    metric: Metric
    measure: Literal["attendance", "views"]
    reason_zh: Text
    reason_en: Text


class LineItem(Row):
    """A thing that the notice lists inside a line, and the figure of Annex 3 that tells of it, if one does."""

    name_zh: Text
    name_en: Text
    metric: Metric | None = None


class LineThing(Row):
    """What the line's activities and reports are counted as, and the figure of Annex 3 that counts the same."""

    thing: Report | Literal["tours", "practices", "warnings", "tip_reports", "exposures", "exposures_rectified"]
    metric: Metric | None = None


class Line(Row):
    """A row of the notice (事项), with its duties."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,16}$")]
    campaign: Text
    parent: str | None = None
    kind: Literal["group", "activity", "deliverable", "report", "standing"]
    name_zh: Text
    name_en: str = ""
    short_zh: Annotated[str, Field(min_length=1, max_length=8)]
    short_en: Annotated[str, Field(max_length=24)] = ""
    mode: Literal["online", "offline", "mixed"] | None = None
    setting: Literal["enterprise", "village", "community", "school", "family"] | None = None
    window_start: date | None = None
    recurrence: Literal["once", "weekly", "monthly"] = "once"
    due_text_zh: str | None = None
    provenance: Provenance
    quote: Text
    duties: tuple[Duty, ...] = ()
    figures: tuple[LineFigure, ...] = ()
    items: tuple[LineItem, ...] = ()
    things: tuple[LineThing, ...] = ()

    @model_validator(mode="after")
    def _each_figure_and_thing_once(self) -> Self:
        told = Counter(
            [*(f"figures: {one.metric}" for one in self.figures), *(f"things: {one.thing}" for one in self.things)]
        )
        if twice := [name for name, n in told.items() if n > 1]:
            raise ValueError(f"{twice[0]} expected once")
        return self

    @model_validator(mode="after")
    def _each_duty_once(self) -> Self:
        keys = Counter((d.scope, d.unit, d.role, p.key) for d in self.duties for p in d.rows())
        if twice := [key for key, number in keys.items() if number > 1]:
            scope, unit, role, period = twice[0]
            raise ValueError(f"duties: {scope} {unit or ''} {role} {period} expected once")
        return self


class Span(Row):
    """What a notice and a campaign have in common."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name_zh: Text
    name_en: str = ""
    ordinal: int | None = None
    theme: str | None = None
    starts_on: date
    ends_on: date
    end_precision: Literal["day", "month"] = "day"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on: expected not before starts_on")
        return self


class Campaign(Span):
    """A campaign that the notice orders."""

    kind: Literal["month", "tour", "special"]


class Head(Span):
    """The notice itself."""

    doc_no: str | None = None
    issued_on: date
    year: int
    province_adcode: Annotated[str, Field(pattern=r"^\d{6}$")]
    timezone: str

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("expected the name of a time zone, such as 'Asia/Shanghai'")
        return value


class League(Row):
    """How the volunteer leagues of cities and counties are called; a notice without them leaves this out."""

    name_zh: Text
    name_en: str = ""


class Notice(Row):
    """A whole file."""

    notice: Head
    league: League | None = None
    campaigns: Annotated[tuple[Campaign, ...], Field(min_length=1)]
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_meet(self) -> Self:
        campaigns = [self.notice.code, *(campaign.code for campaign in self.campaigns)]
        for code, number in Counter([*campaigns, *(line.code for line in self.lines)]).items():
            if number > 1:
                raise ValueError(f"code {code!r}: expected once, found {number} times")
        seen: set[str] = set()
        for line in self.lines:
            if line.campaign not in campaigns:
                raise ValueError(f"line {line.code}, campaign: {line.campaign!r}; expected one of {campaigns}")
            if line.parent is not None and line.parent not in seen:
                raise ValueError(f"line {line.code}, parent: {line.parent!r}; expected a line further up")
            if any(duty.host == "league" for duty in line.duties) and self.league is None:
                raise ValueError(f"line {line.code}, host: 'league'; expected a [league] in the file")
            seen.add(line.code)
        return self


def read_notice(path: Path) -> Notice:
    """The notice in a TOML file. NoticeError names file, row, field, value and what was expected."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise NoticeError(f"{path.name}: {fault}") from fault
    try:
        return Notice.model_validate(raw)
    except ValidationError as faults:
        raise NoticeError("\n".join(_sentence(path.name, raw, fault) for fault in faults.errors())) from faults


def read_notices(folder: Path = NOTICES) -> list[Notice]:
    """All notices of a folder, oldest first. NoticeError as in `read_notice`."""
    return sorted((read_notice(path) for path in sorted(folder.glob("*.toml"))), key=lambda n: n.notice.issued_on)


def _sentence(file: str, raw: dict[str, Any], fault: Any) -> str:
    """'heilongjiang-2020.toml: line M4.1, duty 1, role: 'holds'; expected 'hold', 'attend' or 'submit''."""
    words: list[str] = []
    here: Any = raw
    for step in fault["loc"]:
        here = here[step] if isinstance(here, list) else here.get(step) if isinstance(here, dict) else None
        if isinstance(step, int):
            number = here.get("code", step + 1) if isinstance(here, dict) else step + 1
            words[-1] = f"{SINGULAR.get(words[-1], words[-1])} {number}"
        else:
            words.append(step)
    expected = PLAINLY.get(fault["type"]) or fault["msg"].replace("Input should be ", "expected ")
    expected = expected.removeprefix("Value error, ")
    value = f"{fault['input']!r}; " if fault["type"] not in {"missing", "value_error"} else ""
    return ": ".join(part for part in (file, ", ".join(words), value + expected) if part)
