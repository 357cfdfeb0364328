"""Pupils who bring others along: their term, their training, event kits, the question box."""
