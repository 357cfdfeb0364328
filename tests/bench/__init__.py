"""`make bench`: how fast this is and what it takes, measured on a served demo school (docs/benchmarks.md)."""
