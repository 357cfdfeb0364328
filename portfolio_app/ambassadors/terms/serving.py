"""Somebody at home is told; a name may be shown; a term ends early, by the ambassador or by an adult. Rights end at
once, and what was done stays the ambassador's."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import Ambassador, AmbassadorTerm
from portfolio_app.ambassadors.terms.auditing import audit_ambassador
from portfolio_app.ambassadors.terms.kinds import FAMILY_WAYS
from portfolio_app.ambassadors.terms.noticing import AMBASSADOR
from portfolio_app.core import outbox
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, format_days, languages, local_date, speaking
from portfolio_app.core.mail import mail_server, send
from portfolio_app.core.wording import one_line
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.addresses import checked, letter_to
from portfolio_app.notices.kinds import AMBASSADOR_ENDED
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.schools.models import School

TELLING = "ambassador_family"
"""The kind of work in the outbox that mails somebody at home."""
LEFT, REMOVED = "left", "removed"
SIGNED = N_("This term is signed. Nothing of it changes any more.")


async def tell_family(actor: Actor, ambassador_id: str | UUID, way: str, mail: str = "", language: str = "") -> None:
    """Note that somebody at home was told, and how (a code of `FAMILY_WAYS`). By mail, a letter goes to the address,
    which is kept nowhere once it is sent. Noted already: fine; another mail goes out again.

    Raises `Invalid` with the field, `TooMany` and `NotFound`.
    """
    if way not in FAMILY_WAYS:
        raise Invalid(N_("Choose how they were told."), field="way")
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        if way == "mail":
            if mail_server() is None:
                raise Invalid(N_("This installation sends no mail. Ask whoever runs it."), field="way")
            if language not in languages():
                raise Invalid(N_("Choose a language."), field="language")
            try:
                to = checked(mail)
            except Invalid as problem:
                raise Invalid(problem.message, field="mail") from problem
            letter_to(to)
            await outbox.put(session, TELLING, {"ambassador": str(row.id), "mail": to, "language": language})
        elif row.family_told == way:
            return
        row.family_told, row.family_told_on = way, local_date(now())
        audit_ambassador(session, "tell_family", actor, row, way=way)


async def family_not_told(actor: Actor, ambassador_id: str | UUID) -> None:
    """Take that note back. Nothing to take back: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        if not row.family_told:
            return
        row.family_told, row.family_told_on = "", None
        audit_ambassador(session, "family_not_told", actor, row)


async def show_name(actor: Actor, ambassador_id: str | UUID, shown: bool) -> None:
    """The actor agrees that posters and the wall name them, or does not any more. Raises `NotFound`."""
    async with writing() as session:
        row = await policy.check_own(session, actor, ambassador_id, lock=True)
        if row.name_shown is shown:
            return
        row.name_shown = shown
        audit_ambassador(session, "show_name" if shown else "hide_name", actor, row)


async def leave(actor: Actor, ambassador_id: str | UUID, *, back: bool = False) -> None:
    """The actor stops being an ambassador before the term is over, or takes that back (`back`) as long as no adult has
    ended it. Done already: fine. Raises `Invalid` once it is signed or where others have the places, and `NotFound`."""
    async with writing() as session:
        row = await policy.check_own(session, actor, ambassador_id, lock=True)
        if back:
            if row.ended_why == LEFT and row.ended_by == actor.person_id:
                await _begin_again(session, row)
                audit_ambassador(session, "stay", actor, row)
            return
        if row.ended_at is not None:
            return
        _end(row, actor, LEFT, "")
        audit_ambassador(session, "leave", actor, row)


async def remove(actor: Actor, ambassador_id: str | UUID, words: str) -> None:
    """End somebody's term for a reason that they read. Ended already: fine. Raises `Invalid` without a reason and once
    it is signed, and `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        if row.ended_at is not None:
            return
        said = one_line(words, field="removed_words", most=300, empty=N_("Write them in a sentence why."))
        _end(row, actor, REMOVED, said)
        about = About(row.person_id, AMBASSADOR, str(row.id))
        await notify(session, row.person_id, AMBASSADOR_ENDED, by=actor.person_id, about=about, once=_once(row))
        audit_ambassador(session, "remove", actor, row)


async def bring_back(actor: Actor, ambassador_id: str | UUID) -> None:
    """An adult lets somebody go on whose term ended early. Done already: fine. Raises `Invalid` where others have taken
    the places, and `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        if row.ended_at is None:
            return
        await _begin_again(session, row)
        await withdraw(session, AMBASSADOR_ENDED, _once(row))
        audit_ambassador(session, "bring_back", actor, row)


async def mail_family(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail somebody at home what their child does as an ambassador, and whom to ask. Work of the outbox."""
    async with reading() as session:
        row = await session.get(Ambassador, UUID(payload["ambassador"]))
        if row is None or row.ended_at is not None:
            return
        term = await session.get_one(AmbassadorTerm, row.term_id)
        school = await session.get_one(School, row.school_id)
        pupil = await session.get_one(Person, row.person_id)
    with speaking(payload["language"]):
        lines = [Line(one) for one in letter_home(pupil.name, term, school)]
        subject = _("{name} is an ambassador at {school}").format(name=pupil.name, school=school.name)
        await send(to_anybody(row_id, payload["mail"], subject, lines))


def letter_home(name: str, term: AmbassadorTerm, school: School) -> tuple[str, ...]:
    """What a family is told, a paragraph each, in the language being spoken."""
    days = format_days(term.first_day, term.last_day)
    ask = " · ".join(part for part in (school.contact_name, school.contact_how) if part)
    return (
        _(
            "{name} applied to be a Polku ambassador at {school} ({days}) and was chosen. Polku is where pupils write "
            "down what they are good at and plan what comes next."
        ).format(name=name, school=school.name, days=days),
        _(
            "Ambassadors show others how it works: in a class, at a parents’ evening, with a poster. Before that they "
            "are trained, also in what to do when somebody tells them a worry: they pass it on to an adult at once."
        ),
        _(
            "They never see what other pupils keep in Polku, they do not advise, and they talk with nobody alone in "
            "private. They can stop at any time, and so can you decide with them."
        ),
        _("If you have questions, ask the school: {who}").format(who=ask)
        if ask
        else _("If you have questions, ask the school."),
    )


def _end(row: Ambassador, actor: Actor, why: str, words: str) -> None:
    if row.signed_at is not None:
        raise Invalid(SIGNED)
    row.ended_at, row.ended_why, row.ended_words, row.ended_by = now(), why, words, actor.person_id


async def _begin_again(session: AsyncSession, row: Ambassador) -> None:
    term = await session.get_one(AmbassadorTerm, row.term_id, with_for_update=True)
    if await taken_of(session, term.id) >= term.places:
        raise Invalid(N_("All {n} places are taken. Change the term if there are to be more."), n=term.places)
    row.ended_at, row.ended_why, row.ended_words, row.ended_by = None, "", "", None


async def taken_of(session: AsyncSession, term_id: UUID) -> int:
    """How many ambassadors of a term have not ended."""
    open_ones = (col(Ambassador.term_id) == term_id, col(Ambassador.ended_at).is_(None))
    return await session.scalar(select(func.count()).select_from(Ambassador).where(*open_ones)) or 0


async def term_of(session: AsyncSession, row: Ambassador) -> AmbassadorTerm:
    """The term of an ambassador."""
    return await session.get_one(AmbassadorTerm, row.term_id)


def _once(row: Ambassador) -> str:
    return f"ambassador ended {row.id}"
