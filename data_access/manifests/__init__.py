"""Signed manifests: proof, years later and without a network, that a file is the one that the dashboard made."""
