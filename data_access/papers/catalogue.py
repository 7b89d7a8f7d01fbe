"""The papers that leave the office, by name: what each is about, what its file is called, its bytes.

A page's link and the shell ask the same function, as for extracts (ADR 0002, 0021).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from data_access.annex3 import forms as annex3
from data_access.annex3.figures import RETURNING
from data_access.database.snapshot import Snapshot
from data_access.i18n import t
from data_access.notice.words import speaking
from data_access.papers import city_sheet
from data_access.papers.brief.blocks import Brief
from data_access.papers.brief.html import brief_html
from data_access.papers.brief.pdf import brief_pdf
from data_access.papers.brief.rows import load_rows
from data_access.papers.brief.sheets import brief_of
from data_access.papers.brief.word import brief_paper
from data_access.papers.bulletin_figures import (
    Figures,
    load_figures,
    load_head,
    question_in,
    question_of as of_bulletin,
)
from data_access.papers.documents.annex3 import annex3_xlsx
from data_access.papers.documents.bulletin import bulletin_paper
from data_access.papers.documents.city_sheet import city_sheet_paper
from data_access.papers.documents.paper import Paper
from data_access.papers.documents.word import docx_of
from data_access.papers.published import UnknownBulletinError, frozen
from data_access.question import Question
from data_access.wording import FORBIDDEN, brief


class UnknownPaperError(LookupError):
    """There is no such paper: no such unit, city or bulletin, or it is not for this reader."""


class Made(NamedTuple):
    """A paper: what its file is called, and the file."""

    name: str
    body: bytes


class Written(NamedTuple):
    """A Word paper before it is a file: what the file is called, and what stands in it."""

    name: str
    paper: Paper


Make: TypeAlias = Callable[[Snapshot, Question, str, str, str], Made]
"""From a snapshot, a question, a language, the subject of the paper as a code, and who takes it ("" for nobody)."""
Write: TypeAlias = Callable[[Snapshot, Question, str, str], Written]


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper. `forms`: file ending -> how its file is made, the usual one first. That takes the subject of the
    paper as a code: of Annex 3 a unit or group ("" for the province), of the bulletin the number of a published one (""
    for a draft), of the sheet a city, of the brief always "".
    """

    name: str
    forms: Mapping[str, Make]
    question_of: Callable[[Question], Question]
    """The question without what does nothing to such a paper."""
    write: Write | None = None
    """None for a workbook."""

    @property
    def ext(self) -> str:
        """The ending of its usual file."""
        return next(iter(self.forms))


def question_of(name: str, q: Question) -> Question:
    """The question without the filters that do nothing to this paper; KeyError for an unknown name."""
    return PAPERS[name].question_of(q)


def make(s: Snapshot, name: str, q: Question, lang: str, of: str, ext: str = "", mark: str = "") -> Made:
    """The paper `name` of `of`, in its usual form or that of `ext`; `mark`: who takes it. UnknownPaperError."""
    if name not in PAPERS:
        raise UnknownPaperError(f"no paper named {name!r}; there are: {', '.join(PAPERS)}")
    kind = PAPERS[name]
    if (ext or kind.ext) not in kind.forms:
        raise UnknownPaperError(f"no {name} as .{ext}; there are: {', '.join(kind.forms)}")
    return kind.forms[ext or kind.ext](s, q, speaking(s, q, lang), of, mark)


def load_paper(s: Snapshot, q: Question, name: str, lang: str, of: str) -> Paper:
    """What stands in the Word paper `name` of `of`; UnknownPaperError, also for a workbook."""
    write = PAPERS[name].write if name in PAPERS else None
    if write is None:
        raise UnknownPaperError(f"no Word paper named {name!r}")
    return write(s, q, speaking(s, q, lang), of).paper


def load_forms(s: Snapshot, q: Question, of: str) -> tuple[annex3.Form, ...]:
    """The forms of Annex 3 of a unit or group; "": of the province, each group a form. UnknownPaperError, also for
    totals where not all is seen: they are called the province's.
    """
    q = annex3.question_of(q)
    if not of or of in RETURNING:
        if q.scope.cities is not None:
            raise UnknownPaperError("totals are the whole province's: not for who may see some of its cities")
        return tuple(annex3.load_total_form(s, q, group) for group in ((of,) if of else RETURNING))
    unit = annex3.find_unit(s, q, of)
    if unit is None:
        raise UnknownPaperError(f"no city or member unit: {of!r}")
    return (annex3.load_unit_form(s, q, unit),)


def _annex3(s: Snapshot, q: Question, lang: str, of: str, mark: str) -> Made:
    q = annex3.question_of(q)
    forms = load_forms(s, q, of)
    unit = forms[0].unit
    if unit is not None:
        called = unit.zh if lang == "zh" else brief(unit.en)
    else:
        called = t(lang, f"group.{of}") if of else t(lang, "paper.whole_province")
    return Made(_file_name("annex3", lang, q, "xlsx", called), annex3_xlsx(forms, load_head(s, q), lang, mark))


def _bulletin(s: Snapshot, q: Question, lang: str, of: str) -> Written:
    figures = _published(s, q, of) if of else load_figures(s, of_bulletin(q))
    head = figures["head"]
    called = [head.get("label", ""), *(brief(city[lang]) for city in head["cities"][:3])]
    name = _file_name("bulletin", lang, question_in(head), "docx", *called)
    return Written(name, bulletin_paper(figures, lang))


def _published(s: Snapshot, q: Question, number: str) -> Figures:
    if not number.isdecimal():
        raise UnknownPaperError(f"no published bulletin {number!r}")
    try:
        return frozen(s, q, int(number))
    except UnknownBulletinError as error:
        raise UnknownPaperError(f"no published bulletin {number}") from error


def _city_sheet(s: Snapshot, q: Question, lang: str, of: str) -> Written:
    sheet = city_sheet.load_city_sheet(s, q, of)
    if sheet is None:
        raise UnknownPaperError(f"no city: {of!r}")
    called = sheet.city.zh if lang == "zh" else brief(sheet.city.en)
    return Written(_file_name("city-sheet", lang, q, "docx", called), city_sheet_paper(sheet, lang))


def load_brief(s: Snapshot, q: Question, lang: str) -> Brief:
    """The five sheets of a brief in words, of the campaign, the cities and the instants of `q`."""
    return brief_of(load_rows(s, of_bulletin(q)), speaking(s, q, lang))


def _brief(s: Snapshot, q: Question, lang: str, of: str) -> Written:
    name = _brief_name(s, q, lang, of, "docx")
    return Written(name, brief_paper(load_brief(s, q, lang), q.as_of))


def _drawn(draw: Callable[[Brief, str], bytes], ext: str) -> Make:
    """How a brief becomes a file of another form."""

    def make_file(s: Snapshot, q: Question, lang: str, of: str, mark: str) -> Made:
        return Made(_brief_name(s, q, lang, of, ext), draw(load_brief(s, q, lang), mark))

    return make_file


def _brief_name(s: Snapshot, q: Question, lang: str, of: str, ext: str) -> str:
    """Such as 简报_2020-heilongjiang_2020-07-04T0000_zh.html: with its notice and language, for a folder of many."""
    if of:
        raise UnknownPaperError(f"a brief is about no unit: {of!r}")
    cities = [brief(city[lang]) for city in load_head(s, of_bulletin(q))["cities"][:3]]
    return _file_name("brief", lang, q, ext, q.filters.campaign, *cities, last=str(lang))


def _made(write: Write) -> Make:
    """How a Word paper becomes a file."""

    def make_file(s: Snapshot, q: Question, lang: str, of: str, mark: str) -> Made:
        name, paper = write(s, q, lang, of)
        return Made(name, docx_of(paper, mark))

    return make_file


def _file_name(name: str, lang: str, q: Question, ext: str, *called: str, last: str = "") -> str:
    """Such as 附件3活动进展情况统计表_哈尔滨市_2020-07-04T0000.xlsx: what, of whom, as of when (local time)."""
    at = q.as_of.astimezone(ZoneInfo(q.zone)).strftime("%Y-%m-%dT%H%M")
    known = q.known_at.astimezone(ZoneInfo(q.zone)).strftime("K%Y-%m-%dT%H%M") if q.known_at else ""
    parts = (t(lang, f"paper.{name}"), *called, at, known, last)
    return FORBIDDEN.sub("-", "_".join(part for part in parts if part)) + f".{ext}"


PAPERS: Final = {
    kind.name: kind
    for kind in (
        PaperKind("bulletin", {"docx": _made(_bulletin)}, of_bulletin, _bulletin),
        PaperKind(
            "brief",
            {"html": _drawn(brief_html, "html"), "pdf": _drawn(brief_pdf, "pdf"), "docx": _made(_brief)},
            of_bulletin,
            _brief,
        ),
        PaperKind("annex3", {"xlsx": _annex3}, annex3.question_of),
        PaperKind("city-sheet", {"docx": _made(_city_sheet)}, annex3.question_of, _city_sheet),
    )
}
