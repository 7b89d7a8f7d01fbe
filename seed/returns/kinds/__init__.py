"""The kinds of returns, a module each: columns, rules, how it is stored, what of it is private."""
