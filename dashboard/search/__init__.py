"""The search box: places to go, by the names of places, lines, views and days."""
