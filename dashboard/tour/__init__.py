"""The page of the tour."""
