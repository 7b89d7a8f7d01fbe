"""Tips and hotlines: counts, weeks, and small numbers withheld."""
