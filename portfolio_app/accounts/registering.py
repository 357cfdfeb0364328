"""How a person comes to be: a name, a user name nobody else has, and no passphrase until they choose one."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.codes import Secret, issue_link
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.names import clean_name, clean_username, propose_usernames, sort_name, stem
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Conflict
from portfolio_app.core.languages import N_, languages

STEMS_A_QUERY = 100


class UsernameTaken(Conflict):
    """Somebody, perhaps at another school, has this user name."""

    message = N_("The user name {username} is taken. Choose another one.")


async def add_person(
    session: AsyncSession, name: str, username: str, *, person_id: UUID | None = None, language: str = ""
) -> Person:
    """Add a person to the transaction. `name` and `username` are clean; raises `UsernameTaken`.

    `language` is what they begin with and can change; one that is not served, or "", follows the browser. On PostgreSQL
    and SQLite alike the unique index decides between two who ask for the same user name at once.
    """
    person = Person(id=person_id or uuid4(), name=name, sort_name=sort_name(name), made_at=now())
    person.language = language if language in languages() else ""
    session.add(person)
    await session.flush()
    try:
        async with session.begin_nested():
            session.add(SignIn(person_id=person.id, kind="username", identifier=username))
            await session.flush()
    except IntegrityError as problem:
        raise UsernameTaken(field="username", username=username) from problem
    return person


async def free_usernames(session: AsyncSession, names: Iterable[str]) -> tuple[str, ...]:
    """A free user name for each of `names`, in order."""
    names = tuple(names)
    stems = sorted({stem(name) for name in names})
    taken: set[str] = set()
    for start in range(0, len(stems), STEMS_A_QUERY):
        beginnings = [col(SignIn.identifier).startswith(one) for one in stems[start : start + STEMS_A_QUERY]]
        found = select(col(SignIn.identifier)).where(col(SignIn.kind) == "username", or_(*beginnings))
        taken.update((await session.execute(found)).scalars())
    return propose_usernames(names, taken)


async def create_admin(name: str, username: str) -> Secret:
    """Make an admin of this instance and the key of their one-time link. For the command line: nobody acts yet.

    Raises `Invalid` for a name or user name that cannot be used, `UsernameTaken`.
    """
    name, username = clean_name(name), clean_username(username)
    async with writing() as session:
        person = await add_person(session, name, username)
        session.add(Membership(person_id=person.id, role=Role.ADMIN, school_id=None, began_at=now()))
        secret = await issue_link(session, person.id, by=None)
        audit(session, "accounts.create_admin", actor_id=None, about_id=person.id)
    return secret
