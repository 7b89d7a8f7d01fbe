"""The page of reach."""
