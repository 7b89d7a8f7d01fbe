"""Files over HTTP: who asks for which, how they are made and sent, and what is recorded of it (ADR 0002, 0021)."""
