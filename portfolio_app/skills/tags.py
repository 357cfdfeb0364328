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


def skill_tag(framework_code: str, code: str) -> SkillTag:
    """A capability in the reader's language; one of a framework this instance no longer has keeps its code as name."""
    try:
        used = framework(framework_code)
        return SkillTag(code, used.text(used.capability(code).name, spoken()), used.theme_of(code).code)
    except UnknownCode:
        return SkillTag(code, code, "")


def skill_tags(pairs: Iterable[tuple[str, str]]) -> tuple[SkillTag, ...]:
    """Capabilities, each named by framework and code, in the framework's order."""
    order = _framework_order()
    return tuple(skill_tag(*pair) for pair in sorted(pairs, key=lambda pair: order.get(pair[1], 99)))


@cache
def _framework_order() -> dict[str, int]:
    return {one.code: place for used in frameworks().values() for place, one in enumerate(used.capabilities)}
