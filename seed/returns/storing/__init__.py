"""Writes what was read into the tables: one module per table or two; each runs inside the file's transaction."""
