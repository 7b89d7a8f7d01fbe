"""The files of notices: read, with errors that name file, row, field and what was expected."""

import os
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from seed.notice import Notice, NoticeError

NOTICES: Final = Path(__file__).parent / "notices"
NAMES: Final = ("line", "period", "campaign", "figure", "item", "thing")
SINGULAR: Final = {"duties": "duty", **{f"{name}s": name for name in NAMES}}
PLAINLY: Final = {"missing": "expected, but missing", "extra_forbidden": "not a field here"}


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


def own_folder() -> Path | None:
    """The office's own folder of notices and, in `reference/`, tables: the setting DASHBOARD_NOTICES; None without it.

    NoticeError where it names no folder.
    """
    named = os.environ.get("DASHBOARD_NOTICES", "").strip()
    if named and not Path(named).is_dir():
        raise NoticeError(f"DASHBOARD_NOTICES: there is no folder {named}")
    return Path(named) if named else None


def notice_files(folder: Path | None = None) -> dict[str, Path]:
    """Name and path of the files of notices in a folder; without one, in the project's and the office's own.

    There a file takes the place of the project's of the same name, and an empty one takes it out.
    """
    files: dict[str, Path] = {}
    for place in [folder] if folder else filter(None, (NOTICES, own_folder())):
        files |= {path.name: path for path in sorted(place.glob("*.toml"))}
    return {name: path for name, path in files.items() if path.stat().st_size}


def read_notices(folder: Path | None = None) -> list[Notice]:
    """The notices of `notice_files`, oldest first. NoticeError as in `read_notice`, and for a code of a notice or
    campaign that two files have.
    """
    orders: list[Notice] = []
    known: dict[str, str] = {}
    for name, path in notice_files(folder).items():
        orders.append(order := read_notice(path))
        for code in (order.notice.code, *(campaign.code for campaign in order.campaigns)):
            if code in known:
                raise NoticeError(f"{name}: code {code!r}: expected in one file, found in {known[code]} too")
            known[code] = name
    return sorted(orders, key=lambda order: order.notice.issued_on)


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
