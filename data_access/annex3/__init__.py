"""Annex 3: the figures in force, their totals and ratios, and the form to print."""
