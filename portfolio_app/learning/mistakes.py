"""What is wrong in a file of a lesson, said so that whoever wrote it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a mistake matters."""

    ERROR = "error"  # the module is not used before it is mended
    WARNING = "warning"  # it works, and is likely not what was meant
    NOTE = "note"  # nothing to mend


@dataclass(frozen=True)
class Mistake:
    """`what` is wrong, with its cure, at `line` of `file`; lines count from 1."""

    file: str
    line: int
    what: str
    weight: Weight = Weight.ERROR

    def said(self) -> str:
        """In one line, such as `03-x/en.md:12: the heading “A payslip” has no code: …`."""
        prefix = "" if self.weight is Weight.ERROR else f"{self.weight}: "
        return f"{self.file}:{self.line}: {prefix}{self.what}"


def grave(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Those that keep a module from being used."""
    return tuple(one for one in mistakes if one.weight is Weight.ERROR)


class LessonError(ValueError):
    """Files of a lesson cannot be used; its text has one line a mistake."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.file, one.line, one.what)))
        super().__init__("\n".join(one.said() for one in self.mistakes))
