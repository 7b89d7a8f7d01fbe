"""The one reader of the database and what it remembers."""
