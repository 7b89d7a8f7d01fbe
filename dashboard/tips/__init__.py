"""The page of tips."""
