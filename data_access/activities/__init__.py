"""Activities: which were held by T, one by one, and their facts."""
