"""Rows in ready words become pictures; nothing here knows Streamlit's session or the database."""
