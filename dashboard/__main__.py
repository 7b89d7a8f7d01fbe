"""`python -m dashboard doctor`: what is wrong with this installation, and what to do."""

import typer

from dashboard.doctor.command import doctor

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
app.command("doctor")(doctor)


@app.callback()
def main() -> None:
    """Look after the dashboard's server."""


if __name__ == "__main__":
    app()
