"""How capabilities of one framework are met again in another, so that no evidence is lost when a framework changes.

Crosswalks stand in the files of frameworks and are read both ways. Where two frameworks have none between them, the
way leads over others, by the fewest; nothing in the database is rewritten for it.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from portfolio_app.core.strict_yaml import Where
from portfolio_app.skills.framework_file import FrameworkError, Loaded, Mistake
from portfolio_app.skills.framework_format import Framework, UnknownCode
from portfolio_app.skills.framework_rules import spelt

Tag = tuple[str, str]
"""A capability by the code of its framework and its own."""

Pairs = Mapping[str, Collection[str]]
"""Codes of one framework -> codes of another."""


class Crosswalks:
    """The ways between some frameworks."""

    def __init__(self, frameworks: Mapping[str, Framework]) -> None:
        self._frameworks = frameworks
        self._carried: dict[str, Mapping[Tag, tuple[str, ...]]] = {}

    @cached_property
    def _direct(self) -> dict[str, dict[str, dict[str, set[str]]]]:
        """From a framework to its neighbours: which capability is met in which, all of them there now."""
        found: dict[str, dict[str, dict[str, set[str]]]] = {}
        for one in self._frameworks.values():
            for crosswalk in one.crosswalks:
                other = self._frameworks.get(crosswalk.to)
                if other is None:
                    continue
                there = found.setdefault(one.code, {}).setdefault(other.code, {})
                back = found.setdefault(other.code, {}).setdefault(one.code, {})
                for code, target in _living(one, other, crosswalk.pairs):
                    there.setdefault(code, set()).add(target)
                    back.setdefault(target, set()).add(code)
        return found

    def _way(self, start: str, to: str) -> list[str]:
        """The frameworks on the shortest way from one to another, both included; empty when there is none."""
        before: dict[str, str] = {start: ""}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if here == to:
                break
            for neighbour in sorted(self._direct.get(here, {})):
                if neighbour not in before:
                    before[neighbour] = here
                    waiting.append(neighbour)
        if to not in before:
            return []
        way = [to]
        while before[way[-1]]:
            way.append(before[way[-1]])
        return way[::-1]

    def reaches(self, start: str, to: str) -> bool:
        """Whether there is a way from one framework to the other."""
        return bool(self._way(start, to))

    def _across(self, start: Framework, to: Framework) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each capability of `start`, retired ones too, with those of `to` under which its evidence is seen."""
        way = self._way(start.code, to.code)
        if not way:
            return
        for code in (*start.codes, *(one.code for one in start.retired)):
            met = set(start.now(code))
            for here, following in pairwise(way):
                met = {target for one in met for target in self._direct[here][following].get(one, ())}
            if start is not to or code not in start.codes:
                yield code, tuple(one for one in to.codes if one in met)

    def carried_to(self, code: str) -> Mapping[Tag, tuple[str, ...]]:
        """Each capability that is none of the framework's own now -> those of its own under which it is seen."""
        if code not in self._carried:
            to = self._frameworks[code]
            self._carried[code] = {
                (start.code, one): targets
                for start in self._frameworks.values()
                for one, targets in self._across(start, to)
                if targets
            }
        return self._carried[code]

    def carried_from(self, code: str, capability: str) -> tuple[Tag, ...]:
        """The capabilities, of other frameworks or retired, that are carried to this one of the framework."""
        return tuple(tag for tag, targets in self.carried_to(code).items() if capability in targets)

    def seen_under(self, code: str, tags: Iterable[Tag]) -> Mapping[str, tuple[Tag, ...]]:
        """Under which capabilities of the framework something is seen that was said to show `tags`.

        What shows capabilities of the framework as it is now is seen under these, with nothing in the tuple. What shows
        none is seen where its tags are carried, with the tags it is carried over from.
        """
        tags = sorted(set(tags))
        own = self._frameworks[code].codes
        if here := [one for framework, one in tags if framework == code and one in own]:
            return dict.fromkeys(here, ())
        carried = self.carried_to(code)
        found: dict[str, list[Tag]] = {}
        for tag in tags:
            for target in carried.get(tag, ()):
                found.setdefault(target, []).append(tag)
        return {target: tuple(found[target]) for target in own if target in found}


def _living(one: Framework, other: Framework, pairs: Pairs) -> Iterator[tuple[str, str]]:
    for code, targets in pairs.items():
        for target in targets:
            for here in one.now(code):
                for there in other.now(target):
                    yield here, there


def check_together(loaded: Mapping[str, Loaded]) -> None:
    """Raise `FrameworkError` when crosswalks of these frameworks do not fit: they lead to something that is not there,
    say nothing of a capability, contradict each other, or leave a framework without any way to the others."""
    told: dict[str, Loaded] = {}
    for one in loaded.values():
        mistakes = [
            Mistake(*one.document.place(where), spelt(where), what)
            for at, _crosswalk in enumerate(one.framework.crosswalks)
            for where, what in _unfit(one, at, loaded, told)
        ]
        if mistakes:
            raise FrameworkError(one.path, mistakes)
    _check_all_meet(loaded)


def _unfit(one: Loaded, at: int, loaded: Mapping[str, Loaded], told: dict[str, Loaded]) -> Iterator[tuple[Where, str]]:
    crosswalk = one.framework.crosswalks[at]
    if crosswalk.to not in loaded:
        yield ("crosswalks", at, "to"), f"there is no framework {crosswalk.to!r}; there are {', '.join(sorted(loaded))}"
        return
    pair = " ".join(sorted((one.framework.code, crosswalk.to)))
    if pair in told:
        yield ("crosswalks", at, "to"), f"contradicts the crosswalk in {told[pair].path.name}: a pair needs one"
    told.setdefault(pair, one)
    other = loaded[crosswalk.to].framework
    reached: set[str] = set()
    for code, targets in crosswalk.pairs.items():
        for place, target in enumerate(targets):
            try:
                reached.update(other.now(target))
            except UnknownCode as problem:
                yield ("crosswalks", at, "pairs", code, place), str(problem)
    if missing := [code for code in other.codes if code not in reached]:
        where: Where = ("crosswalks", at, "pairs")
        yield where, f"nothing leads to {', '.join(missing)} of {other.code}: evidence would be lost"


def _check_all_meet(loaded: Mapping[str, Loaded]) -> None:
    crosswalks = Crosswalks({code: one.framework for code, one in loaded.items()})
    first = next(iter(loaded), "")
    for code, one in loaded.items():
        if not crosswalks.reaches(first, code):
            what = f"has no way to {first}: say which of its capabilities are like which there"
            raise FrameworkError(one.path, [Mistake(*one.document.place(("crosswalks",)), "crosswalks", what)])
