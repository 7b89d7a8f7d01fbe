"""Backup and restore: the public and the private place of one instant as SQLite files, whichever engine they are in."""
