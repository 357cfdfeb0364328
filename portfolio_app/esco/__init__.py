"""ESCO, the European classification of skills, as tags: read from its own file, searched as one types."""
