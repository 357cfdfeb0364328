"""ESCO, the European classification of skills: read from its own file, found as one types, put on evidence and entries
as tags."""
