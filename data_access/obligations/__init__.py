"""Obligations: their history, the states at T, counts, rates, what is late."""
