"""A CV made of entries: what goes into it, what to look at before it is sent, and its three forms (PDF, Word, JSON)."""
