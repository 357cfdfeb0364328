"""A voice from outside school, before hosts have accounts: a pupil gives one adult a link, that adult answers once.

The link holds 256 random bits and only their hash is kept, so it is shown once. It says the pupil's first name, up to
three capabilities and nothing else; after its answer, its end or thirty days it says nothing at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.policy import keeps_a_portfolio
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, spoken
from portfolio_app.core.secrets import digest, new_key
from portfolio_app.core.wording import one_line
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.skills import policy
from portfolio_app.skills.models import Voice, VoiceAsk, VoiceLink
from portfolio_app.skills.picture_words import position_words
from portfolio_app.skills.voices import CHOOSE_ONE, LEFT, Said, add_asks, known_capabilities, tell_of, voice_row

LASTS = timedelta(days=30)
MOST_SKILLS = 3
MOST_LINKS = 20
LONGEST_NAME = 120
LONGEST_ORGANISATION = 160


@dataclass(frozen=True)
class AskedChoice:
    """A step, or a place on a dial, as whoever answers can choose it."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class AskedSkill:
    """A capability somebody outside school is asked about."""

    code: str
    name: str
    meaning: str
    choices: tuple[AskedChoice, ...]


@dataclass(frozen=True)
class LinkView:
    """What a link says: who asks, by the first name alone, and about what."""

    first_name: str
    skills: tuple[AskedSkill, ...]


async def make_link(actor: Actor, for_whom: str, capabilities: Collection[str], request: UUID) -> str:
    """Make a link for one adult outside school; returns its path, which is nowhere else. Sent twice: "".

    Raises `Invalid` with the field, `NotFound` for a capability the pupil's framework does not have.
    """
    policy.may_keep_skills(actor)
    name = one_line(for_whom, field="for_whom", most=LONGEST_NAME, empty=N_("Write who the link is for."))
    key = new_key()
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        used, wanted = await known_capabilities(session, actor, capabilities)
        if len(wanted) > MOST_SKILLS:
            raise Invalid(N_("Choose three skills at most for one link."), field="capabilities")
        if (
            len((await session.execute(select(col(VoiceLink.id)).where(*_open_links(actor.person_id)))).all())
            >= MOST_LINKS
        ):
            raise Invalid(N_("You have many links open already. End one of them first."), field="for_whom")
        link = VoiceLink(
            person_id=actor.person_id,
            key_hash=digest(key),
            for_whom=name,
            made_at=now(),
            until_at=now() + LASTS,
            request=request,
        )
        if not await insert_new(session, link):
            if await _whose(session, request) != actor.person_id:
                raise NotFound()
            return ""
        await add_asks(session, actor, used.code, wanted, link_id=link.id)
        thing = f"voice_link:{link.id}"
        audit(session, "skills.make_link", actor_id=actor.person_id, about_id=actor.person_id, thing=thing)
    return f"/voice/{key}?language={spoken()}"


async def _whose(session: AsyncSession, request: UUID) -> UUID | None:
    found = await session.execute(select(col(VoiceLink.person_id)).where(col(VoiceLink.request) == request))
    return found.scalar_one_or_none()


def _usable() -> ColumnElement[bool]:
    """Filter: links that can be answered."""
    return and_(
        col(VoiceLink.answered_at).is_(None), col(VoiceLink.ended_at).is_(None), col(VoiceLink.until_at) > now()
    )


def _open_links(person_id: UUID) -> list[ColumnElement[bool]]:
    return [col(VoiceLink.person_id) == person_id, _usable()]


async def end_link(actor: Actor, link_id: UUID) -> None:
    """A link of the actor's says nothing any more. Ended already: fine."""
    async with writing() as session:
        link = await session.get(VoiceLink, link_id, with_for_update=True)
        if link is None or link.person_id != actor.person_id:
            raise NotFound()
        if link.ended_at is None:
            link.ended_at = now()
            thing = f"voice_link:{link.id}"
            audit(session, "skills.end_link", actor_id=actor.person_id, about_id=actor.person_id, thing=thing)


async def load_link(key: str) -> LinkView | None:
    """What the link with that secret says; None for one there is not, or not any more. Looking leaves nothing."""
    async with reading() as session:
        link = await _link(session, key)
        if link is None or not await _still_a_pupil(session, link.person_id):
            return None
        asks = await _asks(session, link.id)
        if not asks:
            return None
        person = await session.get_one(Person, link.person_id)
        return LinkView(person.name.split()[0], tuple(_skill(one) for one in asks))


async def answer_link(key: str, said: Mapping[str, Said], name: str, organisation: str) -> None:
    """Say how somebody outside school sees the capabilities of a link, once for all of them.

    Raises `Invalid` with the field; `NotFound` for a link there is not, or that was answered meanwhile.
    """
    giver = one_line(name, field="name", most=LONGEST_NAME, empty=N_("Write your name."))
    where = one_line(
        organisation,
        field="organisation",
        most=LONGEST_ORGANISATION,
        empty=N_("Write where you saw the pupil: a company, a club, a family."),
    )
    async with writing() as session:
        link = await _link(session, key, lock=True)
        if link is None:
            raise NotFound()
        if not await _still_a_pupil(session, link.person_id):
            raise Invalid(LEFT)
        asks = await _asks(session, link.id)
        if not asks:
            raise NotFound()
        if set(said) != {ask.capability for ask in asks}:
            raise Invalid(CHOOSE_ONE, field="step")
        request = uuid4()
        for ask in asks:
            used, known = policy.known_capability(ask.framework, ask.capability)
            row = voice_row(
                used, known, said[ask.capability], person_id=link.person_id, kind=Voice.HOST, request=request
            )
            row.giver_name, row.organisation, row.link_id = giver, where, link.id
            session.add(row)
            ask.ended_at = now()
            audit(session, "skills.answer_link", actor_id=None, about_id=link.person_id, thing=f"voice:{row.id}")
            await tell_of(session, row)
        link.answered_at = now()


async def _link(session: AsyncSession, key: str, *, lock: bool = False) -> VoiceLink | None:
    found = select(VoiceLink).where(col(VoiceLink.key_hash) == digest(key), _usable())
    return (await session.execute(found.with_for_update() if lock else found)).scalar_one_or_none()


async def _asks(session: AsyncSession, link_id: UUID) -> list[VoiceAsk]:
    """What is still asked: not about what is retired meanwhile."""
    rows = await session.execute(
        select(VoiceAsk)
        .where(col(VoiceAsk.link_id) == link_id, col(VoiceAsk.ended_at).is_(None))
        .order_by(col(VoiceAsk.capability))
    )
    return [ask for ask in rows.scalars() if policy.is_in_use(ask.framework, ask.capability)]


async def _still_a_pupil(session: AsyncSession, person_id: UUID) -> bool:
    return bool((await session.execute(select(keeps_a_portfolio(person_id)))).scalar_one())


def _skill(ask: VoiceAsk) -> AskedSkill:
    used, known = policy.known_capability(ask.framework, ask.capability)
    if known.poles:
        choices = [AskedChoice(str(at), position_words(used, known.poles, at)) for at in range(1, known.most + 1)]
    else:
        choices = [
            AskedChoice(str(step.value), used.text(step.name, spoken()), used.text(step.help, spoken()))
            for step in used.scale
        ]
    return AskedSkill(known.code, used.text(known.name, spoken()), used.text(known.meaning, spoken()), tuple(choices))
