"""The command: a line a check, what is wrong under it, and an exit status for whoever watches."""

import logging
from typing import Annotated, Final, Literal

import typer
from rich.console import Console

from dashboard.doctor import database, machine
from dashboard.doctor.finding import Check, Finding
from data_access.i18n import t

FIRST: Final[dict[str, Check]] = {"names": machine.names, "values": machine.values}
"""Without right settings the others have nothing to look at."""
CHECKS: Final[dict[str, Check]] = {
    "door": machine.door,
    "folder": machine.folder,
    "files": machine.databases,
    "disk": machine.disks,
    "clock": machine.clock,
    "database": database.tables,
    "rights": database.rights,
    "audit": machine.record,
    "assets": machine.assets,
    "map": machine.maps,
    "persons": machine.privacy,
}
COLOURS: Final = {"wrong": "red", "warning": "yellow"}
out = Console(soft_wrap=True)


def examined() -> dict[str, list[Finding]]:
    """The findings of each check, in order; where the settings are wrong, of these alone."""
    found = {name: list(check()) for name, check in FIRST.items()}
    if any(one.weight == "wrong" for several in found.values() for one in several):
        return found
    return found | {name: list(check()) for name, check in CHECKS.items()}


def doctor(lang: Annotated[Literal["zh", "en"], typer.Option(help="Language of the sentences.")] = "zh") -> None:
    """Look for what keeps the dashboard from working as it should; exit status 1 if anything must be put right."""
    logging.disable(logging.CRITICAL)  # what is found is told below, and once
    try:
        found = examined()
    finally:
        logging.disable(logging.NOTSET)
    for name, several in found.items():
        state = "good" if not several else "wrong" if any(one.weight == "wrong" for one in several) else "warning"
        title = f"{t(lang, f'doctor.state.{state}')}  {t(lang, f'doctor.check.{name}')}"
        out.print(title, style=COLOURS.get(state, "green"), markup=False)
        for one in several:
            out.print(f"    {one.sentence(lang)}", style=COLOURS[one.weight], markup=False)
    weights = [one.weight for several in found.values() for one in several]
    out.print(t(lang, "doctor.sum", None, wrong=weights.count("wrong"), warnings=weights.count("warning")))
    raise typer.Exit(1 if "wrong" in weights else 0)
