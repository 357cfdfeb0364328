"""The frameworks this instance knows: those that are shipped, and those an operator has loaded beside them.

The shipped ones lie in `frameworks/` (a folder of data, not a package), the others in `frameworks` of the data folder.
All are read once. What a file may say is in `framework_format.py`, how it is read in `framework_file.py`.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portfolio_app.settings import settings
from portfolio_app.skills.crosswalks import Crosswalks, check_together
from portfolio_app.skills.framework_file import (
    SIZE_LIMIT,
    FrameworkError,
    Loaded,
    Mistake,
    load_framework,
    read_framework,
)
from portfolio_app.skills.framework_format import (
    NAME_LIMIT,
    POSITIONS,
    Capability,
    Framework,
    Poles,
    Retired,
    Stage,
    Step,
    Theme,
    UnknownCode,
    json_schema,
)
from portfolio_app.skills.framework_rules import STEPS, IncoherentFramework

__all__ = [
    "DEFAULT",
    "FOLDER",
    "NAME_LIMIT",
    "POSITIONS",
    "SIZE_LIMIT",
    "STEPS",
    "Capability",
    "Framework",
    "FrameworkError",
    "IncoherentFramework",
    "Loaded",
    "Mistake",
    "Poles",
    "Retired",
    "Stage",
    "Step",
    "Theme",
    "UnknownCode",
    "crosswalks",
    "files_of",
    "framework",
    "frameworks",
    "json_schema",
    "load_framework",
    "own_folder",
    "pupils_framework",
    "read_all",
]

DEFAULT = "scotland-cms"
"""The framework a school follows until it chooses another."""

FOLDER = Path(__file__).parent / "frameworks"
"""Where the shipped frameworks lie, one file each, named after its code."""


def own_folder() -> Path:
    """Where the frameworks lie that were loaded into this instance."""
    return settings().data_dir / "frameworks"


def files_of(*folders: Path) -> list[Path]:
    """The files of these folders, the default framework's first."""
    found = [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in (".yaml", ".csv")]
    return sorted(found, key=lambda path: path.stem != DEFAULT)


def read_all(paths: Iterable[Path]) -> Mapping[str, Loaded]:
    """The frameworks in these files by their code, fit to be used together; the default one's file comes first.

    Raises `FrameworkError` for a file that is not right, not named after its code, or whose code was there before.
    """
    found: dict[str, Loaded] = {}
    for path in paths:
        house = found[DEFAULT].framework if DEFAULT in found else None
        loaded = read_framework(path, house)
        code = loaded.framework.code
        if path.stem != code:
            raise FrameworkError(path, [Mistake(1, 1, "code", f"is {code!r}, so the file should be named so")])
        if code in found:
            raise FrameworkError(path, [Mistake(1, 1, "code", f"{code!r} is already used by {found[code].path}")])
        found[code] = loaded
    check_together(found)
    return found


@cache
def _shelf(own: Path) -> tuple[Mapping[str, Framework], Crosswalks]:
    found = {code: one.framework for code, one in read_all(files_of(FOLDER, own)).items()}
    return MappingProxyType(found), Crosswalks(found)


def frameworks() -> Mapping[str, Framework]:
    """Every framework by its code, read once. Raises `FrameworkError` when a file cannot be used."""
    return _shelf(own_folder())[0]


def crosswalks() -> Crosswalks:
    """The ways between all of them."""
    return _shelf(own_folder())[1]


def pupils_framework(code: str) -> Framework:
    """The framework with that code, or the default when this instance does not have it (any more)."""
    return frameworks().get(code) or framework()


def framework(code: str = DEFAULT) -> Framework:
    """The framework with that code; `UnknownCode` if there is none."""
    try:
        return frameworks()[code]
    except KeyError:
        raise UnknownCode(f"there is no framework {code!r}") from None
