"""What the components of the design system take: text and yes-or-no, each fixed while building or known at run time."""

from typing import Any

import reflex as rx

Text = str | rx.Var[str]
Yes = bool | rx.Var[bool]
Child = rx.Component | rx.Var[Any] | str


def joined(*classes: str) -> str:
    """Class names as one attribute value; empty ones fall out."""
    return " ".join(part for part in classes if part)
