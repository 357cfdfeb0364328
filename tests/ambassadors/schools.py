"""A school with ambassadors to test with."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.models import (
    Ambassador,
    AmbassadorAction,
    AmbassadorApplication,
    AmbassadorTerm,
)
from portfolio_app.ambassadors.terms.applying import ApplicationForm, apply, choose
from portfolio_app.ambassadors.terms.calls import TermForm, open_call
from portfolio_app.ambassadors.terms.doing import ActionForm, LogForm, log, plan
from portfolio_app.ambassadors.training.models import AmbassadorTraining
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.learning.for_ambassadors import training
from tests.people import make_class, make_counsellor, make_pupil, make_region, make_school, make_teacher

WHY = ApplicationForm("I like to explain", "newcomers", "My team")


def days(first: int, last: int, until: int, *, places: str = "2", name: str = "Spring") -> TermForm:
    """A term from so many days on until so many, to be applied for until so many."""
    iso = [(today() + timedelta(days=one)).isoformat() for one in (first, last, until)]
    return TermForm(name, iso[0], iso[1], iso[2], places, "Come and help")


@dataclass
class Here:
    """A school, one class of it, and its people."""

    school: UUID
    class_id: UUID
    tuula: Actor
    petri: Actor
    siiri: Actor
    aada: Actor
    eino: Actor


async def a_school(*, language: str = "en") -> Here:
    """A school of a region of its own."""
    school = await make_school(region=await make_region(country="FI"), language=language)
    class_id = await make_class(school)
    return Here(
        school,
        class_id,
        await make_teacher(school, class_id),
        await make_counsellor(school),
        await make_pupil(school, class_id),
        await make_pupil(school, class_id),
        await make_pupil(school, class_id),
    )


async def a_term(here: Here, form: TermForm | None = None) -> UUID:
    """A term under way to which one can still apply."""
    return await open_call(here.tuula, here.school, form or days(-10, 30, 20), uuid4())


async def application_of(term: UUID, pupil: Actor) -> AmbassadorApplication:
    """What a pupil wrote for a term."""
    wanted = select(AmbassadorApplication).where(
        col(AmbassadorApplication.term_id) == term, col(AmbassadorApplication.person_id) == pupil.person_id
    )
    async with reading() as session:
        return (await session.execute(wanted)).scalar_one()


async def an_ambassador(
    here: Here, pupil: Actor | None = None, term: UUID | None = None, *, trained: bool = True
) -> UUID:
    """A pupil (Siiri unless said) who was chosen for a term (one under way unless said), and has done the training: the
    id of the ambassador."""
    who = pupil or here.siiri
    term = term or await a_term(here)
    await apply(who, term, WHY)
    await choose(here.tuula, (await application_of(term, who)).id)
    me = (await ambassador_of(term, who)).id
    if trained:
        await train(me)
    return me


async def train(ambassador: UUID) -> None:
    """They have passed every module."""
    found = training()
    assert found
    async with writing() as session:
        session.add_all(
            AmbassadorTraining(
                ambassador_id=ambassador,
                module=one.code,
                version=one.version,
                passed_at=now(),
                tries=1,
                request=uuid4(),
            )
            for one in found.about.modules
        )


async def ambassador_of(term: UUID, pupil: Actor) -> Ambassador:
    """The row by which a pupil is one."""
    wanted = select(Ambassador).where(col(Ambassador.term_id) == term, col(Ambassador.person_id) == pupil.person_id)
    async with reading() as session:
        return (await session.execute(wanted)).scalar_one()


async def row_of(ambassador: UUID) -> Ambassador:
    """An ambassador as they are now."""
    async with reading() as session:
        return await session.get_one(Ambassador, ambassador)


async def term_row(term: UUID) -> AmbassadorTerm:
    """A term as it is now."""
    async with reading() as session:
        return await session.get_one(AmbassadorTerm, term)


A_DEMO = ActionForm("demo", "", "Venla", "Room 214", "Ten minutes")
IT_WENT = LogForm("25", "22", "Show one example first")


async def an_action(
    pupil: Actor, ambassador: UUID, *, on: int = -3, logged: bool = True, place: str = "Room 214"
) -> AmbassadorAction:
    """An action so many days from today, written down unless said."""
    day = (today() + timedelta(days=on)).isoformat()
    await plan(pupil, ambassador, replace(A_DEMO, day=day, place=place), way := uuid4())
    async with reading() as session:
        wanted = select(AmbassadorAction).where(col(AmbassadorAction.request) == way)
        row = (await session.execute(wanted)).scalar_one()
    if logged:
        await log(pupil, row.id, IT_WENT, row.version)
    async with reading() as session:
        return await session.get_one(AmbassadorAction, row.id)
