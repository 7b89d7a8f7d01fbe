"""The record of who did what: lines in a file that are sealed one to the next (docs/adr/0045-audit.md)."""
