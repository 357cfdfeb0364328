"""A copy of a module that comes with the app, made before its original was improved."""

from functools import lru_cache
from uuid import UUID, uuid4

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import writing
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.keeping import make_own
from portfolio_app.learning.own.parts import HEAD, part_of, source_of
from portfolio_app.learning.reading import Module, open_module

ORIGINAL = "deciding"


async def a_former_copy(teacher: Actor, school: UUID) -> tuple[str, str]:
    """Its name, and the id of the version that its original was then: with a shorter summary, and other minutes."""
    former = _former()
    copy = open_module(former.files, f"{ORIGINAL}-{uuid4().hex[:6]}").module
    assert copy
    async with writing() as session:
        row = await make_own(session, teacher, school, copy, uuid4(), former)
        return copy.name, str(row.original_version_id)


@lru_cache(maxsize=1)
def _former() -> Module:
    """The original as it was then. Its words are read where somebody asks for them: many schools have such a copy."""
    present = module(ORIGINAL)
    source = source_of(present.files["en.md"])
    head = part_of(source, HEAD)
    assert head
    files = {**present.files, "en.md": source.replace(head.body, "It was shorter then.", 1).encode()}
    former = open_module(files, f"{present.number:02d}-{ORIGINAL}", present.programme).module
    assert former
    return former
