"""Offering credentials: a teacher to pupils of a class of theirs, or another domain for what it has seen done.

Nothing is signed here. An offer is a question, and the pupil answers it (`accepting.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person, Role
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import one_line
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import CREDENTIAL_OFFERED
from portfolio_app.portfolio.credentials import policy
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.schools.models import School
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.models import GivenVoice, Voice
from portfolio_app.skills.policy import known_capability

LONGEST_TITLE = 160
LONGEST_CRITERIA = 600
MOST_PUPILS = 60
"""Pupils in one offer: more than any class has."""
OFFER = "credential-offer"
"""What a notice about an offer speaks of."""


@dataclass(frozen=True)
class Preview:
    """What would be offered, by which school, and to whom, by name."""

    title: str = ""
    criteria: str = ""
    school: str = ""
    names: tuple[str, ...] = ()


BY_TEACHERS = (CredentialKind.CAPABILITY, CredentialKind.ACHIEVEMENT)
"""What a teacher offers by hand."""


@dataclass(frozen=True)
class What:
    """What is certified. For an achievement a `title`; for a capability its code, and whether the teacher says now
    that they have seen it (`said_now`)."""

    kind: CredentialKind
    criteria: str
    title: str = ""
    capability: str = ""
    framework: str = ""
    language: str = ""
    said_now: bool = False


async def offer(actor: Actor, class_id: UUID, pupils: Collection[UUID], what: What, request: UUID) -> int:
    """Offer each of these pupils of a class of the actor's a credential of the school; returns how many are new.

    Sent twice, offered once; whoever has the same from this school, or has it waiting, is not asked again. Raises
    `Refused` for anybody but a teacher, `NotFound` for a class the actor does not teach, `Invalid` with the field.
    """
    async with writing() as session:
        school, said = await _may_offer(session, actor, class_id, pupils, what)
        await _check_own_form(session, actor, request)
        return await offer_to(session, school.id, set(pupils), said, by_id=actor.person_id, request=request)


async def preview(actor: Actor, class_id: UUID, pupils: Collection[UUID], what: What) -> Preview:
    """What would be offered, and to whom. Nothing is kept; raises what `offer` raises."""
    async with reading() as session:
        school, said = await _may_offer(session, actor, class_id, pupils, what)
        names = await session.execute(
            select(col(Person.name)).where(col(Person.id).in_(set(pupils))).order_by(col(Person.sort_name))
        )
        return Preview(said.title, said.criteria, school.name, tuple(names.scalars()))


async def _may_offer(
    session: AsyncSession, actor: Actor, class_id: UUID, pupils: Collection[UUID], what: What
) -> tuple[School, What]:
    """The school, and what it would say, when the actor may offer that to all of these."""
    if not actor.has(Role.TEACHER):
        raise Refused()
    if what.kind not in BY_TEACHERS:
        raise NotFound()
    if not pupils:
        raise Invalid(N_("Tick at least one pupil."), field="pupil")
    if len(pupils) > MOST_PUPILS:
        raise Invalid(N_("This is too many pupils for one offer."), field="pupil")
    school = (await policy.check_teaches_class(session, actor, class_id))[1]
    await policy.check_pupils_of(session, class_id, pupils)
    said = checked(what, school)
    if said.kind is CredentialKind.CAPABILITY and not said.said_now:
        await _check_spoken(session, actor, pupils, said)
    return school, said


async def offer_to(
    session: AsyncSession, school_id: UUID, pupils: Collection[UUID], what: What, *, by_id: UUID | None, request: UUID
) -> int:
    """Within a transaction that has asked its own policy: offer these pupils what was `checked`; how many are new.

    For domains that know of something done: a module, a placement, a term as an ambassador. `by_id` is None where
    whoever said so at school has left.
    """
    new = 0
    for person_id in sorted(pupils):
        row = Credential(
            person_id=person_id,
            school_id=school_id,
            by_id=by_id,
            kind=what.kind,
            framework=what.framework,
            capability=what.capability,
            title=what.title,
            criteria=what.criteria,
            language=what.language,
            offered_at=now(),
            request=request,
        )
        if await insert_new(session, row):
            new += 1
            about = About(person_id, OFFER, str(row.id))
            await notify(session, person_id, CREDENTIAL_OFFERED, by=by_id, about=about, once=f"{OFFER}:{row.id}")
            _audit(session, "credentials.offer", by_id, row)
    return new


def checked(what: What, school: School) -> What:
    """`what` with its words made fit to be signed, as a school of that framework and language says it.

    Raises `Invalid` with the field, and `NotFound` for a capability the school's framework does not have.
    """
    criteria = one_line(
        what.criteria,
        field="criteria",
        most=LONGEST_CRITERIA,
        empty=N_("Write in a sentence what was done for it."),
    )
    if what.kind is CredentialKind.CAPABILITY:
        used = pupils_framework(school.framework)
        if not what.capability:
            raise Invalid(N_("Choose the skill."), field="capability")
        known = known_capability(used.code, what.capability)[1]
        title = used.text(known.name, school.language)[:LONGEST_TITLE]
        return replace(what, criteria=criteria, title=title, framework=used.code, language=school.language)
    title = one_line(what.title, field="title", most=LONGEST_TITLE, empty=N_("Give it a title."))
    return replace(what, criteria=criteria, title=title, capability="", framework="", language=school.language)


async def _check_own_form(session: AsyncSession, actor: Actor, request: UUID) -> None:
    sent = (await session.execute(select(col(Credential.by_id)).where(col(Credential.request) == request))).scalars()
    if any(by_id != actor.person_id for by_id in sent):
        raise NotFound()


async def _check_spoken(session: AsyncSession, actor: Actor, pupils: Collection[UUID], what: What) -> None:
    """Raise `Invalid` unless the actor has said of each that they see this capability in them. Others' words do not
    count: the actor may not know of them."""
    if not set(pupils) <= await spoken_for(session, actor, what.framework, what.capability):
        raise Invalid(
            N_("You have not said yet of all you ticked that you see this skill in them. Say so here, or untick them."),
            field="said_now",
        )


async def spoken_for(session: AsyncSession, actor: Actor, framework: str, capability: str) -> set[UUID]:
    """The pupils in whom the actor said that they see this capability."""
    rows = await session.execute(
        select(col(GivenVoice.person_id)).where(
            col(GivenVoice.giver_id) == actor.person_id,
            col(GivenVoice.kind) == Voice.TEACHER,
            col(GivenVoice.framework) == framework,
            col(GivenVoice.capability) == capability,
            col(GivenVoice.step) > 0,
            col(GivenVoice.replaced_at).is_(None),
        )
    )
    return set(rows.scalars())


async def take_back_offer(actor: Actor, credential_id: UUID) -> None:
    """Take back an offer the actor made, as long as it waits: nothing is left of it. Raises `NotFound`."""
    async with writing() as session:
        gone = await session.execute(
            delete(Credential)
            .where(
                col(Credential.id) == credential_id,
                col(Credential.by_id) == actor.person_id,
                col(Credential.accepted_at).is_(None),
                col(Credential.declined_at).is_(None),
            )
            .returning(col(Credential.person_id))
        )
        person_id = gone.scalar_one_or_none()
        if person_id is None:
            raise NotFound()
        await withdraw(session, CREDENTIAL_OFFERED, f"{OFFER}:{credential_id}")
        thing = f"credential:{credential_id}"
        audit(session, "credentials.take_back", actor_id=actor.person_id, about_id=person_id, thing=thing)


def _audit(session: AsyncSession, action: str, by_id: UUID | None, row: Credential, **detail: Any) -> None:
    audit(
        session,
        action,
        actor_id=by_id,
        about_id=row.person_id,
        school_id=row.school_id,
        thing=f"credential:{row.id}",
        kind=str(row.kind),
        **detail,
    )
