"""Loading one more framework into this instance: checked with all there are before it is put in its place."""

import os
import shutil
import tempfile
from pathlib import Path

from portfolio_app.core.errors import OperatorError
from portfolio_app.skills.framework import (
    DEFAULT,
    Framework,
    FrameworkError,
    Loaded,
    Mistake,
    files_of,
    gather,
    own_folder,
    read_all,
    read_framework,
    shipped,
)
from portfolio_app.skills.framework_rules import spelt


def import_framework(file: Path) -> Framework:
    """Check the framework in `file` (YAML or CSV) and put it into the data folder, over a former version of it.

    Raises `OperatorError` with one line a mistake; then nothing is changed.
    """
    try:
        return _import(file)
    except FrameworkError as problem:
        raise OperatorError(str(problem)) from problem


def _import(file: Path) -> Framework:
    house = shipped()[DEFAULT].framework
    loaded = read_framework(file, house)
    code = loaded.framework.code
    if code in shipped():
        raise _mistake(loaded, f"{code!r} comes with the app: choose another code")
    own = read_all(files_of(own_folder()), house)
    former = [one for one in own if one.framework.code == code]
    gather([*shipped().values(), *(one for one in own if one not in former), loaded])
    _check_codes_are_its_own(loaded, [*shipped().values(), *(one for one in own if one not in former)])
    for one in former:
        _follows(loaded, one.framework)
    suffix = ".csv" if file.suffix.casefold() == ".csv" else ".yaml"
    _put(file, own_folder() / f"{code}{suffix}", [one.path for one in former])
    return loaded.framework


def _check_codes_are_its_own(loaded: Loaded, others: list[Loaded]) -> None:
    """Raise `FrameworkError` for capabilities whose code another framework has too.

    Whoever is at the page of one, while their school changes to the other, must not answer for something else.
    """
    taken = {code: other.framework.code for other in others for code in other.framework.codes}
    mistakes: list[Mistake] = []
    for at, theme in enumerate(loaded.framework.themes):
        for place, one in enumerate(theme.capabilities):
            if one.code in taken:
                where = ("themes", at, "capabilities", place, "code")
                what = f"{one.code!r} is a capability of {taken[one.code]} already: choose a code of its own"
                mistakes.append(Mistake(*loaded.document.place(where), spelt(where), what))
    if mistakes:
        raise FrameworkError(loaded.path, mistakes)


def _follows(newer: Loaded, former: Framework) -> None:
    """Raise `FrameworkError` when the newer version forgets what people may have said something about."""
    one = newer.framework
    if one.version < former.version:
        raise _mistake(newer, f"version {one.version} is older than the {former.version} that is here", "version")
    known = {*one.codes, *(retired.code for retired in one.retired)}
    if lost := [code for code in (*former.codes, *(each.code for each in former.retired)) if code not in known]:
        what = f"{', '.join(lost)} of version {former.version} must stay, or be among `retired` with what it becomes"
        raise _mistake(newer, what, "retired" if one.retired else "themes")


def _mistake(loaded: Loaded, what: str, where: str = "code") -> FrameworkError:
    return FrameworkError(loaded.path, [Mistake(*loaded.document.place((where,)), where, what)])


def _put(file: Path, target: Path, former: list[Path]) -> None:
    """Copy the file into its place at once, so that a server that starts meanwhile reads the old one or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as copy:
        with file.open("rb") as source:
            shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    Path(copy.name).replace(target)
    for path in former:
        if path != target:
            path.unlink()
