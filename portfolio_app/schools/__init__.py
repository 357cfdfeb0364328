"""Regions, schools, classes and who belongs to them."""
