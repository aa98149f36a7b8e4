"""Metrics, baselines and benchmarks behind `svodka evaluate` and `svodka bench`."""
