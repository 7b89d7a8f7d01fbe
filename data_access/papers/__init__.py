"""Papers: the bulletin, the sheet of a city, the reply form, and what was published."""
