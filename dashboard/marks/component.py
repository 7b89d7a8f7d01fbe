"""The one component of the house: it draws HTML of ours and tells which of its links was chosen (ADR 0025)."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

import streamlit as st
from htpy import Renderable
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from dashboard.addresses import address
from dashboard.marks import follow

FRONTEND: Final = Path(__file__).parent / "frontend"
SCRIPTS: Final = ("marks.js", "search.js")
"""The first draws, the other is a part of it."""
VERSION: Final = sha256(b"".join((FRONTEND / script).read_bytes() for script in SCRIPTS)).hexdigest()[:8]
PACKAGE, COMPONENT = "dashboard", f"marks_{VERSION}"
"""The name is a part of the scripts' address: a browser keeps them as long as they are the same."""
ADDRESS: Final = f"/_stcore/bidi-components/{PACKAGE}.{COMPONENT}"
_renderers: Final[WeakKeyDictionary[BidiComponentManager, ComponentRenderer]] = WeakKeyDictionary()


def draw(
    element: Renderable | str,
    key: str,
    settings: Mapping[str, object] | None = None,
    on_gone: Callable[[], None] | None = None,
    on_find: Callable[[str], None] | None = None,
) -> None:
    """Draw an element. A click on one of its links opens that address within the page, as do Enter and the other ways
    of a browser to follow a link; a click on an element with `data-copy` copies that text.

    `key` is unique on a page. `settings` are what the script needs beside the element: `escape`, the address
    that the Escape key opens; `focus`, the id of what takes the focus where it was not drawn before; `mark`, the item
    whose mark gets the focus back once it is told no more; `lang`, the language of the whole page for screen readers;
    `words`, what stands in place of Streamlit's own English labels.
    `on_gone` is called after a link was followed; `on_find` with what was typed into an input with `data-find`.
    """
    widget = f"marks_{key}"
    told: dict[str, Any] = {"on_go_change": partial(_chosen, widget, on_gone)}
    if on_find is not None:  # each is a widget, which takes 0.1 ms
        told["on_find_change"] = partial(_typed, widget, on_find)
    _renderer()(key=widget, data={"html": str(element), **(settings or {})}, **told)


@address.if_session_lives
def _chosen(widget: str, on_gone: Callable[[], None] | None) -> None:
    href = st.session_state[widget].get("go")
    if isinstance(href, str):
        follow.follow(href)
        if on_gone:
            on_gone()


@address.if_session_lives
def _typed(widget: str, on_find: Callable[[str], None]) -> None:
    text = st.session_state[widget].get("find")
    if isinstance(text, str):
        on_find(text)


def register() -> None:
    """Make the scripts known to the server, which sends them from then on."""
    _renderer()


def _renderer() -> ComponentRenderer:
    """The component in this process (in tests each page has a process of its own)."""
    manager = get_bidi_component_manager()
    if manager not in _renderers:
        manager.register_from_manifest(_manifest(), FRONTEND.parent)
        name = f"{PACKAGE}.{COMPONENT}"
        _renderers[manager] = st.components.v2.component(name, js=SCRIPTS[0], isolate_styles=False)
    return _renderers[manager]


@cache
def _manifest() -> ComponentManifest:
    """What an installed package would declare: its script then comes as a file, as the content policy wants it."""
    return ComponentManifest(PACKAGE, "1", [ComponentConfig(COMPONENT, FRONTEND.name)])
