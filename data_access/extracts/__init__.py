"""The extracts by name, and the files made of them."""
