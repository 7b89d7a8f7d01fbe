"""One measure a place: shared by the map, hazards and completion."""
