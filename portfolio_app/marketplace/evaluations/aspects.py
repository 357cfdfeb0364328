"""The five things of which a host says what it saw at work, each in four written steps.

The steps are the same four as those of the frameworks (not yet, with help, on one's own, helping others), told of work:
so what a host chose can stand as a voice in a profile. They say what was seen on these days, never what somebody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portfolio_app.core.languages import N_, _
from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.skills.framework import frameworks
from portfolio_app.skills.policy import is_in_use, known_capability

DATA = Path(__file__).parent / "aspects.yaml"
NOT_SEEN = 0
STEPS = (1, 2, 3, 4)
NOT_SEEN_WORDS = N_("I did not see this")


class Aspect(StrEnum):
    """One of the five."""

    PUNCTUAL = "punctual"
    INITIATIVE = "initiative"
    COOPERATION = "cooperation"
    CARE = "care"
    LEARNING = "learning"


NAMES: Mapping[Aspect, str] = {
    Aspect.PUNCTUAL: N_("Being on time"),
    Aspect.INITIATIVE: N_("Initiative"),
    Aspect.COOPERATION: N_("Working with others"),
    Aspect.CARE: N_("Careful work"),
    Aspect.LEARNING: N_("Learning new things"),
}
SEEN: Mapping[Aspect, tuple[str, str, str, str]] = {
    Aspect.PUNCTUAL: (
        N_("Often came late, or did not say when they could not come"),
        N_("Came on time once we had talked about it"),
        N_("Was on time every day, and told us when something came up"),
        N_("Was ready early, and helped others to start on time"),
    ),
    Aspect.INITIATIVE: (
        N_("Waited to be told each next thing"),
        N_("Began when somebody gave a hint"),
        N_("Saw what was to be done, and began"),
        N_("Had ideas for the work, and drew others in"),
    ),
    Aspect.COOPERATION: (
        N_("Kept apart from others so far"),
        N_("Joined in when somebody asked"),
        N_("Listened, asked, and did their part"),
        N_("Helped others, so that the work went well together"),
    ),
    Aspect.CARE: (
        N_("Left things half done, or not as they were shown"),
        N_("Worked carefully while somebody checked"),
        N_("Worked carefully and safely without being checked"),
        N_("Saw what others had missed, and helped to put it right"),
    ),
    Aspect.LEARNING: (
        N_("Did not try new things yet"),
        N_("Learned new things step by step, with help"),
        N_("Learned from what was shown, and asked when unsure"),
        N_("Learned it so well that they could show others"),
    ),
}


@dataclass(frozen=True)
class Seen:
    """What a host saw of one thing, in words."""

    aspect: str
    name: str
    words: str
    step: int


def seen_words(aspect: Aspect, step: int) -> str:
    """A step in words, in the language being spoken."""
    return _(SEEN[aspect][step - 1]) if step else _(NOT_SEEN_WORDS)


def all_seen(said: Mapping[str, int]) -> tuple[Seen, ...]:
    """What was said of each of the five, in their order."""
    return tuple(Seen(one, _(NAMES[one]), seen_words(one, said[one]), said[one]) for one in Aspect if one.value in said)


@cache
def _fits() -> Mapping[str, Mapping[str, str]]:
    data: Any = read_yaml(DATA.read_text("utf-8")).data
    return data["frameworks"]


def capability_for(framework_code: str, aspect: Aspect) -> str:
    """The capability of a framework under which what was seen of an aspect can stand; "" where there is none (now)."""
    code = _fits().get(framework_code, {}).get(aspect, "")
    if not code or framework_code not in frameworks() or not is_in_use(framework_code, code):
        return ""
    return "" if known_capability(framework_code, code)[1].poles else code
