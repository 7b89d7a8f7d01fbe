"""The morning brief (简报): five sheets to forward, to show on a wall and to print."""
