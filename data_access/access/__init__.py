"""Who may see what: persons, their grants, their sessions, and the record of their acts; apart from campaign data."""
