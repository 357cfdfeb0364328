"""A pupil applies in a few words, or takes it back; an adult chooses, or says why not. What a pupil wrote is read by
the teachers and counsellors of their school, and by nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.accounts.policy import holds
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import (
    GROUPS,
    Ambassador,
    AmbassadorAction,
    AmbassadorApplication,
    AmbassadorReflection,
    AmbassadorTalk,
    AmbassadorTerm,
)
from portfolio_app.ambassadors.terms.auditing import audit_term
from portfolio_app.ambassadors.terms.noticing import APPLICATION, TERM
from portfolio_app.ambassadors.terms.serving import taken_of
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.marketplace.placements.policy import allowed_one
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import AMBASSADOR_ANSWERED, AMBASSADOR_APPLIED

CHOSEN, NOT = "chosen", "not"
TOO_LATE = N_("The last day to apply is over. Talk with a teacher.")
ANSWERED = N_("It is answered already. Your teacher knows more.")


@dataclass(frozen=True)
class ApplicationForm(Typed):
    """What a pupil writes: why, whom they can reach (a code of `GROUPS`), and the same in their own words."""

    why: str = ""
    reaches: str = ""
    reach_words: str = ""


def application_draft(term_id: UUID) -> str:
    """The name of the draft of an application."""
    return f"ambassador-application:{term_id}"


async def apply(actor: Actor, term_id: str | UUID, form: ApplicationForm, version: int = 0) -> None:
    """Keep what the actor writes for a term at a school of theirs; `version` is of the words that are changed, 0 where
    there are none. Sent twice, kept once; one that was taken back stands again. Several calls can stand on one page, so
    fields are named with the term's id.

    Raises `Invalid` with the field, also when it is too late or answered; `Conflict`; `NotFound`.
    """
    values = _cleaned(form, suffix := f"-{term_id}")
    async with writing() as session:
        term = await allowed_one(session, AmbassadorTerm, term_id, policy.terms_of_pupil(actor), lock=True)
        row = await _own(session, actor, term.id)
        await drop_draft(session, actor.person_id, application_draft(term.id))
        if row is not None and row.withdrawn_at is None and _same(row, values):
            return
        if term.apply_until < local_date(now()):
            raise Invalid(TOO_LATE, field="why" + suffix)
        if row is None:
            moment = now()
            row = AmbassadorApplication(
                term_id=term.id, person_id=actor.person_id, **values, made_at=moment, changed_at=moment
            )
            session.add(row)
            await session.flush()
        else:
            if row.answer:
                raise Invalid(ANSWERED, field="why" + suffix)
            if row.withdrawn_at is None and row.version != version:
                raise Conflict()
            for name, value in values.items():
                setattr(row, name, value)
            row.withdrawn_at, row.version, row.changed_at = None, row.version + 1, now()
        if term.opened_by is not None:
            about = About(actor.person_id, APPLICATION, str(row.id))
            once = _once(row)
            await notify(session, term.opened_by, AMBASSADOR_APPLIED, by=actor.person_id, about=about, once=once)
        audit_term(session, "apply", actor, term, about=actor.person_id)


async def withdraw_application(actor: Actor, term_id: str | UUID, *, back: bool = False) -> None:
    """The actor does not want to any more, as long as nobody has answered; or does again (`back`), within 30 days.
    Done already: fine. Raises `Invalid` and `NotFound`."""
    async with writing() as session:
        term = await allowed_one(session, AmbassadorTerm, term_id, policy.terms_of_pupil(actor), lock=True)
        row = await _own(session, actor, term.id)
        if row is None:
            raise NotFound()
        if back is (row.withdrawn_at is None):
            return
        if row.withdrawn_at is not None and row.withdrawn_at <= rested_before():
            raise NotFound()
        if not back and row.answer:
            raise Invalid(ANSWERED)
        row.withdrawn_at = None if back else now()
        row.version += 1
        if not back:
            await withdraw(session, AMBASSADOR_APPLIED, _once(row))
        audit_term(session, "restore_application" if back else "withdraw_application", actor, term, about=row.person_id)


async def choose(actor: Actor, application_id: str | UUID) -> None:
    """Choose a pupil for the term they applied for, as long as there are places. Chosen already: fine.

    Raises `Invalid` when all places are taken or they are no pupil of the school any more, and `NotFound`.
    """
    async with writing() as session:
        row, term = await _to_answer(session, actor, application_id)
        if row.answer == CHOSEN:
            return
        if await taken_of(session, term.id) >= term.places:
            raise Invalid(N_("All {n} places are taken. Change the term if there are to be more."), n=term.places)
        if not await session.scalar(select(holds(row.person_id, term.school_id, Role.PUPIL))):
            raise Invalid(N_("They are not at this school any more."))
        session.add(
            Ambassador(
                term_id=term.id,
                school_id=term.school_id,
                person_id=row.person_id,
                chosen_at=now(),
                chosen_by=actor.person_id,
            )
        )
        await _answer(session, actor, term, row, CHOSEN, "")


async def decline(actor: Actor, application_id: str | UUID, words: str) -> None:
    """Say that it is somebody else this time, and why; the pupil reads it. Raises `Invalid` without words and for
    whoever is chosen, and `NotFound`."""
    field = f"words-{as_id(application_id)}"
    async with writing() as session:
        row, term = await _to_answer(session, actor, application_id)
        said = one_line(words, field=field, most=300, empty=N_("Write them a sentence: why, and what they can do."))
        if row.answer == CHOSEN:
            raise Invalid(N_("They are chosen. Take that back first."), field=field)
        if (row.answer, row.answer_words) == (NOT, said):
            return
        await _answer(session, actor, term, row, NOT, said)


async def take_back_answer(actor: Actor, application_id: str | UUID) -> None:
    """Open an application again; whoever was chosen is no ambassador then. Nothing to take back: fine.

    Raises `Invalid` once they have begun (then their term is ended instead), and `NotFound`.
    """
    async with writing() as session:
        row, term = await _to_answer(session, actor, application_id)
        if not row.answer:
            return
        if row.answer == CHOSEN:
            await _unchoose(session, term, row)
        row.answer, row.answer_words, row.answered_at, row.answered_by = "", "", None, None
        row.version += 1
        await withdraw(session, AMBASSADOR_ANSWERED, _once(row))
        audit_term(session, "open_application_again", actor, term, about=row.person_id)


async def _unchoose(session: AsyncSession, term: AmbassadorTerm, row: AmbassadorApplication) -> None:
    wanted = select(Ambassador).where(col(Ambassador.term_id) == term.id, col(Ambassador.person_id) == row.person_id)
    chosen = (await session.execute(wanted)).scalar_one_or_none()
    if chosen is None:
        return
    begun = select(
        or_(
            *(
                exists().where(col(kind.ambassador_id) == chosen.id)
                for kind in (AmbassadorAction, AmbassadorTalk, AmbassadorReflection)
            )
        )
    )
    if chosen.ended_at is not None or await session.scalar(begun):
        raise Invalid(N_("They have begun. End their term instead, so that their log stays theirs."))
    await session.delete(chosen)


async def _to_answer(
    session: AsyncSession, actor: Actor, application_id: str | UUID
) -> tuple[AmbassadorApplication, AmbassadorTerm]:
    """An application that stands, with its term, locked so that places are counted one at a time."""
    wanted = select(col(AmbassadorApplication.term_id)).where(
        col(AmbassadorApplication.id) == as_id(application_id), col(AmbassadorApplication.withdrawn_at).is_(None)
    )
    term_id = await session.scalar(wanted)
    if term_id is None:
        raise NotFound()
    term = await policy.check_term(session, actor, term_id, lock=True)
    row = await session.get_one(AmbassadorApplication, as_id(application_id), populate_existing=True)
    return row, term


async def _answer(
    session: AsyncSession, actor: Actor, term: AmbassadorTerm, row: AmbassadorApplication, answer: str, words: str
) -> None:
    row.answer, row.answer_words = answer, words
    row.answered_at, row.answered_by = now(), actor.person_id
    row.version += 1
    await withdraw(session, AMBASSADOR_APPLIED, _once(row))
    about = About(row.person_id, TERM, str(term.id))
    await notify(session, row.person_id, AMBASSADOR_ANSWERED, by=actor.person_id, about=about, once=_once(row))
    verb = "choose" if answer == CHOSEN else "decline_application"
    audit_term(session, verb, actor, term, about=row.person_id)


async def _own(session: AsyncSession, actor: Actor, term_id: UUID) -> AmbassadorApplication | None:
    wanted = select(AmbassadorApplication).where(
        col(AmbassadorApplication.term_id) == term_id, col(AmbassadorApplication.person_id) == actor.person_id
    )
    return (await session.execute(wanted)).scalar_one_or_none()


def _same(row: AmbassadorApplication, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _once(row: AmbassadorApplication) -> str:
    return f"application {row.id}"


def _cleaned(form: ApplicationForm, suffix: str) -> dict[str, Any]:
    if form.reaches not in GROUPS:
        raise Invalid(N_("Choose whom you can reach."), field="reaches" + suffix)
    return {
        "why": several_lines(
            form.why, field="why" + suffix, most=600, empty=N_("Write in a sentence or two why you would like to.")
        ),
        "reaches": form.reaches,
        "reach_words": one_line(form.reach_words, field="reach_words" + suffix, most=300),
    }
