"""Benchmarks: each runs its peers side by side and prints ratios, peaks and versions."""
