"""Facts as columns in the process: instants, codes and counts of a million rows at once (ADR 0035)."""
