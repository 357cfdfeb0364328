"""Answers to the checks of the training: right ones, and all of them."""

from uuid import uuid4

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.training.actions import answer_check, field_of
from portfolio_app.learning.for_ambassadors import training

MODULES = ("tour", "listening", "safeguarding", "privacy")


def right_answers(module: str) -> dict[str, str | None]:
    """What passes the check of that module."""
    found = training()
    assert found
    one = found.module(module)
    assert one
    return {field_of(question): str(at) for question, at in found.right(one).items()}


async def passes(pupil: Actor, *modules: str) -> None:
    """The ambassador passes these modules; all of them, where none is named."""
    for module in modules or MODULES:
        await answer_check(pupil, module, "1", right_answers(module), uuid4())
