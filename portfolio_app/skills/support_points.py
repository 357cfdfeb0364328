"""Five points from which somebody may start when they wonder which support would help now. None is better than another.

Each leads to a person first: what one could say to them; and then to pages. Words are msgids, in `N_()`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.core.languages import N_


@dataclass(frozen=True)
class SupportPoint:
    """A starting point in everyday words. `ask` is a sentence to begin with when talking to somebody, `pages` are
    (label, path) of what may help afterwards."""

    code: str
    title: str
    meaning: str
    ask: str
    pages: tuple[tuple[str, str], ...]


STRENGTHS = (N_("What am I good at? Short statements, 5 minutes"), "/questionnaire?name=strengths")
INTERESTS = (N_("What would I like to do? Short statements, 5 minutes"), "/questionnaire?name=interests")
SKILLS = (N_("Look at my skills"), "/skills")
PLAN = (N_("Make a plan with small steps"), "/plan")
PORTFOLIO = (N_("Look at what I have done so far"), "/portfolio")

POINTS: tuple[SupportPoint, ...] = (
    SupportPoint(
        "no-idea",
        N_("I have no idea yet"),
        N_("You do not know what you like, what you are good at, or where to begin. Many people start there."),
        N_("“I do not know what suits me. Can you tell me something you have seen me do well?”"),
        (STRENGTHS, INTERESTS),
    ),
    SupportPoint(
        "too-many",
        N_("I have ideas and cannot choose"),
        N_("Several things pull at you, or others want something else for you than you do."),
        N_("“I am stuck between these things. Can you listen while I think aloud?”"),
        (INTERESTS, PORTFOLIO),
    ),
    SupportPoint(
        "no-way",
        N_("I know what I want, but not how to get there"),
        N_("You have something in mind and need to know the steps, the dates or the people."),
        N_("“This is what I would like to do. What is the first step, and whom should I ask?”"),
        (PLAN, SKILLS),
    ),
    SupportPoint(
        "in-the-way",
        N_("Something is in the way"),
        N_("Money, travel, language, health, looking after somebody, or how things are at home."),
        N_("“Something makes it hard for me. I would like to tell you about it alone.”"),
        (PLAN,),
    ),
    SupportPoint(
        "not-sure-now",
        N_("I had a plan, and it no longer feels right"),
        N_("You have changed, or something around you has. Changing your mind is part of it."),
        N_("“I wanted this, and now I am not sure any more. Can we look at it together?”"),
        (STRENGTHS, SKILLS),
    ),
)

BY_CODE: Mapping[str, SupportPoint] = {point.code: point for point in POINTS}
