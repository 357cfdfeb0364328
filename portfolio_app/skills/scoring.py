"""What answers to a questionnaire amount to: pure, without a database, explained in docs/questionnaires.md.

Themes are held against each other within one person's answers and never against anybody else's. What comes out are
themes and the answers they are made of; the numbers in between are never shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portfolio_app.skills.questionnaire import YES, Questionnaire, Theme

ENOUGH = 3
"""Answered statements from which on a theme is spoken about."""
MOST_STANDING = 3
"""Themes from which on no further ones stand out; those that are equal stand out together, or not at all."""
SURPRISES = 2


class Standing(StrEnum):
    """How a theme stands among the others of the same person."""

    OUT = "out"
    """It stands out: the person said yes to more of it than to the rest."""
    QUIET = "quiet"
    OPEN = "open"
    """Too little was answered to say."""


class Outcome(StrEnum):
    """What can be said at all."""

    NOTHING = "nothing"  # no answer yet
    TOO_FEW = "too few"  # answers, but not enough in at least two themes
    ALIKE = "alike"  # much the same everywhere, or no yes anywhere: no theme stands out
    THEMES = "themes"


@dataclass(frozen=True)
class ScoredAnswer:
    """A statement and what was answered."""

    statement: str
    value: int


@dataclass(frozen=True)
class ScoredTheme:
    """A theme, how it stands, why (at most two of the clearest yeses), and every answer it is made of."""

    code: str
    standing: Standing
    because: tuple[ScoredAnswer, ...]
    answers: tuple[ScoredAnswer, ...]
    missing: int


@dataclass(frozen=True)
class Surprise:
    """A statement of a theme that does not stand out, with the answer it got."""

    theme: str
    statement: str
    value: int


@dataclass(frozen=True)
class Scored:
    """A whole result. Themes are in the order of the questionnaire, so that none comes first."""

    outcome: Outcome
    themes: tuple[ScoredTheme, ...]
    surprises: tuple[Surprise, ...]

    @property
    def standing_out(self) -> tuple[ScoredTheme, ...]:
        """The themes that stand out."""
        return tuple(theme for theme in self.themes if theme.standing is Standing.OUT)


def score(used: Questionnaire, version: int, answers: Mapping[str, int]) -> Scored:
    """The result of `answers` (statement code -> 1 to 4) to that version of a questionnaire.

    Answers to statements that the version does not ask are left out.
    """
    asked = {one.code for one in used.asked(version)}
    given = {
        theme.code: tuple(
            ScoredAnswer(one.code, answers[one.code])
            for one in theme.statements
            if one.code in asked and one.code in answers
        )
        for theme in used.themes
    }
    means = {code: _mean(some) for code, some in given.items() if len(some) >= ENOUGH}
    out = _standing_out(given, means)
    themes = tuple(
        ScoredTheme(
            code=theme.code,
            standing=_standing(theme, out, means),
            because=_clearest(given[theme.code]),
            answers=given[theme.code],
            missing=sum(one.code in asked for one in theme.statements) - len(given[theme.code]),
        )
        for theme in used.themes
    )
    quiet = {code: given[code] for code in means if code not in out}
    return Scored(_outcome(given, means, out), themes, _surprises(quiet, means) if out else ())


def _mean(answers: tuple[ScoredAnswer, ...]) -> Fraction:
    return Fraction(sum(one.value for one in answers), len(answers))


def _standing_out(given: Mapping[str, tuple[ScoredAnswer, ...]], means: Mapping[str, Fraction]) -> frozenset[str]:
    """Themes above the person's own middle with a yes in them; equals go together, until there are enough."""
    if len(means) < 2:
        return frozenset()
    middle = sum(means.values(), Fraction()) / len(means)
    above = [code for code, mean in means.items() if mean > middle and _clearest(given[code])]
    found: set[str] = set()
    for mean in sorted({means[code] for code in above}, reverse=True):
        if len(found) < MOST_STANDING:
            found |= {code for code in above if means[code] == mean}
    return frozenset(found)


def _clearest(answers: tuple[ScoredAnswer, ...]) -> tuple[ScoredAnswer, ...]:
    """The two clearest yeses, the earlier statement first where they are equal."""
    return tuple(sorted((one for one in answers if one.value >= YES), key=lambda one: -one.value)[:2])


def _standing(theme: Theme, out: frozenset[str], means: Mapping[str, Fraction]) -> Standing:
    if theme.code not in means:
        return Standing.OPEN
    return Standing.OUT if theme.code in out else Standing.QUIET


def _outcome(
    given: Mapping[str, tuple[ScoredAnswer, ...]], means: Mapping[str, Fraction], out: frozenset[str]
) -> Outcome:
    if not any(given.values()):
        return Outcome.NOTHING
    if len(means) < 2:
        return Outcome.TOO_FEW
    return Outcome.THEMES if out else Outcome.ALIKE


def _surprises(quiet: Mapping[str, tuple[ScoredAnswer, ...]], means: Mapping[str, Fraction]) -> tuple[Surprise, ...]:
    """Two answers in quiet themes: the clearest, then those furthest above their theme; of two themes where there are
    two."""
    found = sorted(
        (
            (-one.value, means[code] - one.value, place, Surprise(code, one.statement, one.value))
            for place, (code, some) in enumerate(quiet.items())
            for one in some
        ),
        key=lambda one: one[:3],
    )
    candidates = [surprise for *_order, surprise in found]
    chosen: list[Surprise] = []
    for one in candidates:
        if one.theme not in {other.theme for other in chosen}:
            chosen.append(one)
    chosen += [one for one in candidates if one not in chosen]
    return tuple(chosen[:SURPRISES])
