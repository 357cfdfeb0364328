"""What `portfolio check curriculum` says: every mistake with its file, its line and its cure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from portfolio_app.core.errors import OperatorError
from portfolio_app.learning.colleagues import ABOUT as ABOUT_COLLEAGUES
from portfolio_app.learning.colleagues import FOLDER as FOR_COLLEAGUES
from portfolio_app.learning.colleagues import read_for_colleagues
from portfolio_app.learning.curriculum import Curriculum, folder_of_lessons, read_curriculum, read_one
from portfolio_app.learning.entitlements import ENTITLEMENTS, amiss_with, entitlement_folders, read_entitlements
from portfolio_app.learning.for_ambassadors import ABOUT as ABOUT_TRAINING
from portfolio_app.learning.for_ambassadors import FOLDER as FOR_AMBASSADORS
from portfolio_app.learning.for_ambassadors import read_training
from portfolio_app.learning.mistakes import Mistake, Weight, grave
from portfolio_app.learning.reading import ABOUT


def check_curriculum_command(folder: Path | None, out: Console, err: Console) -> bool:
    """Print what is wrong with the lessons in a folder; whether nothing has to be mended. Raises `OperatorError`."""
    place = folder or folder_of_lessons()
    if not place.is_dir():
        raise OperatorError(f"{place} is no folder: name one that has programmes or a module in it.")
    found = _found(place.resolve())
    for one in sorted(found.mistakes, key=lambda one: (one.file, one.line)):
        (err if one.weight is Weight.ERROR else out).print(one.said(), markup=False, style=_STYLES[one.weight])
    wrong = len(grave(found.mistakes))
    hours = sum(one.minutes for one in found.modules.values()) / 60
    out.print(f"{len(found.modules)} modules, {hours:g} hours; {wrong} mistakes to mend.", markup=False)
    return not wrong


_STYLES = {Weight.ERROR: "red", Weight.WARNING: "yellow", Weight.NOTE: ""}


def _found(place: Path) -> Curriculum:
    """What is in the folder of lessons, of a programme, or of one module."""
    if (place / ABOUT_COLLEAGUES).is_file():
        return Curriculum(mistakes=read_for_colleagues(place)[1])
    if (place / ABOUT_TRAINING).is_file():
        return Curriculum(mistakes=read_training(place)[1])
    if (place / ENTITLEMENTS).is_file():
        return Curriculum(mistakes=tuple(_of_entitlements(place, read_curriculum(place.parent))))
    if not (place / ABOUT).is_file():
        found = read_curriculum(place)
        others = [one for folder in entitlement_folders(place) for one in _of_entitlements(folder, found)]
        if (place / FOR_COLLEAGUES / ABOUT_COLLEAGUES).is_file():
            others += read_for_colleagues(place / FOR_COLLEAGUES)[1]
        if (place / FOR_AMBASSADORS / ABOUT_TRAINING).is_file():
            others += read_training(place / FOR_AMBASSADORS)[1]
        return replace(found, mistakes=(*found.mistakes, *others))
    read = read_one(place, place.parent.name)
    modules = {read.module.name: read.module} if read.module else {}
    return Curriculum(modules=modules, mistakes=read.mistakes)


def _of_entitlements(folder: Path, beside: Curriculum) -> Iterator[Mistake]:
    """What is wrong with entitlements, and with what they say of the programmes beside them."""
    found, mistakes = read_entitlements(folder)
    yield from mistakes
    if found:
        yield from amiss_with(found, beside.programmes)
