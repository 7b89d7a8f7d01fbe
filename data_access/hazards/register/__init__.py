"""All hazards on record as columns in the process, and what holds of them at T (C12, C13, ADR 0035)."""
