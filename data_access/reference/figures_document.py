"""docs/figures.md, made from the definitions: `python -m data_access.reference.figures_document [FILE]`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data_access.extracts.definitions import DEFINITIONS
from data_access.i18n import LANGUAGES, t
from data_access.obligations.states import DEFINITION_VERSION

HEAD: Final = f"""# Figures

Each figure of the screen, the files and the papers: how it is counted, what is left out, which rows it counts. Made
by `make docs` from `data_access/extracts/definitions.py`; the rules are in [definitions.md](definitions.md). **Version
{DEFINITION_VERSION}.**
"""


def page() -> str:
    """The page: a paragraph per figure and language."""
    return HEAD + "".join(_paragraphs())


def _paragraphs() -> Iterator[str]:
    for one in DEFINITIONS.values():
        yield f"\n## {one.title('zh')} · {one.title('en')}\n\n`{one.key}` · {', '.join(one.rules)}"
        yield f" · rows: `extract {one.rows_extract}` out of `{one.extract}`\n"
        for lang in LANGUAGES:
            yield f"\n- {one.text(lang)}\n- {t(lang, 'definition.left_out', what=one.left_out(lang))}\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
