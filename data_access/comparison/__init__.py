"""Any two instants: what happened between them, and what was revised of the first, apart."""
