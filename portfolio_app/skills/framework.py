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
    "gather",
    "json_schema",
    "load_framework",
    "own_folder",
    "pupils_framework",
    "read_all",
    "read_framework",
    "shipped",
]

DEFAULT = "scotland-cms"
"""The framework a school follows until it chooses another."""

FOLDER = Path(__file__).parent / "frameworks"
"""Where the shipped frameworks lie, one file each, named after its code."""


def own_folder() -> Path:
    """Where the frameworks lie that were loaded into this instance."""
    return _own_folder_in(settings().data_dir)


def _own_folder_in(data_dir: Path) -> Path:
    """The same, of the instance with that data folder."""
    return data_dir / "frameworks"


def files_of(folder: Path) -> list[Path]:
    """The files of frameworks in a folder, the default framework's first."""
    found = [path for path in sorted(folder.glob("*")) if path.suffix in (".yaml", ".csv")]
    return sorted(found, key=lambda path: path.stem != DEFAULT)


def read_all(paths: Iterable[Path], house: Framework | None = None) -> list[Loaded]:
    """The frameworks in these files; without a `house`, the first one is it.

    Raises `FrameworkError` for a file that is not right, or not named after its code.
    """
    found: list[Loaded] = []
    for path in paths:
        loaded = read_framework(path, house)
        house = house or loaded.framework
        if path.stem != loaded.framework.code:
            what = f"is {loaded.framework.code!r}, so the file should be named so"
            raise FrameworkError(path, [Mistake(*loaded.document.place(("code",)), "code", what)])
        found.append(loaded)
    return found


@cache
def shipped() -> Mapping[str, Loaded]:
    """The frameworks that come with the app, by their code."""
    return gather(read_all(files_of(FOLDER)))


def gather(loaded: Iterable[Loaded]) -> Mapping[str, Loaded]:
    """These frameworks by their code. Raises `FrameworkError` if two have one code, or crosswalks do not fit."""
    found: dict[str, Loaded] = {}
    for one in loaded:
        code = one.framework.code
        if code in found:
            what = f"{code!r} is already used by {found[code].path}"
            raise FrameworkError(one.path, [Mistake(*one.document.place(("code",)), "code", what)])
        found[code] = one
    check_together(found)
    return found


@cache
def _shelf(data_dir: Path) -> tuple[Mapping[str, Framework], Crosswalks]:
    """Of the instance with that data folder: asked for hundreds of times a page, so no path is put together for it."""
    own = files_of(_own_folder_in(data_dir))
    loaded = [*shipped().values(), *read_all(own, shipped()[DEFAULT].framework)]
    found = {code: one.framework for code, one in gather(loaded).items()}
    return MappingProxyType(found), Crosswalks(found)


def frameworks() -> Mapping[str, Framework]:
    """Every framework by its code, read once. Raises `FrameworkError` when a file cannot be used."""
    return _shelf(settings().data_dir)[0]


def crosswalks() -> Crosswalks:
    """The ways between all of them."""
    return _shelf(settings().data_dir)[1]


def pupils_framework(code: str) -> Framework:
    """The framework with that code, or the default when this instance does not have it (any more)."""
    return frameworks().get(code) or framework()


def framework(code: str = DEFAULT) -> Framework:
    """The framework with that code; `UnknownCode` if there is none."""
    try:
        return frameworks()[code]
    except KeyError:
        raise UnknownCode(f"there is no framework {code!r}") from None
