"""What drills share: processes in temporary folders, and figures."""
