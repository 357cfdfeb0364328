"""ESCO, the European classification of skills: read from its own file, found as one types. No page uses it yet."""
