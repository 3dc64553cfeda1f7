"""Benchmarks beside peers. `make bench` runs all of them; none is a test, none asserts a time."""
