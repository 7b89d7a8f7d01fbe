"""The samples of deploy/, rendered as the drills render them, in front of a real server."""
