"""The modules of this installation, as they lie in its folder now.

    modules()                 every module, in the order of programmes and their years
    module("deciding")        the one with that name; raises `NotFound`
    programmes()              the programmes, with aims, hours and the order of modules
    kept_now(session, one)    keeps a module's files under its hash and gives the id of its row (`versions.py`)
    version_of(session, id)   the module as it was when it was kept, whatever its files have become since
    doing.ask_for_given(asks) has the room that gives modules to classes say which version somebody was given

A module is named by its hash: what was assigned or begun refers to a row of `module_version` and keeps its words. The
folder is looked at once a second at most; whoever writes sees a change with the next page. A module whose `module.yaml`
is broken while somebody writes it stays as it was last.
"""

import logging
import os
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

from portfolio_app.core.errors import NotFound
from portfolio_app.learning.curriculum import (
    Programme,
    folder_of_lessons,
    module_folders,
    programme_folders,
    read_one,
    read_programme,
)
from portfolio_app.learning.mistakes import Mistake, Weight
from portfolio_app.learning.reading import Module, name_of

LOOK_AGAIN_SECONDS = 1.0
MOST_FORMER = 50

_log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]
"""Names, sizes and times of the files of a folder: what changes when one of them does."""


@dataclass
class Shelf:
    """The modules of a folder, read again where a file has changed."""

    folder: Path
    programmes: dict[str, Programme] = field(default_factory=dict[str, Programme])
    modules: dict[str, Module] = field(default_factory=dict[str, Module])
    former: OrderedDict[str, Module] = field(default_factory=OrderedDict[str, Module])
    """Versions by their hashes that were changed since this process started: somebody may have one open."""
    _stamps: dict[Path, Stamp] = field(default_factory=dict[Path, Stamp])
    _names: dict[Path, str] = field(default_factory=dict[Path, str])
    _looked_at: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def fresh(self) -> "Shelf":
        """This, as the files are now: true of a second ago at most."""
        with self._lock:
            if monotonic() - self._looked_at >= LOOK_AGAIN_SECONDS:
                self._look()
                self._looked_at = monotonic()
        return self

    def _look(self) -> None:
        there: set[Path] = set()
        for folder in programme_folders(self.folder):
            there.add(folder)
            if self._changed(folder, deep=False):
                self._read_programme(folder)
            for one in module_folders(folder):
                there.add(one)
                if self._changed(one, deep=True):
                    self._read_module(one, folder.name)
        for gone in self._stamps.keys() - there:
            del self._stamps[gone]
            name = self._names.pop(gone, "")
            (self.modules if name in self.modules else self.programmes).pop(name, None)
        self._in_order()

    def _changed(self, folder: Path, *, deep: bool) -> bool:
        stamp = _stamp(folder, deep=deep)
        if self._stamps.get(folder) == stamp:
            return False
        self._stamps[folder] = stamp
        return True

    def _read_programme(self, folder: Path) -> None:
        programme, mistakes = read_programme(folder)
        _tell(mistakes)
        if programme:
            self.programmes[folder.name] = programme
            self._names[folder] = folder.name

    def _read_module(self, folder: Path, programme: str) -> None:
        if name_of(folder.name) is None:
            return
        read = read_one(folder, programme, all_of_it=False)
        _tell(read.mistakes)
        if read.module:
            if (last := self.modules.get(read.module.name)) is not None:
                self.former[last.hash] = last
                while len(self.former) > MOST_FORMER:
                    self.former.popitem(last=False)
            self.modules[read.module.name] = read.module
            self._names[folder] = read.module.name

    def _in_order(self) -> None:
        order = {
            listed.module: (at, place)
            for at, one in enumerate(self.programmes.values())
            for place, listed in enumerate(one.about.modules)
        }
        end = (len(self.programmes), 0)
        ordered = sorted(self.modules.values(), key=lambda one: (order.get(one.name, end), one.number, one.name))
        self.modules = {one.name: one for one in ordered}


def _tell(mistakes: tuple[Mistake, ...]) -> None:
    for one in mistakes:
        if one.weight is Weight.ERROR:
            _log.warning("lessons: %s", one.said())


def _stamp(folder: Path, *, deep: bool) -> Stamp:
    found: list[tuple[str, int, int]] = []
    for place in (folder, folder / "media") if deep else (folder,):
        try:
            entries = sorted(os.scandir(place), key=lambda one: one.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                facts = entry.stat(follow_symlinks=False)
                found.append((entry.path, facts.st_size, facts.st_mtime_ns))
    return tuple(found)


_shelves: dict[Path, Shelf] = {}


def shelf(folder: Path | None = None) -> Shelf:
    """The modules of a folder, of this installation's unless said."""
    place = folder or folder_of_lessons()
    return _shelves.setdefault(place, Shelf(place)).fresh()


def modules() -> tuple[Module, ...]:
    """Every module there is, in the order of programmes; one in no programme's list comes last."""
    return tuple(shelf().modules.values())


def module(name: str) -> Module:
    """The module with that name, as it is now. Raises `NotFound`."""
    found = shelf().modules.get(name)
    if found is None:
        raise NotFound()
    return found


def programmes() -> Mapping[str, Programme]:
    """The programmes by the names of their folders."""
    return shelf().programmes
