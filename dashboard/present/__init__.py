"""The brief on a wall or a projector: five sheets, one at a time, by keys and by itself (`?present=1`)."""
