"""The floor of every page: a script that draws one line."""

import streamlit as st

st.write("empty")
