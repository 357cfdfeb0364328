"""Three voices: a pupil asks an adult how they see a capability; the adult says so; the pupil answers that or hides it.

Nobody speaks about what they were not asked about, and nobody but its giver ever changes a voice: within a day it is
put right by a new one in its place, after that a new one stands beside it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import several_lines
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import VOICE_ASKED, VOICE_FROM_OUTSIDE, VOICE_GIVEN, VOICE_REPORTED
from portfolio_app.schools.membership import belonging, framework_of
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.noticing import about
from portfolio_app.sharing.policy import GUIDES, is_guide_of, must_be_nameable
from portfolio_app.skills import policy
from portfolio_app.skills.framework import Capability, Framework
from portfolio_app.skills.models import GivenVoice, Voice, VoiceAsk, Why
from portfolio_app.skills.things import capability_thing

LONGEST_REASON = 2000
MOST_OPEN = 200
"""Open questions of one pupil: every capability to a dozen adults."""
REPLACED_WITHIN = timedelta(days=1)
NOT_SEEN = 0
ASKED = "voice"
"""What a notice about an open question speaks of: the capability, by its name as a thing."""
LEFT = N_("This pupil has left the school, so nobody here can say anything more about their skills.")
CHOOSE_ONE = N_("Choose what you have seen, or “I have not seen this”.")
CHOOSE_SKILL = N_("Choose at least one skill.")


@dataclass(frozen=True)
class Said:
    """What an adult says about a capability: a step (0: not seen), and why."""

    step: int
    reason: str = ""


@dataclass(frozen=True)
class FromHost:
    """Somebody at a host who said something about a pupil there, when, and the id of what they said."""

    name: str
    organisation: str
    at: datetime
    id: UUID


async def ask(actor: Actor, adult_id: UUID, capabilities: Collection[str]) -> int:
    """Ask a teacher or counsellor of the actor's school how they see these capabilities of the actor's framework.

    Returns how many were not asked of them already. Raises `Invalid` with the field, `NotFound` for somebody who
    cannot be asked and for a capability there is not.
    """
    policy.may_keep_skills(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await must_be_nameable(session, actor.person_id, [adult_id])
        used, asked = await known_capabilities(session, actor, capabilities)
        new = await add_asks(session, actor, used.code, asked, adult_id=adult_id)
        if new:
            where = About(actor.person_id, ASKED, capability_thing(used.code, new[0]))
            await notify(session, adult_id, VOICE_ASKED, by=actor.person_id, about=where)
        return len(new)


async def ask_all(actor: Actor, adults: Sequence[UUID], capabilities: Collection[str]) -> None:
    """`ask` each of several adults; raises `Invalid` for none."""
    if not adults:
        raise Invalid(N_("Choose at least one person."), field="adult")
    for adult_id in adults:
        await ask(actor, adult_id, capabilities)


async def known_capabilities(
    session: AsyncSession, actor: Actor, capabilities: Collection[str]
) -> tuple[Framework, Sequence[str]]:
    """Those capabilities of the actor's framework, each once. Raises `Invalid` for none, `NotFound` for an unknown."""
    code = await framework_of(session, actor.person_id)
    wanted = list(dict.fromkeys(capabilities))
    if not wanted:
        raise Invalid(CHOOSE_SKILL, field="capabilities")
    used = [policy.known_capability(code, one)[0] for one in wanted]
    return used[0], wanted


async def add_asks(
    session: AsyncSession,
    actor: Actor,
    framework_code: str,
    capabilities: Sequence[str],
    *,
    adult_id: UUID | None = None,
    link_id: UUID | None = None,
) -> list[str]:
    """Within a transaction that has called `one_at_a_time`: open these questions; those that were not open before."""
    new: list[str] = []
    for capability in capabilities:
        row = VoiceAsk(
            person_id=actor.person_id,
            adult_id=adult_id,
            link_id=link_id,
            framework=framework_code,
            capability=capability,
            why=Why.PUPIL,
            asked_at=now(),
        )
        if await insert_new(session, row):
            new.append(capability)
            _audit(session, "skills.ask", actor.person_id, actor.person_id, f"voice_ask:{row.id}")
    count = select(func.count()).where(*_open_asks(actor.person_id))
    if new and (await session.execute(count)).scalar_one() > MOST_OPEN:
        raise Invalid(N_("You have many questions open already. End some of them first."), field="capabilities")
    return new


def _open_asks(person_id: UUID) -> list[Any]:
    return [col(VoiceAsk.person_id) == person_id, col(VoiceAsk.ended_at).is_(None)]


async def end_ask(actor: Actor, adult_id: UUID, capability: str = "") -> None:
    """The actor does not ask that adult any more: about one capability, or about any. What they said stays."""
    async with writing() as session:
        which = [*_open_asks(actor.person_id), col(VoiceAsk.adult_id) == adult_id]
        if capability:
            which.append(col(VoiceAsk.capability) == capability)
        ended = await session.execute(update(VoiceAsk).where(*which).values(ended_at=now()).returning(col(VoiceAsk.id)))
        for ask_id in ended.scalars():
            _audit(session, "skills.end_ask", actor.person_id, actor.person_id, f"voice_ask:{ask_id}")


async def give(actor: Actor, pupil_id: UUID, said: Mapping[str, Said], request: UUID) -> None:
    """Say how the actor sees capabilities (by `capability_thing`) a pupil asked them about. Sent twice, kept once.

    Raises `Invalid` with the field, and for a pupil who has left; `NotFound` for what the actor was not asked about.
    """
    if not actor.has(*GUIDES):
        raise Refused()
    if not said:
        raise Invalid(CHOOSE_ONE, field="step")
    async with writing() as session:
        asked = await _asked(session, actor, pupil_id)
        if not set(said) <= set(asked):
            raise NotFound()
        if not await is_guide_of(session, actor, pupil_id):
            raise Invalid(LEFT)
        await one_at_a_time(session, pupil_id)
        for thing, one in said.items():
            await _give_one(session, actor, pupil_id, *asked[thing], one, request)


async def _asked(session: AsyncSession, actor: Actor, pupil_id: UUID) -> Mapping[str, tuple[Framework, Capability]]:
    rows = await session.execute(
        select(col(VoiceAsk.framework), col(VoiceAsk.capability)).where(
            *_open_asks(pupil_id), col(VoiceAsk.adult_id) == actor.person_id
        )
    )
    # What is retired meanwhile can be answered no more, and keeps nobody from answering the rest.
    return {
        capability_thing(code, one): policy.known_capability(code, one)
        for code, one in rows
        if policy.is_in_use(code, one)
    }


async def _give_one(
    session: AsyncSession,
    actor: Actor,
    pupil_id: UUID,
    used: Framework,
    known: Capability,
    one: Said,
    request: UUID,
) -> None:
    row = voice_row(used, known, one, person_id=pupil_id, kind=Voice.TEACHER, request=request)
    row.giver_id = actor.person_id
    if not await insert_new(session, row):
        sent = select(col(GivenVoice.giver_id)).where(
            col(GivenVoice.request) == request, col(GivenVoice.capability) == known.code
        )
        if (await session.execute(sent)).scalar_one_or_none() != actor.person_id:
            raise NotFound()
        return
    replaced = await _replace(session, row)
    _audit(session, "skills.give", actor.person_id, pupil_id, f"voice:{row.id}", replaced=replaced)
    await tell_of(session, row)


def voice_row(
    used: Framework, known: Capability, one: Said, *, person_id: UUID, kind: Voice, request: UUID
) -> GivenVoice:
    """A voice, not yet written. Raises `Invalid` for a step the capability does not have, and for a long reason."""
    if not NOT_SEEN <= one.step <= known.most:
        raise Invalid(CHOOSE_ONE, field="step")
    return GivenVoice(
        person_id=person_id,
        kind=kind,
        framework=used.code,
        framework_version=used.version,
        capability=known.code,
        step=one.step,
        on_dial=known.poles is not None,
        reason=several_lines(one.reason, field="reason", most=LONGEST_REASON),
        made_at=now(),
        request=request,
    )


async def keep_from_host(
    session: AsyncSession, person_id: UUID, about_what: tuple[str, str], said: Said, giver: FromHost, *, keep: bool
) -> None:
    """Within the transaction of a pupil who may: what a host said stands among the voices about a capability (the codes
    of its framework and its own), or is hidden again. Several capabilities of one `giver.id` are one person's.

    Raises `NotFound` for a capability there is not.
    """
    used, known = policy.known_capability(*about_what)
    row = voice_row(used, known, said, person_id=person_id, kind=Voice.HOST, request=giver.id)
    row.giver_name, row.organisation, row.made_at = giver.name, giver.organisation, giver.at
    if not (keep and await insert_new(session, row)):
        await session.execute(
            update(GivenVoice)
            .where(
                col(GivenVoice.person_id) == person_id,
                col(GivenVoice.request) == giver.id,
                col(GivenVoice.capability) == known.code,
            )
            .values(hidden_at=None if keep else now())
        )
    _audit(session, "skills.keep_from_host", person_id, person_id, f"voice_of:{giver.id}", kept=keep)


async def tell_of(session: AsyncSession, row: GivenVoice) -> None:
    """The pupil is told, once for a voice."""
    where = about(row.person_id, Kind.CAPABILITY, capability_thing(row.framework, row.capability))
    kind = VOICE_GIVEN if row.giver_id else VOICE_FROM_OUTSIDE
    await notify(session, row.person_id, kind, by=row.giver_id, about=where, once=f"voice:{row.id}")


async def _replace(session: AsyncSession, row: GivenVoice) -> bool:
    """Put `row` in the place of what its giver said within the last day, unless the pupil has answered that."""
    former = await session.execute(
        update(GivenVoice)
        .where(
            col(GivenVoice.person_id) == row.person_id,
            col(GivenVoice.giver_id) == row.giver_id,
            col(GivenVoice.framework) == row.framework,
            col(GivenVoice.capability) == row.capability,
            col(GivenVoice.id) != row.id,
            col(GivenVoice.made_at) > row.made_at - REPLACED_WITHIN,
            col(GivenVoice.answered_at).is_(None),
            col(GivenVoice.hidden_at).is_(None),
            col(GivenVoice.replaced_at).is_(None),
        )
        .values(replaced_at=row.made_at)
        .returning(col(GivenVoice.id))
    )
    gone = list(former.scalars())
    for voice_id in gone:
        await withdraw(session, VOICE_GIVEN, f"voice:{voice_id}")
    return bool(gone)


async def answer(actor: Actor, voice_id: UUID, words: str) -> None:
    """Answer a voice about the actor, or take the answer away with no words. Whoever gave it sees the answer."""
    text = several_lines(words, field="answer", most=LONGEST_REASON)
    async with writing() as session:
        found = await _own(session, actor, voice_id)
        found.answer, found.answered_at = text, now() if text else None
        _audit(session, "skills.answer", actor.person_id, actor.person_id, f"voice:{voice_id}", empty=not text)


async def hide(actor: Actor, voice_id: UUID, *, hidden: bool = True) -> None:
    """Take a voice about the actor out of their picture and out of everybody's sight but its giver's, or bring it
    back."""
    async with writing() as session:
        found = await _own(session, actor, voice_id)
        found.hidden_at = (found.hidden_at or now()) if hidden else None
        _audit(session, "skills.hide", actor.person_id, actor.person_id, f"voice:{voice_id}", hidden=hidden)


async def report(actor: Actor, voice_id: UUID) -> None:
    """Hide a voice and ask the school's counsellors (its coordinators, where there are none) to talk with the actor
    about it. They are told that, and not the words."""
    async with writing() as session:
        found = await _own(session, actor, voice_id)
        if found.reported_at is not None:
            return
        found.hidden_at = found.hidden_at or now()
        found.reported_at = now()
        for adult in await _to_be_told(session, actor):
            await notify(session, adult, VOICE_REPORTED, by=actor.person_id, once=f"voice:{voice_id} {adult}")
        _audit(session, "skills.report", actor.person_id, actor.person_id, f"voice:{voice_id}")


async def _to_be_told(session: AsyncSession, actor: Actor) -> Sequence[UUID]:
    school = (await belonging(session, actor.person_id)).school_id
    for role in (Role.COUNSELLOR, Role.COORDINATOR):
        rows = await session.execute(
            select(col(Membership.person_id)).where(
                col(Membership.school_id) == school, col(Membership.role) == role, col(Membership.ended_at).is_(None)
            )
        )
        if found := rows.scalars().all():
            return found
    return ()


async def _own(session: AsyncSession, actor: Actor, voice_id: UUID) -> GivenVoice:
    found = await session.get(GivenVoice, voice_id, with_for_update=True)
    if found is None or found.person_id != actor.person_id or found.replaced_at is not None:
        raise NotFound()
    return found


def _audit(session: AsyncSession, action: str, actor: UUID, about_id: UUID, thing: str, **detail: Any) -> None:
    audit(session, action, actor_id=actor, about_id=about_id, thing=thing, **detail)
