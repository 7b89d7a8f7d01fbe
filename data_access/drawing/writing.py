"""HTML written as text, for what a picture has hundreds of: elements, and the % of Markup, take thrice as long."""

from collections.abc import Iterable
from typing import LiteralString

from markupsafe import Markup, escape


def filled(template: LiteralString, *values: object) -> Markup:
    """The HTML of `template` with the values in place of its %s, escaped where they are no HTML themselves."""
    return Markup(template % tuple(map(escape, values)))  # noqa: S704  # the template is ours, the values are escaped


def joined(pieces: Iterable[Markup]) -> Markup:
    """The pieces, one after the other."""
    return Markup().join(pieces)
