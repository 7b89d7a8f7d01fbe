"""The commands of those who administer: persons and grants, sessions, the audit."""
