"""The page of Annex 3."""
