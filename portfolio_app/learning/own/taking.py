"""A module taken along: the ZIP of its folder, as it comes in elsewhere."""

import asyncio
from dataclasses import dataclass

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.learning.doing import must_be_a_name
from portfolio_app.learning.own.policy import may_make_own
from portfolio_app.learning.own.reaching import module_for
from portfolio_app.learning.own.zipped import packed


@dataclass(frozen=True)
class TakenModule:
    """A ZIP and what it is called, without its ending."""

    name: str
    content: bytes


async def module_zip(actor: Actor, name: str) -> TakenModule:
    """The module as it is now, shipped or the actor's school's own. Raises `Refused` for whoever does not teach, and
    `NotFound` for a module there is none of for them."""
    may_make_own(actor)
    must_be_a_name(name)
    async with reading() as session:
        module = await module_for(session, actor, name)
    return TakenModule(module.name, await asyncio.to_thread(packed, module.name, module.files))
