"""Occupations and study routes, side by side: what they are, how one gets there, and when somebody last checked."""
