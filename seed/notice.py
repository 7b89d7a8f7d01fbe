"""A notice as data: the content of a file of seed/notices/, row by row, and what of it must fit together."""

from collections import Counter
from datetime import date, time
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

Text = Annotated[str, Field(min_length=1)]
Provenance = Literal["stated", "inferred"]
Metric = Annotated[str, Field(min_length=1, max_length=8)]
Report = Literal["reports_central", "reports_province", "reports_city", "reports_county"]


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
    """A figure of Annex 3 that counts the line's activities or their people, and why both count the same ones."""

    metric: Metric
    measure: Literal["attendance", "views", "events"]
    reason_zh: Text
    reason_en: Text


class LineItem(Row):
    """A thing that the notice lists inside a line, and the figure of Annex 3 that counts it, if one does."""

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
    answers: Literal["roadmap", "liaison", "annex3"] | None = None
    """The kind of return that is handed in for it: the roadmap, the liaison (Annex 2), the figures (Annex 3)."""
    file_words: str | None = None
    """What the name of a file for it contains, where several lines take the same kind of return."""
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
    def _answered_by_somebody(self) -> Self:
        if self.answers and not self.duties:
            raise ValueError("answers: expected with duties only: who hands it in?")
        if self.file_words and not self.answers:
            raise ValueError("file_words: expected beside answers only")
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


def _without_braces(text: str) -> str:
    if set(text) & set("{}"):
        raise ValueError("expected words without braces")
    return text


Spoken = Annotated[str, Field(min_length=1), AfterValidator(_without_braces)]
"""Words that are put into our sentences, where braces mark what is put in."""


class Campaign(Span):
    """A campaign that the notice orders."""

    kind: Literal["month", "tour", "special"]
    short_zh: Spoken | None = None
    """What people call it: 龙江行, 齐鲁行."""
    short_en: Spoken | None = None


class Head(Span):
    """The notice itself."""

    doc_no: str | None = None
    issued_on: date
    year: int
    province_adcode: Annotated[str, Field(pattern=r"^\d{6}$")]
    timezone: str
    city_zh: Spoken | None = None
    """What the places below the province are called, in headings of returns too: 市(地), 市, 市州, 盟市."""
    city_en: Spoken | None = None
    cities_en: Spoken | None = None
    """One and several of them inside an English sentence: city, cities."""

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
