"""Addresses: filters as a query string and back, the address of this page load, links to others."""
