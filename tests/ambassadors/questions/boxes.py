"""A school with an open question box, and everybody who may or may not do something with it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.models import Ambassador, AmbassadorTerm
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.models import BoxAnswer, BoxQuestion, QuestionBox
from portfolio_app.ambassadors.questions.opening import add_duty, open_box
from portfolio_app.ambassadors.questions.pace import asking
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from tests.ambassadors.trained import passes
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

HELP = ({"name": "Nuorten linja", "phone": "116 111", "url": "https://example.org", "hours": "14–20"},)


@dataclass(frozen=True)
class Place:
    """Class 9A with an open box: Siiri asks, Tuula teaches it, Petri counsels, Aada of 9B is an ambassador."""

    school: UUID
    class_id: UUID
    other_class: UUID
    siiri: Actor
    eino: Actor
    aada: Actor
    other: Actor
    tuula: Actor
    colleague: Actor
    petri: Actor
    kaisa: Actor
    sirpa: Actor
    admin: Actor
    elsewhere: Actor
    elsewhere_pupil: Actor
    term: UUID


async def a_place(*, duty: bool = True) -> Place:
    """All of it; with `duty` Tuula is on duty on every day from midnight to midnight."""
    asking.forget()
    region = await make_region(help=HELP)
    school, far = await make_school(region=region), await make_school(region=region)
    class_id, other_class = await make_class(school, "9A"), await make_class(school, "9B")
    aada = await make_pupil(school, other_class, name="Aada Aalto")
    far_class = await make_class(far)
    place = Place(
        school,
        class_id,
        other_class,
        await make_pupil(school, class_id, name="Siiri Sirkkola"),
        await make_pupil(school, class_id, name="Eino Ek"),
        aada,
        await make_pupil(school, other_class, name="Otso Oras"),
        await make_teacher(school, class_id, name="Tuula Tapani"),
        await make_teacher(school, other_class, name="Kalle Koo"),
        await make_counsellor(school, name="Petri Pulli"),
        await make_coordinator(school, name="Kaisa Kuu"),
        await make_regional(region, name="Sirpa Salo"),
        await make_admin(name="Aino Admin"),
        await make_teacher(far, far_class, name="Far Teacher"),
        await make_pupil(far, far_class, name="Far Pupil"),
        await an_ambassador(aada, school),
    )
    await open_box(place.tuula, class_id)
    if duty:
        await add_duty(place.tuula, str(class_id), str(place.tuula.person_id), range(7), "00:00", "23:59", uuid4())
    return place


async def an_ambassador(person: Actor, school: UUID, *, last: date | None = None, trained: bool = True) -> UUID:
    """Make somebody an ambassador of a term that runs, who has done the training; returns the term's id."""
    term = AmbassadorTerm(
        school_id=school,
        name="Autumn",
        first_day=today() - timedelta(days=20),
        last_day=last or today() + timedelta(days=60),
        apply_until=min(last or today(), today()),
        places=4,
        made_at=now(),
        changed_at=now(),
        request=uuid4(),
    )
    async with writing() as session:
        session.add(term)
        await session.flush()
        session.add(Ambassador(term_id=term.id, school_id=school, person_id=person.person_id, chosen_at=now()))
    if trained and term.last_day >= today():
        await passes(person)
    return term.id


async def asked(place: Place, words: str = "What does a baker earn?", by: Actor | None = None) -> UUID:
    """Ask in the box; returns the id of the question."""
    before = {one.id for one in await questions()}
    await ask(by or place.siiri, place.class_id, words, uuid4())
    return next(one.id for one in await questions() if one.id not in before)


async def questions() -> list[BoxQuestion]:
    """All there are."""
    async with reading() as session:
        return list((await session.execute(select(BoxQuestion))).scalars())


async def question(question_id: UUID) -> BoxQuestion:
    """One of them."""
    async with reading() as session:
        return await session.get_one(BoxQuestion, question_id)


async def answer(question_id: UUID) -> BoxAnswer:
    """The answer to one of them."""
    async with reading() as session:
        return (await session.execute(select(BoxAnswer).where(col(BoxAnswer.question_id) == question_id))).scalar_one()


async def box_of(place: Place) -> QuestionBox:
    """The box of 9A."""
    async with reading() as session:
        return (
            await session.execute(select(QuestionBox).where(col(QuestionBox.class_id) == place.class_id))
        ).scalar_one()
