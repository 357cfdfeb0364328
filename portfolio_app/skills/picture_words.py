"""The names of steps and of places on a dial, in the language being spoken."""

from portfolio_app.core.languages import _, spoken
from portfolio_app.skills.framework import Framework, Poles


def step_words(one: Framework, code: str, step: int) -> str:
    """The name of a step of a capability, or of a place on its dial; for 0 that nothing was said yet."""
    if not step:
        return _("Nothing yet")
    poles = one.capability(code).poles
    return position_words(one, poles, step) if poles else one.text(one.step(step).name, spoken())


def position_words(one: Framework, poles: Poles, position: int) -> str:
    """A place on a dial from 1, its first word, to 5, its second; neither is more than the other."""
    first, second = (one.text(word, spoken()) for word in (poles.first, poles.second))
    said = (
        _("Clearly “{word}”").format(word=first),
        _("More “{word}”").format(word=first),
        _("Between the two"),
        _("More “{word}”").format(word=second),
        _("Clearly “{word}”").format(word=second),
    )
    return said[position - 1]
