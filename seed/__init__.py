"""How data gets in: `python -m seed …`."""
