"""What somebody typed into a form, as an action takes it."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self


class Typed:
    """For frozen dataclasses of a form's fields, most of them texts."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @classmethod
    def of(cls, sent: Mapping[str, str | None], *, prefix: str = "", suffix: str = "", **beside: Any) -> Self:
        """What a form sent says; fields that are not there are empty. `prefix` and `suffix` stand around the names in
        the form; `beside` are fields that are no text."""
        names = [name for name in cls.__dataclass_fields__ if name not in beside]
        return cls(**{name: sent.get(f"{prefix}{name}{suffix}") or "" for name in names}, **beside)
