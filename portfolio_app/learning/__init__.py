"""Lessons: reading what stands in `curriculum/`, doing it, assigning it."""
