"""A pupil says where they have asked, or takes it back; an adult who looks after them invites the workplace as a host
of the region, or says why not. The pupil and the workplace do not write to each other here."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import folded, one_line, phone_number, several_lines
from portfolio_app.marketplace.contacts import ContactForm, ask, contact_values
from portfolio_app.marketplace.hosts import HostForm, host_values
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.marketplace.noticing import tell_of_invited
from portfolio_app.marketplace.suggesting import policy
from portfolio_app.marketplace.suggesting.models import FoundPlace
from portfolio_app.marketplace.suggesting.noticing import PLACE
from portfolio_app.marketplace.towns import keep_town, look_up
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify
from portfolio_app.notices.addresses import checked
from portfolio_app.notices.kinds import FOUND_PLACE_ANSWERED
from portfolio_app.schools.models import School
from portfolio_app.sharing.actions import one_at_a_time

MOST = 10
"""Workplaces that a pupil may have waiting for an answer."""
INVITED, NOT = "invited", "not"
ANSWERED = N_("It is answered already. Your teacher knows more.")


@dataclass(frozen=True)
class PlaceForm(Typed):
    """What a pupil says of a workplace at which they asked."""

    place: str = ""
    town: str = ""
    contact: str = ""
    mail: str = ""
    phone: str = ""
    words: str = ""


async def say_found(actor: Actor, form: PlaceForm, request: UUID) -> None:
    """Keep where the actor, a pupil, has asked. Sent twice, kept once. Raises `Invalid` and `NotFound`."""
    school, values = policy.school_of(actor), _cleaned(form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        sent = await session.scalar(select(col(FoundPlace.person_id)).where(col(FoundPlace.request) == request))
        if sent is not None:
            if sent != actor.person_id:
                raise NotFound()
            return
        waiting = await session.scalar(
            select(func.count()).where(
                col(FoundPlace.person_id) == actor.person_id,
                col(FoundPlace.ended_at).is_(None),
                col(FoundPlace.answer) == "",
            )
        )
        if (waiting or 0) >= MOST:
            raise Invalid(
                N_("{n} workplaces wait for an answer already. Talk with your teacher."), field="place", n=MOST
            )
        row = FoundPlace(person_id=actor.person_id, school_id=school, **values, made_at=now(), request=request)
        if await insert_new(session, row):
            _audit(session, "say_found", actor, row)


async def take_back_found(actor: Actor, place_id: str, *, back: bool = False) -> None:
    """The actor does not want it any more, as long as nobody has answered; or does again (`back`), within 30 days.
    Done already: fine. Raises `Invalid` and `NotFound`."""
    async with writing() as session:
        row = await policy.check_own(session, actor, place_id)
        if back == (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        if not back and row.answer:
            raise Invalid(ANSWERED)
        row.ended_at = None if back else now()
        _audit(session, "restore_found" if back else "take_back_found", actor, row)


async def invite(actor: Actor, place_id: str, host: HostForm, contact: ContactForm) -> bool:
    """Invite a workplace as a host of the region: its contact is asked by mail whether they are the right one, and the
    region's coordinators are told; they approve it. Returns False where the region has this host already: then nobody
    is written to. Done already: fine. Raises `Invalid`, `TooMany` and `NotFound`."""
    async with reading() as session:
        place = await policy.check_guides(session, actor, place_id, lock=False)
        region = (await session.get_one(School, place.school_id)).region_id
    values: dict[str, Any] = host_values(host) | {"note": ""}
    town = await look_up(region, values["town"])
    async with writing() as session:
        place = await policy.check_guides(session, actor, place_id)
        if place.answer == INVITED:
            return True
        found = await _same_host(session, region, values["sort_name"], values["town"])
        if new := found is None:
            writes_to = contact_values(contact)
            moment = now()
            found = Host(
                region_id=region,
                **values,
                made_at=moment,
                made_by=actor.person_id,
                changed_at=moment,
                request=uuid4(),
            )
            session.add(found)
            await keep_town(session, town)
            row = HostContact(host_id=found.id, **writes_to, made_at=moment, request=uuid4())
            await session.flush()
            session.add(row)
            await session.flush()
            await ask(session, row)
            await tell_of_invited(session, found, actor.person_id)
        await _answer(session, actor, place, INVITED, "", found.id)
    return new


async def decline(actor: Actor, place_id: str, words: str) -> None:
    """A workplace is not invited, and why; the pupil reads it. Raises `Invalid` without words or once it is invited,
    and `NotFound`."""
    async with writing() as session:
        place = await policy.check_guides(session, actor, place_id)
        said = one_line(
            words, field=f"why-{place.id}", most=300, empty=N_("Write in a sentence why, and what to try next.")
        )
        if place.answer == INVITED:
            raise Invalid(N_("It is invited already."), field=f"why-{place.id}")
        if (place.answer, place.answer_words) == (NOT, said):
            return
        await _answer(session, actor, place, NOT, said, None)


async def open_again(actor: Actor, place_id: str) -> None:
    """Take back that a workplace is not invited. Nothing to take back: fine. Raises `NotFound`."""
    async with writing() as session:
        place = await policy.check_guides(session, actor, place_id)
        if place.answer != NOT:
            return
        place.answer, place.answer_words, place.answered_at, place.answered_by = "", "", None, None
        _audit(session, "open_found_again", actor, place)


async def _answer(
    session: AsyncSession, actor: Actor, place: FoundPlace, answer: str, words: str, host: UUID | None
) -> None:
    place.answer, place.answer_words, place.host_id = answer, words, host
    place.answered_at, place.answered_by = now(), actor.person_id
    about = About(place.person_id, PLACE, str(place.id))
    await notify(
        session,
        place.person_id,
        FOUND_PLACE_ANSWERED,
        by=actor.person_id,
        about=about,
        once=f"found {place.id} {answer} {words}",
    )
    _audit(session, "invite_found" if answer == INVITED else "decline_found", actor, place)


async def _same_host(session: AsyncSession, region: UUID, sort_name: str, town: str) -> Host | None:
    """A host of that name in that town, however they are spelt."""
    rows = await session.execute(
        select(Host).where(
            col(Host.region_id) == region, col(Host.sort_name) == sort_name, col(Host.ended_at).is_(None)
        )
    )
    return next((one for one in rows.scalars() if folded(one.town) == folded(town)), None)


def _cleaned(form: PlaceForm) -> dict[str, Any]:
    mail = form.mail.strip()
    if mail:
        try:
            mail = checked(mail)
        except Invalid as problem:
            raise Invalid(problem.message, field="mail") from problem
    return {
        "place": one_line(form.place, field="place", most=120, empty=N_("Write what the workplace is called.")),
        "town": one_line(form.town, field="town", most=80, empty=N_("Write in which town or village it is.")),
        "contact": one_line(form.contact, field="contact", most=120),
        "mail": mail,
        "phone": phone_number(form.phone, field="phone"),
        "words": several_lines(form.words, field="words", most=500),
    }


def _audit(session: AsyncSession, verb: str, actor: Actor, row: FoundPlace) -> None:
    audit(
        session,
        f"marketplace.{verb}",
        actor_id=actor.person_id,
        about_id=row.person_id,
        school_id=row.school_id,
        thing=f"found_place:{row.id}",
    )
