"""Tools taken in whole; their sources are in SOURCES.md."""
