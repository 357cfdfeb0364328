"""A region as those see it who work together there: its partners, when its schools go out, what is published."""
