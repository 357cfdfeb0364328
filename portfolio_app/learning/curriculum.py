"""The folder of lessons: programmes, each with its modules, read as a whole and checked against each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_app.learning.markdown import MOST_BYTES
from portfolio_app.learning.mistakes import Mistake, Weight
from portfolio_app.learning.module_format import ProgrammeFile
from portfolio_app.learning.reading import Module, Read, name_of, open_module, read_folder, read_module, yaml_of
from portfolio_app.settings import settings

PROGRAMME = "programme.yaml"
SHIPPED, CHECKOUT = "_curriculum", "curriculum"


@dataclass(frozen=True)
class Programme:
    """A programme: what its file says, by the name of its folder."""

    code: str
    about: ProgrammeFile


@dataclass(frozen=True)
class Curriculum:
    """All of a folder that can be used, and what is wrong with the rest."""

    programmes: Mapping[str, Programme] = field(default_factory=dict[str, Programme])
    modules: Mapping[str, Module] = field(default_factory=dict[str, Module])
    mistakes: tuple[Mistake, ...] = ()


def folder_of_lessons() -> Path:
    """Where the lessons of this installation lie: where an operator said, within its wheel, or in the checkout."""
    chosen = settings().curriculum_dir
    return chosen if chosen is not None else shipped_lessons()


def shipped_lessons() -> Path:
    """Where what comes with the app lies: within its wheel, or in the checkout."""
    package = Path(__file__).parent.parent
    shipped = package / SHIPPED
    return shipped if shipped.is_dir() else package.parent / CHECKOUT


def programme_folders(folder: Path) -> list[Path]:
    """The folders of programmes in a folder of lessons; the folder itself where it is a programme."""
    if (folder / PROGRAMME).is_file():
        return [folder]
    return sorted(one for one in _folders(folder) if (one / PROGRAMME).is_file())


def module_folders(programme: Path) -> list[Path]:
    """The folders of a programme's modules."""
    return [one for one in sorted(_folders(programme)) if not one.name.startswith(".")]


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())


def read_programme(folder: Path) -> tuple[Programme | None, tuple[Mistake, ...]]:
    """The programme in a folder, without its modules."""
    file, shown = folder / PROGRAMME, f"{folder.name}/{PROGRAMME}"
    try:
        if file.is_symlink() or file.stat().st_size > MOST_BYTES:
            return None, (Mistake(shown, 1, "is a link or larger than 1 MB: put a small file here"),)
        content = file.read_bytes()
    except OSError as error:
        return None, (Mistake(shown, 1, f"cannot be read: {error.strerror}"),)
    about, _document, mistakes = yaml_of(content, shown, ProgrammeFile)
    return (Programme(folder.name, about) if about else None), mistakes


def read_one(folder: Path, programme: str, *, all_of_it: bool = True) -> Read:
    """The module in a folder of a programme; unless `all_of_it`, its words are read when they are asked for."""
    shown = f"{programme}/{folder.name}"
    files, wrong = read_folder(folder, shown)
    read = (read_module if all_of_it else open_module)(files, folder.name, programme, shown)
    return Read(read.module, (*wrong, *read.mistakes))


def read_curriculum(folder: Path) -> Curriculum:
    """Everything in a folder of lessons, or in that of one programme; never raises."""
    programmes: dict[str, Programme] = {}
    modules: dict[str, Module] = {}
    mistakes: list[Mistake] = []
    if not (folders := programme_folders(folder)):
        told = f"there are no lessons here: each programme is a folder with {PROGRAMME} in it"
        return Curriculum(mistakes=(Mistake(folder.name or str(folder), 1, told),))
    for one in folders:
        programme, wrong = read_programme(one)
        mistakes += wrong
        if programme:
            programmes[one.name] = programme
        for place in module_folders(one):
            read = read_one(place, one.name)
            mistakes += read.mistakes
            if read.module is None:
                continue
            if read.module.name in modules:
                told = f"there is a module {read.module.name!r} already: names are used once, rename this one"
                mistakes.append(Mistake(f"{one.name}/{place.name}", 1, told))
                continue
            modules[read.module.name] = read.module
        if programme:
            mistakes += fitting(programme, one)
    for programme in programmes.values():
        mistakes += _against(programme, modules.values())
    return Curriculum(programmes, modules, tuple(mistakes))


def fitting(programme: Programme, folder: Path) -> Iterator[Mistake]:
    """Which modules a programme names are not there yet, and which folders it does not name."""
    there = {named[1]: one for one in module_folders(folder) if (named := name_of(one.name))}
    missing = [one.module for one in programme.about.modules if one.module not in there]
    if missing:
        told = f"not written yet: {', '.join(missing)}"
        yield Mistake(f"{folder.name}/{PROGRAMME}", 1, told, Weight.NOTE)
    for name, one in there.items():
        if programme.about.listed(name) is None:
            told = f"is not among the modules of {PROGRAMME}: add it there, or move the folder elsewhere"
            yield Mistake(f"{folder.name}/{one.name}", 1, told)


def _against(programme: Programme, modules: Iterable[Module]) -> Iterator[Mistake]:
    """What modules say otherwise than their programme, and circles among them."""
    own = {one.name: one for one in modules if one.programme == programme.code}
    aims = {one.number for one in programme.about.aims}
    for module in own.values():
        file = f"{programme.code}/{module.number:02}-{module.name}/module.yaml"
        for aim in module.about.aims:
            if aim not in aims:
                yield Mistake(file, 1, f"there is no aim {aim} in {PROGRAMME}: its aims are {_numbers(aims)}")
        if listed := programme.about.listed(module.name):
            if module.minutes != listed.minutes:
                told = f"the activities take {module.minutes} minutes, and {PROGRAMME} says {listed.minutes}"
                yield Mistake(file, 1, f"{told}: change one of them")
            if set(module.about.aims) != set(listed.aims):
                told = f"works at the aims {_numbers(module.about.aims)}, and {PROGRAMME} says {_numbers(listed.aims)}"
                yield Mistake(file, 1, f"{told}: change one of them")
            if listed.year not in module.about.years:
                told = f"is for the years {_numbers(module.about.years)}, and {PROGRAMME} says {listed.year}"
                yield Mistake(file, 1, f"{told}: change one of them")
        known = {one.module for one in programme.about.modules} | own.keys()
        for before in module.about.after:
            if before not in known:
                yield Mistake(file, 1, f"comes after {before!r}, which there is not: correct the name in “after”")
    yield from _circles(programme.code, own)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(str(one) for one in sorted(numbers))


def _circles(code: str, modules: Mapping[str, Module]) -> Iterator[Mistake]:
    """Modules that come after themselves, each circle once."""
    for way in circles(modules):
        file = f"{code}/{modules[way[0]].number:02}-{way[0]}/module.yaml"
        yield Mistake(file, 1, f"comes after itself: {' after '.join(way)}; take one “after” out")


def circles(modules: Mapping[str, Module], only: str = "") -> Iterator[list[str]]:
    """The ways on which modules come after themselves, each circle once; with `only`, those of that one."""
    told: set[str] = set()
    for name in [only] if only else modules:
        seen = {name}
        waiting = [(name, one) for one in modules[name].about.after]
        came_from: dict[str, str] = {}
        while waiting:
            before, here = waiting.pop()
            if here == name and name not in told:
                way = _way(name, before, came_from)
                told.update(way)
                yield way
                break
            if here in seen or here not in modules:
                continue
            seen.add(here)
            came_from[here] = before
            waiting += [(here, one) for one in modules[here].about.after]


def _way(name: str, last: str, came_from: Mapping[str, str]) -> list[str]:
    way = [name, last]
    while way[-1] != name:
        way.append(came_from.get(way[-1], name))
    return [name, *reversed(way[1:-1]), name] if last != name else [name, name]
