"""Capabilities as the small labels that things carry, with the theme that gives them colour and shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from portfolio_app.core.languages import spoken
from portfolio_app.skills.framework import UnknownCode, framework, frameworks


@dataclass(frozen=True)
class SkillTag:
    """A capability in a word, with the theme that gives it colour and shape."""

    code: str = ""
    name: str = ""
    theme: str = ""
    framework: str = ""


def skill_tag(framework_code: str, code: str) -> SkillTag:
    """A capability in the reader's language; one of a framework this instance no longer has keeps its code as name."""
    try:
        used = framework(framework_code)
        (living, *_others) = used.now(code)
        return SkillTag(code, used.text(used.name_of(code), spoken()), used.theme_of(living).look, framework_code)
    except UnknownCode:
        return SkillTag(code, code, "", framework_code)


def skill_tags(pairs: Iterable[tuple[str, str]]) -> tuple[SkillTag, ...]:
    """Capabilities, each named by framework and code, in the framework's order."""
    order = _framework_order()
    return tuple(skill_tag(*pair) for pair in sorted(pairs, key=lambda pair: (order.get(pair, 999), pair)))


@cache
def _framework_order() -> dict[tuple[str, str], int]:
    every = [(used.code, code) for used in frameworks().values() for code in used.codes]
    return {tag: place for place, tag in enumerate(every)}
