"""The pages of hazards, majors and exposures."""
