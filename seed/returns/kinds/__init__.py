"""The kinds of returns: columns and rules of each."""
