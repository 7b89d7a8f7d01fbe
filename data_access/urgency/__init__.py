"""The one order in which units stand wherever they are listed: most pressing first."""
