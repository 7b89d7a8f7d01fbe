"""What happened, day by day and city by city."""
