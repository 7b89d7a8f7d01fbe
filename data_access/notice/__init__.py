"""What a notice says: campaigns, lines, units, places, industries, limits of dates and places."""
