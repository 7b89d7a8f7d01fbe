"""What is told of one thing that a mark of a picture stands for: a task, a hazard, an activity, a city, a day."""
