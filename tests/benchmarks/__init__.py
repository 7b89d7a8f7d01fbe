"""What benchmarks work out by themselves."""
