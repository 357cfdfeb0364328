"""Chance that falls the same way at every load: whoever draws begins from a name of what is drawn."""

from random import Random


def chance_for(*what: object) -> Random:
    """The chance that belongs to `what`. Nothing secret may hang on it."""
    return Random("/".join(map(str, what)))  # noqa: S311 - stories, not secrets
