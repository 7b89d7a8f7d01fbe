"""`python -m dashboard doctor`: what keeps the dashboard from working as it should, and what to do about it."""
