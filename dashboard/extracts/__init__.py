"""The page of extracts."""
