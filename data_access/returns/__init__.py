"""What units sent: submissions, silence, reminders, vacancies."""
