"""See as: a pupil looks at their own things as a teacher, a host, their family or whoever has a link does.

What is shown comes out of the same queries as the real view (`pupil_page.as_seen`); only addresses are others, so that
whatever is opened is opened here. It leaves no line in the access log, for nobody else has looked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import false, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor, RoleAt
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.portfolio.class_picture import last_spoken_to
from portfolio_app.portfolio.policy import check_opens_pupil
from portfolio_app.portfolio.privacy_drill import DrillLine, contact_words, drill
from portfolio_app.portfolio.pupil_page import Shared, as_seen, by_kind
from portfolio_app.portfolio.pupil_views import PupilView
from portfolio_app.portfolio.teaching import href
from portfolio_app.sharing.link_views import OpenLinkLine, open_links
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import must_be_nameable, opened_to, shared_by, shared_things
from portfolio_app.sharing.queries import nameable
from portfolio_app.skills import policy as skills_policy

TEACHERS, HOST, FAMILY, LINK = "class-teachers", "host", "family", "link"
"""Who can be chosen beside adults of the school, who are named by their id."""
READERS = {
    TEACHERS: N_("Any teacher of my class"),
    HOST: N_("An employer or another host"),
    FAMILY: N_("My family"),
    LINK: N_("Whoever has a link"),
}
OUTSIDE = {
    HOST: N_("Hosts have no account here. They see nothing of yours, unless you give them a link."),
    FAMILY: N_("Your family has no account here. They see nothing of yours, unless you give them a link."),
    LINK: N_("Whoever has one of your links sees the one thing it shows, and nothing else."),
}
NOT_OPEN = N_("This adult cannot open your page now: they teach none of your classes, and you share nothing with them.")
NOBODY = UUID(int=0)
"""Who a teacher of the pupil's class is, apart from being one: nothing is shared with them by name."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class SeeAsView:
    """What somebody sees of the actor, and why."""

    loaded: bool = False
    who: str = ""
    readers: tuple[Option, ...] = ()
    name: str = ""
    """Whoever looks, in words."""
    said: str = ""
    """What there is to say instead of a page: why nothing is seen, or that links alone are."""
    opens: bool = False
    """Whether they can open the actor's page, which is `seen`."""
    seen: PupilView = field(default_factory=PupilView)
    links: tuple[OpenLinkLine, ...] = ()
    """The links that work now, for whoever has no account here."""
    outside: bool = False
    why: str = ""
    lines: tuple[DrillLine, ...] = ()
    contact: str = ""
    """When an adult of the school last talked with the actor, or wrote or said something to them."""


async def load_see_as(actor: Actor, who: str = "", kind: Kind | None = None, name: str = "") -> SeeAsView:
    """What `who` sees of the actor: an adult of the school (an id), or one of `READERS`; the class's teachers until
    somebody is chosen. With `kind` and `name`, the one thing they open. Raises `NotFound` for anybody else, and for a
    thing they cannot open."""
    skills_policy.may_keep_skills(actor)
    who = who or TEACHERS
    async with reading() as session:
        adults = await nameable(session, actor.person_id)
        contact = contact_words(await last_spoken_to(session, actor.person_id))
        readers = (
            *(Option(code, _(words)) for code, words in READERS.items()),
            *(Option(one.id, f"{one.name}, {one.role}") for one in adults),
        )
        view = SeeAsView(True, who, readers, contact=contact)
        me = await session.get_one(Person, actor.person_id)
        if who in OUTSIDE:
            links = await open_links(session, actor.person_id)
            return replace(view, name=_(READERS[who]), said=_(OUTSIDE[who]), links=links, outside=True)
        if who == TEACHERS:
            opened = opened_to(NOBODY, now(), false(), true())
            shared = by_kind(await shared_by(session, [actor.person_id], opened))
            seen = await _seen(session, NOBODY, me, shared, who, kind, name)
            return replace(view, name=_(READERS[who]), opens=True, seen=seen)
        return await _as_adult(session, view, me, as_id(who), kind, name)


async def _as_adult(
    session: AsyncSession, view: SeeAsView, me: Person, adult_id: UUID, kind: Kind | None, name: str
) -> SeeAsView:
    await must_be_nameable(session, me.id, [adult_id])
    adult = await _actor(session, adult_id)
    why, lines = await drill(session, adult_id, me.id)
    view = replace(view, name=adult.name, why=why, lines=lines)
    try:
        await check_opens_pupil(session, adult, me.id)
    except NotFound:
        return replace(view, said=_(NOT_OPEN))
    shared = by_kind(await shared_things(session, adult, [me.id]))
    return replace(view, opens=True, seen=await _seen(session, adult_id, me, shared, view.who, kind, name))


async def _actor(session: AsyncSession, person_id: UUID) -> Actor:
    """Somebody as they would be if they were here, for questions about what they may see."""
    person = await session.get_one(Person, person_id)
    held = await session.execute(
        select(col(Membership.role), col(Membership.school_id), col(Membership.region_id)).where(
            col(Membership.person_id) == person_id, col(Membership.ended_at).is_(None)
        )
    )
    return Actor(person.id, person.name, tuple(RoleAt(Role(role), *at) for role, *at in held))


async def _seen(
    session: AsyncSession, reader_id: UUID, me: Person, shared: Shared, who: str, kind: Kind | None, name: str
) -> PupilView:
    view = await as_seen(session, reader_id, me, shared, kind, name)
    theirs, here = href("/pupil", id=str(me.id)), href("/what-they-see", who=who)
    return led(view, lambda address: here + address.removeprefix(theirs) if address.startswith(theirs) else address)


def led(part: Part, to: Callable[[str], str]) -> Part:
    """`part` of a view with every text in it as `to` has it: for addresses that lead elsewhere."""
    if isinstance(part, str):
        return cast("Part", to(part))
    if isinstance(part, tuple):
        return cast("Part", tuple(led(one, to) for one in cast("tuple[Any, ...]", part)))
    if is_dataclass(part) and not isinstance(part, type):
        return cast("Part", replace(part, **{one.name: led(getattr(part, one.name), to) for one in fields(part)}))
    return part
