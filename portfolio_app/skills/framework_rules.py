"""The rules that join the parts of a framework: complete languages, codes that occur once, ages that meet, nothing
that leads round in a circle. What breaks one is told with the way to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from portfolio_app.core.strict_yaml import Where

if TYPE_CHECKING:
    from portfolio_app.skills.framework_format import Framework, Retired

STEPS = 4
"""How many answers there are to "how is it for you now?"."""


def spelt(where: Where) -> str:
    """A way into a framework as people write it, such as `themes[1].capabilities[0].name`."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return path.removeprefix(".")


class IncoherentFramework(ValueError):
    """Parts of a framework contradict each other; `mistakes` are (where, what) pairs."""

    def __init__(self, mistakes: list[tuple[Where, str]]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(f"{spelt(where)}: {what}" for where, what in mistakes))


def incoherences(framework: Framework) -> list[tuple[Where, str]]:
    """Every (where, what) in which parts of the framework contradict each other."""
    checks = (_double_codes, _gaps_in_order, _stages_unspoken, _languages_amiss, _retired_amiss, _crosswalks_amiss)
    return [mistake for check in checks for mistake in check(framework)]


def _double_codes(framework: Framework) -> Iterator[tuple[Where, str]]:
    themes = framework.themes
    capabilities = [
        (("themes", at, "capabilities", place, "code"), capability.code)
        for at, theme in enumerate(themes)
        for place, capability in enumerate(theme.capabilities)
    ]
    kinds: list[list[tuple[Where, str]]] = [
        [(("languages", at), language) for at, language in enumerate(framework.languages)],
        [(("scale", at, "code"), step.code) for at, step in enumerate(framework.scale)],
        [(("stages", at, "code"), stage.code) for at, stage in enumerate(framework.stages)],
        [(("themes", at, "code"), theme.code) for at, theme in enumerate(themes)],
        [(("themes", at, "shape"), theme.shape) for at, theme in enumerate(themes)],
        [*capabilities, *((("retired", at, "code"), one.code) for at, one in enumerate(framework.retired))],
        [(("crosswalks", at, "to"), one.to) for at, one in enumerate(framework.crosswalks)],
    ]
    yield from used_twice(kinds)


def _gaps_in_order(framework: Framework) -> Iterator[tuple[Where, str]]:
    if len(framework.scale) != STEPS and not (framework.all_dials and not framework.scale):
        yield ("scale",), f"should have {STEPS} steps, at least {STEPS} items and no more; none where all are dials"
    for at, step in enumerate(framework.scale):
        if step.value != at + 1:
            yield ("scale", at, "value"), f"should be {at + 1}: the steps stand in order, from 1 to 4"
    for at, (stage, following) in enumerate(pairwise(framework.stages)):
        if stage.to_age != following.from_age:
            yield ("stages", at, "to_age"), f"should be {following.from_age}, the age at which the next stage begins"
    for at, stage in enumerate(framework.stages):
        if stage.to_age is not None and stage.to_age <= stage.from_age:
            yield ("stages", at, "to_age"), f"should be more than {stage.from_age}, the age at which this stage begins"


def _stages_unspoken(framework: Framework) -> Iterator[tuple[Where, str]]:
    known = [stage.code for stage in framework.stages]
    for at, theme in enumerate(framework.themes):
        for place, capability in enumerate(theme.capabilities):
            for part, keys in (("statements", capability.statements), ("shows", capability.shows)):
                where: Where = ("themes", at, "capabilities", place, part)
                for code in keys:
                    if code not in known:
                        yield (*where, code), f"is not a stage of this framework ({', '.join(known)})"
                for code in known:
                    if code not in keys:
                        yield where, f"the stage {code!r} is missing"


def _languages_amiss(framework: Framework) -> Iterator[tuple[Where, str]]:
    return languages_amiss(_texts(framework), framework.languages, "framework")


def used_twice(kinds: Iterable[Iterable[tuple[Where, str]]]) -> Iterator[tuple[Where, str]]:
    """Codes that stand twice within one of `kinds`, each with the way to it, and where they stood first."""
    for kind in kinds:
        first: dict[str, Where] = {}
        for where, code in kind:
            if code in first:
                yield where, f"{code!r} is already used at {spelt(first[code])}"
            first.setdefault(code, where)


def languages_amiss(
    texts: Iterable[tuple[Where, Mapping[str, str]]], languages: Collection[str], of: str
) -> Iterator[tuple[Where, str]]:
    """What `texts`, each with the way to it, lack of a file's languages or have beyond them; `of`: what the file is."""
    for where, text in texts:
        for language in languages:
            if language not in text:
                yield where, f"the language {language!r} is missing"
        for language in text:
            if language not in languages:
                yield (*where, language), f"is not among the languages of this {of}"


def _retired_amiss(framework: Framework) -> Iterator[tuple[Where, str]]:
    """A retired capability becomes something that is there in the end, and not itself."""
    former = {one.code: one for one in framework.retired}
    for at, one in enumerate(framework.retired):
        if one.until >= framework.version:
            yield ("retired", at, "until"), f"should be less than {framework.version}, the version of this file"
        for place, code in enumerate(one.becomes):
            if code not in former and code not in framework.codes:
                yield ("retired", at, "becomes", place), f"{code!r} is not a capability of this framework"
            elif _comes_back(code, one.code, former):
                yield ("retired", at, "becomes", place), f"goes round in a circle: {code!r} comes back to {one.code!r}"


def _comes_back(start: str, to: str, former: Mapping[str, Retired]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        code = waiting.pop()
        if code == to:
            return True
        if code in former and code not in seen:
            waiting += former[code].becomes
        seen.add(code)
    return False


def _crosswalks_amiss(framework: Framework) -> Iterator[tuple[Where, str]]:
    """What of its crosswalks can be told from this framework alone."""
    known = {*framework.codes, *(one.code for one in framework.retired)}
    for at, one in enumerate(framework.crosswalks):
        if one.to == framework.code:
            yield ("crosswalks", at, "to"), "goes round in a circle: a crosswalk leads to another framework"
        for code, targets in one.pairs.items():
            if code not in known:
                yield ("crosswalks", at, "pairs", code), f"{code!r} is not a capability of this framework"
            for place, target in enumerate(targets):
                if target in targets[:place]:
                    yield ("crosswalks", at, "pairs", code, place), f"{target!r} is here twice"
        missing = [code for code in framework.codes if code not in one.pairs]
        if missing:
            yield ("crosswalks", at, "pairs"), f"nothing is said about {', '.join(missing)}: evidence would be lost"


def _texts(framework: Framework) -> Iterator[tuple[Where, Mapping[str, str]]]:
    """Every text of a framework with the way to it."""
    yield ("name",), framework.name
    yield ("source", "licence"), framework.source.licence
    yield ("source", "note"), framework.source.note
    for at, step in enumerate(framework.scale):
        yield ("scale", at, "name"), step.name
        yield ("scale", at, "help"), step.help
    for at, stage in enumerate(framework.stages):
        yield ("stages", at, "name"), stage.name
    for at, theme in enumerate(framework.themes):
        yield ("themes", at, "name"), theme.name
        yield ("themes", at, "description"), theme.description
        for place, capability in enumerate(theme.capabilities):
            here: Where = ("themes", at, "capabilities", place)
            yield (*here, "name"), capability.name
            yield (*here, "meaning"), capability.meaning
            if capability.poles:
                yield (*here, "poles", "first"), capability.poles.first
                yield (*here, "poles", "second"), capability.poles.second
            for code, statement in capability.statements.items():
                yield (*here, "statements", code), statement
            for code, ideas in capability.shows.items():
                for number, idea in enumerate(ideas):
                    yield (*here, "shows", code, number), idea
    for at, former in enumerate(framework.retired):
        yield ("retired", at, "name"), former.name
