"""The rules of data quality, one module a source of findings."""
