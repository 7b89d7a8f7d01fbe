"""Whom to remind and in which words: a line for each unit, which opens to its text, with buttons that copy."""

from collections.abc import Sequence

from htpy import Element, a, button, details, div, p, span, summary

from dashboard.view import View
from data_access.returns.reminders import Letter


def element(view: View, letters: Sequence[Letter], file: str) -> Element:
    """The letters of the first unit group, those of the others closed under a line each; `file`: the address of the
    text of all, "" for none.
    """
    groups: dict[str, list[Letter]] = {}
    for letter in letters:
        groups.setdefault(letter.unit.group, []).append(letter)
    first, *others = groups
    return div(".letters")[
        p(".tools")[
            _copy(view, _text(letters), "returns.copy.all"),
            file and a(href=file, download=True)[view.t("returns.text")],
        ],
        _each(view, groups[first]),
        (
            details(".more", id=f"letters-{group}")[
                summary[view.t("returns.letters.more", group=view.t(f"groups.{group}"), n=len(groups[group]))],
                _each(view, groups[group]),
            ]
            for group in others
        ),
    ]


def _copy(view: View, text: str, words: str) -> Element:
    return button(type="button", data_copy=text, data_copied=view.t("returns.copied"))[view.t(words)]


def _text(letters: Sequence[Letter]) -> str:
    """All texts, one below the other."""
    return "\n\n".join(letter.sentence for letter in letters)


def _each(view: View, letters: Sequence[Letter]) -> Element:
    return div(".each")[(_letter(view, letter) for letter in letters)]


def _letter(view: View, letter: Letter) -> Element:
    return details(".letter", id=f"letter-{letter.unit.code}")[
        summary[span(".who")[view.name(letter.unit)], span(".what")[_what(view, letter)]],
        p[letter.sentence],
        _copy(view, letter.sentence, "returns.copy"),
    ]


def _what(view: View, letter: Letter) -> str:
    """How many tasks are overdue, for how long, how many fall due soon or are behind pace."""
    late = [one for one in letter.reminders if one.urgency == "overdue"]
    longest = max((one.days_overdue for one in late if one.days_overdue is not None), default=0)
    said = [view.t("returns.letter.overdue", n=len(late), days=longest)] if late else []
    for urgency in ("soon", "behind"):
        n = sum(one.urgency == urgency for one in letter.reminders)
        said += [view.t(f"returns.letter.{urgency}", n=n)] if n else []
    return view.t("list.dot").join(said)
