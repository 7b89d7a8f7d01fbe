"""`python -m data_access verify FILE MANIFEST` and `manifest-key`: proof of a file from the shell; no database."""

from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from data_access.manifests import keys
from data_access.manifests.verdict import in_words, judge, told


def verify(
    file: Annotated[Path, typer.Argument(help="the file as it was received", exists=True, dir_okay=False)],
    manifest: Annotated[Path, typer.Argument(help="its manifest", exists=True, dir_okay=False)],
    trusted: Annotated[
        Path | None, typer.Option("--keys", help="folder that holds manifest-keys/; default: DASHBOARD_VAR")
    ] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option(help="language of the answer")] = "zh",
) -> None:
    """Whether a file is the one that the dashboard made, unchanged: exit code 0 if that is proved, else 1."""
    try:
        with file.open("rb") as opened:
            verdict = judge(opened, manifest.read_bytes(), keys.trusted_keys(trusted))
    except keys.KeyFileError as error:
        _refuse(str(error))
    except ValueError as error:
        _refuse(f"{manifest}: 不是校验清单 / is no manifest: {error}")
    for sentence in in_words(verdict, lang):
        typer.echo(sentence)
    for name, value in told(verdict, lang):
        typer.echo(f"  {name}  {value}")
    if not verdict.proved:
        raise typer.Exit(1)


def manifest_key() -> None:
    """The public key that verifies manifests made here: its number, and the file to hand on to whoever verifies."""
    try:
        key = keys.signing_key().public_key()
    except (keys.KeyFileError, OSError) as error:
        _refuse(str(error))
    typer.echo(f"# {keys.number_of(key)}")
    typer.echo(keys.public_pem(key).decode(), nl=False)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
