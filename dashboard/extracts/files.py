"""All files in groups, each with its links, those that leaders want apart; plain matching finds one."""

from collections.abc import Callable, Sequence
from typing import Final

from htpy import Element, a, details, div, p, span, summary

from dashboard import access
from dashboard.addresses.href import SLOT, pattern
from dashboard.parts import links
from dashboard.view import View
from data_access.extracts.catalogue import BASES

READY: Final = ("overdue", "pressing", "matrix", "majors", "returns", "board")
"""What leaders ask for; beside them the paragraphs of the reminders."""
GROUPS: Final = {
    "tasks": "obligations completion overdue matrix reasons overview map counties",
    "board": "board pressing comparison comparison-revised events",
    "hazards": "hazards hazard-summary majors backlog exposures tips-summary",
    "returns": "returns weekly-material reminders likely-late submissions vacancies",
    "activities": "activities timeline held-summary held-by-week five-settings volunteer-events showpieces day-events",
    "annex3": "metrics metric-totals metric-ratios line-items attendance-gap attendance-whole",
    "tour": "media media-summary two-lists two-lists-summary tour tour-lines tour-weeks tour-activities tour-returned",
    "trust": "quality quality-findings bulletins bulletin-revisions",
}
Way = Callable[[str], str]


def grouped() -> dict[str, list[str]]:
    """Group -> the names of its files; what no group names stands under `others`."""
    groups = {group: names.split() for group, names in GROUPS.items()}
    named = {name for names in groups.values() for name in names}
    return {**groups, "others": [name for name in BASES if name not in named]}


def offered() -> set[str]:
    """The names of the files that are for who looks."""
    viewer = access.current()
    return {name for name in BASES if access.opens_file(viewer, name)}


def matches(view: View, name: str, asked: str) -> bool:
    """Whether a file's title, its sentence or its name holds every word of `asked`, in small or capital letters."""
    table = BASES[name]
    text = f"{table.title(view.lang)} {table.description(view.lang)} {name}".casefold()
    return all(word in text for word in asked.casefold().split())


def ready(view: View) -> Element:
    """The files that leaders want, and the paragraphs of the reminders."""
    opened = pattern(view, "extracts", extract=SLOT)
    names = [name for name in READY if name in offered()]
    letters = links.extract_url(view, "reminders", "txt")
    return div(".files.ready")[
        (_file(view, name, opened) for name in names),
        letters
        and div(".file")[
            span(".title")[view.t("extracts.letters")],
            span(".about")[view.t("extracts.letters.about")],
            span(".ways")[a(href=letters, download=True)[view.t("extracts.letters.text")]],
        ],
    ]


def every(view: View, asked: str) -> Element:
    """All files that match `asked` in groups, closed as long as nothing is asked; a sentence where none does."""
    known = offered()
    found = {
        group: [name for name in names if name in known and matches(view, name, asked)]
        for group, names in grouped().items()
    }
    opened = pattern(view, extract=SLOT)
    if not any(found.values()):
        return p[view.t("extracts.search.none", asked=asked)]
    return div(".groups")[(_group(view, group, names, opened, bool(asked)) for group, names in found.items() if names)]


def _group(view: View, group: str, names: Sequence[str], opened: Way, is_open: bool) -> Element:
    said = view.t("extracts.group", title=view.t(f"extracts.group.{group}"), n=len(names))
    return details(id=f"files-{group}", open=is_open)[
        summary[said],
        div(".files")[(_file(view, name, opened) for name in names)],
    ]


def _title(view: View, name: str) -> str:
    """What a file is called, as a heading: some are called by their names only."""
    title = BASES[name].title(view.lang).replace("-", " ")
    return title[:1].upper() + title[1:]


def _file(view: View, name: str, opened: Way) -> Element:
    table, urls = BASES[name], links.extract_urls(view, name)
    title = _title(view, name)

    def fetch(ext: str) -> Element:
        word = view.t(f"extract.{ext}")
        return a(href=urls[ext], download=True, aria_label=f"{title} {word}")[word]

    return div(".file")[
        span(".title")[title],
        span(".about")[table.description(view.lang)],
        span(".ways")[
            (fetch(ext) for ext in ("csv", "xlsx") if urls[ext]),
            a(href=opened(name), aria_label=view.t("extracts.look.at", title=title))[view.t("extracts.look")],
        ],
    ]
