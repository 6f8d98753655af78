"""Measures the promises of speed: `loopbaanregister bench`, or `python -m benchmarks.half` for one database by hand;
many clients at once: `python -m benchmarks.load`.

Nothing here is a timed test. Figures are ratios of CPU time between cases that take turns in one run.
docs/explanation/benchmarks.md says what each line means and what was found.
"""
