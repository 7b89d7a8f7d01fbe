"""What a table is, for a file and for the screen."""
