"""Whoever has done a whole module is offered a credential for it, once, with all others of the class."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.learning import modules
from portfolio_app.learning.models import Lesson
from portfolio_app.learning.teaching.assigned import load_class_lessons
from portfolio_app.learning.teaching.assigning import assign
from portfolio_app.learning.teaching.finished import certified, offer_finished
from portfolio_app.portfolio.credentials.accepting import NameOn, accept, decline
from portfolio_app.portfolio.credentials.answers import Outcome
from portfolio_app.portfolio.credentials.checking import check_text
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.portfolio.credentials.offering import LONGEST_CRITERIA
from portfolio_app.portfolio.credentials.queries import load_credentials, load_file
from tests.learning.teaching.doing import a_form, look_again, notices_of, work
from tests.lessons import NAME
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def finish(*pupils: Actor) -> None:
    """They do the module to its end."""
    for one in pupils:
        await work(one)
        async with writing() as session:
            await session.execute(update(Lesson).where(col(Lesson.person_id) == one.person_id).values(done_at=now()))


async def a_class() -> tuple[UUID, UUID, Actor, list[Actor]]:
    """A class with the trial module assigned: itself, the assignment, its teacher, three pupils."""
    school = await make_school(name="Sotungin koulu")
    one = await make_class(school, "9A")
    pupils = [await make_pupil(school, one, name=name) for name in ("Aada Aalto", "Eino Ek", "Siiri Niemi")]
    tuula = await make_teacher(school, one)
    await assign(tuula, one, a_form(), uuid4())
    (card,) = (await load_class_lessons(tuula, str(one))).listed
    return one, as_id(card.id), tuula, pupils


async def offers_of(pupil: Actor) -> list[str]:
    return [one.title for one in (await load_credentials(pupil)).offers]


async def test_all_who_are_done_are_offered_it_and_nobody_else() -> None:
    one, assignment, tuula, (aada, eino, siiri) = await a_class()
    await work(siiri, "reading", "visiting")
    (card,) = (await load_class_lessons(tuula, str(one))).listed
    assert (card.finished, card.offerable) == ("", False)
    with pytest.raises(Invalid, match="Nobody has done the whole module"):
        await offer_finished(tuula, assignment, uuid4())
    await finish(aada, eino)
    (card,) = (await load_class_lessons(tuula, str(one))).listed
    assert card.finished == "2 pupils have done the whole module. 2 of them have not been offered a credential."
    assert await offer_finished(tuula, assignment, as_id(card.request)) == 2
    assert await offers_of(aada) == await offers_of(eino) == ["Finished module: A trial of everything"]
    assert await offers_of(siiri) == []
    assert "credential_offered" in await notices_of(eino)
    assert "credential_offered" not in await notices_of(siiri)
    (card,) = (await load_class_lessons(tuula, str(one))).listed
    assert (card.offerable, card.finished.endswith("All of them have been offered a credential.")) == (False, True)


async def test_a_double_click_two_teachers_and_another_language_offer_it_once() -> None:
    _one, assignment, tuula, (aada, eino, _siiri) = await a_class()
    await finish(aada)
    request = uuid4()
    assert await asyncio.gather(*(offer_finished(tuula, assignment, request) for _ in range(3))) == [1, 1, 1]
    async with writing() as session:
        await session.execute(update(Person).where(col(Person.id) == aada.person_id).values(language="fi"))
    assert await offer_finished(tuula, assignment, uuid4()) == 0
    await finish(eino)
    assert await offer_finished(tuula, assignment, uuid4()) == 1
    async with reading() as session:
        kept = (await session.execute(select(col(Credential.person_id)))).scalars().all()
    assert sorted(map(str, kept)) == sorted(str(who.person_id) for who in (aada, eino))
    assert await offers_of(aada) == ["Finished module: A trial of everything"]


async def test_somebody_who_declined_can_be_asked_again() -> None:
    _one, assignment, tuula, (aada, *_others) = await a_class()
    await finish(aada)
    await offer_finished(tuula, assignment, uuid4())
    (offer,) = (await load_credentials(aada)).offers
    await decline(aada, as_id(offer.id))
    assert await offer_finished(tuula, assignment, uuid4()) == 1


async def test_it_is_in_the_pupils_language_with_aims_and_hours_and_can_be_checked() -> None:
    _one, assignment, tuula, (aada, eino, _siiri) = await a_class()
    await finish(aada, eino)
    async with writing() as session:
        await session.execute(update(Person).where(col(Person.id) == eino.person_id).values(language="fi"))
    await offer_finished(tuula, assignment, uuid4())
    (english,), (finnish,) = (await load_credentials(aada)).offers, (await load_credentials(eino)).offers
    assert english.criteria == (
        "All of this module was done: 16 activities, 5 hours. It is part of the programme “A trial”. "
        "It works at: Finding things out; Knowing oneself."
    )
    assert "Kaiken kokeilu" in finnish.title
    assert "Ottaa selvää; Tuntea itsensä" in finnish.criteria
    for pupil, offer in ((aada, english), (eino, finnish)):
        await accept(pupil, as_id(offer.id), NameOn.WHOLE)
        file = await load_file(pupil, as_id(offer.id))
        answer = check_text(file.text.encode(), now())
        assert answer.outcome is Outcome.ISSUER_UNKNOWN  # all is right; the school is looked up beside
        assert answer.facts.title == offer.title
        assert '"achievementType": "Course"' in file.text
    assert await offer_finished(tuula, assignment, uuid4()) == 0


async def test_only_who_teaches_the_class_offers_it() -> None:
    _one, assignment, tuula, (aada, *_others) = await a_class()
    await finish(aada)
    other = await make_school()
    for who in (
        aada,
        await make_teacher(other, await make_class(other)),
        await make_counsellor(other),
        await make_coordinator(other),
    ):
        with pytest.raises(NotFound):
            await offer_finished(who, assignment, uuid4())
    with pytest.raises(NotFound):
        await offer_finished(tuula, uuid4(), uuid4())
    assert await offers_of(aada) == []


async def test_a_long_list_of_aims_is_cut(lessons: Path) -> None:
    programme = lessons.parent / "programme.yaml"
    long = "Finding things out and " * 25
    text = programme.read_text("utf-8").replace("Finding things out", long.removesuffix(" and "))
    programme.write_text(text, "utf-8")
    look_again()
    what = certified(modules.module(NAME), "en")
    assert len(what.criteria) == LONGEST_CRITERIA
    assert what.criteria.endswith("…")
    assert what.kind is CredentialKind.MODULE
