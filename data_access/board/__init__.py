"""The leaders' board: one row a unit, what to settle first and who has to, and what has changed."""
