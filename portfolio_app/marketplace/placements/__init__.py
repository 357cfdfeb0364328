"""Pupils at hosts: who agreed to what, what happens on the days there, and what comes of it."""
