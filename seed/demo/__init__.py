"""A simulated campaign of any size, written as events through the tables that returns fill (docs/demo.md)."""
