"""A copy of a module becomes a school's own: with its text, activities and media, as they were at that moment."""

from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Conflict
from portfolio_app.learning.doing import must_be_a_name
from portfolio_app.learning.mistakes import LessonError, grave
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.keeping import free_name, kept_by, make_own
from portfolio_app.learning.own.reaching import module_for
from portfolio_app.learning.reading import read_module


async def copy_module(actor: Actor, name: str, school_id: UUID | None, request: UUID) -> str:
    """Make the module of that name the school's own (the school named, or the first where the actor teaches); returns
    the copy's name. Sent twice, there is one copy. Raises `Refused` and `NotFound` as `policy` does."""
    school = policy.may_make_own(actor, school_id)
    must_be_a_name(name)
    async with writing() as session:
        if kept := await kept_by(session, actor, request):
            return kept
        original = await module_for(session, actor, name)
        read = read_module(original.files, await free_name(session, original.name))
        if read.module is None:  # what is shipped is broken: whoever runs this sees it in the log
            raise Conflict() from LessonError(grave(read.mistakes))
        await make_own(session, actor, school, read.module, request, original)
        return read.module.name
