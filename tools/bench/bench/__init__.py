"""Benchmarks of langc: suites that measure, and reports made from what they measured. `tools/bench/run --help` tells how to use it."""
