"""The page of completion."""
