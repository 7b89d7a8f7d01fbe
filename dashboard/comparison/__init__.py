"""Two instants compared: what happened between them, and what was revised of the first."""
