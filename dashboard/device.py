"""What is known of the reader's screen."""

import re

import streamlit as st

TELEPHONE = re.compile(r"\bMobi|\bAndroid\b|\biPhone\b")


def dark() -> bool:
    """Whether this reader's browser shows the dark theme (light when it has not said yet)."""
    return bool(st.context.theme.type == "dark")


def narrow() -> bool:
    """Whether the browser says that it is a telephone's; pictures then start upright. False when it says nothing."""
    return bool(TELEPHONE.search(st.context.headers.get("User-Agent") or ""))
