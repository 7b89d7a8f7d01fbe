"""Counts attacks: what was tried, what held, what leaked; the sums are printed at the end of a run (conftest.py)."""


class Tally:
    """Attacks of one test, each with whether it was held."""

    def __init__(self) -> None:
        self.sums = [0, 0]
        """Tried and held; a list, since the report of a test takes it before the test has counted."""
        self.leaked: list[str] = []

    def add(self, what: str, held: bool) -> None:
        """Count one; `what` names it where it leaked."""
        self.sums[0] += 1
        self.sums[1] += held
        if not held:
            self.leaked.append(what)
