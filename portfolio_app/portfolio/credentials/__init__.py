"""Credentials: Open Badges 3.0 that schools issue and pupils accept, and checking anybody's."""
