"""Filters: in the address, in the bar, on a page."""
