"""Measured, never timed in tests: ratios side by side in one run."""
