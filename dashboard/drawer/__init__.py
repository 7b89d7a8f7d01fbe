"""The drawer beside a page, which tells the case that the address names."""
