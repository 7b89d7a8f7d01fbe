"""The files of notices: read, with errors that name file, row, field and what was expected."""

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
