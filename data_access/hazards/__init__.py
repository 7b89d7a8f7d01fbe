"""Hazards at T: states, classes, deadlines, counts, times, backlog, exposures."""
