"""Entries, and the portfolio as a document."""
