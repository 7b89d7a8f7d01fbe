"""The reader's screen, as far as the browser describes it."""

import re

import streamlit as st

TELEPHONE = re.compile(r"\bMobi|\bAndroid\b|\biPhone\b")


def dark() -> bool:
    """Whether this reader's browser shows the dark theme; False as long as that is unknown."""
    return bool(st.context.theme.type == "dark")


def narrow() -> bool:
    """Whether the browser is a telephone's: pictures then start upright. False when it is unknown."""
    return bool(TELEPHONE.search(st.context.headers.get("User-Agent") or ""))
