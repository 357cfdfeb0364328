"""From a question to its answer: an adult sees it first, ambassadors draft, an adult approves, the class reads both."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.models import Ambassador
from portfolio_app.ambassadors.questions.adults_view import ANSWERED, ASIDE, load_questions
from portfolio_app.ambassadors.questions.answering import answer_as_adult, approve, draft, give_back
from portfolio_app.ambassadors.questions.box_view import load_box
from portfolio_app.ambassadors.questions.models import Answering, State
from portfolio_app.ambassadors.questions.queries import DraftLine, load_drafts, waiting_for
from portfolio_app.ambassadors.questions.retention import remove_old_questions
from portfolio_app.ambassadors.questions.sorting import (
    bring_back,
    keep_for_adults,
    let_through,
    no_worry,
    put_aside,
    see_worry,
)
from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.models import Audit
from portfolio_app.notices.queries import load_notices
from portfolio_app.settings import Settings
from tests.ambassadors.questions.boxes import Place, a_place, an_ambassador, answer, asked, question, questions
from tests.ambassadors.trained import passes

WORRY = "I want to kill myself"
Doing = Callable[[Actor, str], Awaitable[object]]


def adults_doings() -> list[Doing]:
    """What only adults of the class do with a question."""
    return [
        lambda actor, one: let_through(actor, one, "Words"),
        lambda actor, one: keep_for_adults(actor, one),
        lambda actor, one: no_worry(actor, one),
        lambda actor, one: see_worry(actor, one),
        lambda actor, one: put_aside(actor, one),
        lambda actor, one: bring_back(actor, one),
        lambda actor, one: approve(actor, one, "Words", 1),
        lambda actor, one: give_back(actor, one, "Words", 1),
        lambda actor, one: answer_as_adult(actor, one, "Words", "Words"),
    ]


async def drafts_of(actor: Actor) -> list[str]:
    """What an ambassador may draft answers to, in words."""
    return [one.question for one in (await load_drafts(actor)).lines]


async def sent(place: Place, words: str = "Bakers earn enough to live on.") -> str:
    """The id of a question whose draft waits for an adult."""
    one = str(await asked(place))
    await let_through(place.tuula, one, "What does a baker earn?")
    await draft(place.aada, one, words)
    return one


async def test_a_question_is_answered(database: Settings) -> None:
    place = await a_place()
    one = str(await asked(place, "What does Eino's mum at the bakery earn?"))
    assert await drafts_of(place.aada) == []
    (line,) = (await load_questions(place.tuula, str(place.class_id))).lines
    assert (line.found, line.shown) == (("Eino",), "What does […]'s mum at the bakery earn?")
    await let_through(place.tuula, one, "What does a baker earn?")
    assert await drafts_of(place.aada) == ["What does a baker earn?"]
    async with reading() as session:
        assert await waiting_for(session, place.aada) == 1
        assert await waiting_for(session, place.other) == 0
    await draft(place.aada, one, "Enough.")
    assert (await load_drafts(place.aada)).sent[0].answer == "Enough."
    assert (await load_box(place.siiri)).answered == ()
    await give_back(place.petri, one, "Say where you know it from.", 1)
    (back,) = (await load_drafts(place.aada)).lines
    assert (back.answer, back.why) == ("Enough.", "Say where you know it from.")
    await draft(place.aada, one, "Enough, says the union’s page.")
    await approve(place.tuula, one, "Enough, says the page of the union.", 2)
    (pair,) = (await load_box(place.eino)).answered
    assert (pair.question, pair.answer) == ("What does a baker earn?", "Enough, says the page of the union.")
    assert pair.by_ambassador
    assert (await question(UUID(pair.id))).words == "What does a baker earn?", "what was taken out is not kept"
    assert await drafts_of(place.aada) == []
    sentences = [line.sentence for line in (await load_notices(place.aada)).lines]
    assert "Petri Pulli read your answer and gave it back: see what to change." in sentences
    told = [line.sentence for line in (await load_notices(place.tuula)).lines]
    assert not [line for line in told if "drafted" in line], "what was approved does not wait any more"


async def test_an_ambassador_sees_words_and_nothing_of_whose_they_are(database: Settings) -> None:
    place = await a_place()
    await sent(place)
    assert set(DraftLine.__dataclass_fields__) == {"id", "question", "answer", "state", "why"}
    told = " ".join(line.sentence for line in (await load_notices(place.aada)).lines)
    assert "Siiri" not in told
    assert "9A" not in told


async def test_ambassadors_never_see_a_worry_nor_what_an_adult_answers(database: Settings) -> None:
    place = await a_place()
    worry, kept, through = str(await asked(place, WORRY)), str(await asked(place)), str(await asked(place))
    await let_through(place.tuula, kept, "For adults", adults_only=True)
    await let_through(place.tuula, through, "First for all")
    with pytest.raises(Invalid):
        await let_through(place.tuula, worry, WORRY)
    assert await drafts_of(place.aada) == ["First for all"]
    for one in (worry, kept):
        with pytest.raises(NotFound):
            await draft(place.aada, one, "Hello")
    await keep_for_adults(place.tuula, through)
    await keep_for_adults(place.tuula, through)
    assert await drafts_of(place.aada) == []
    with pytest.raises(NotFound):
        await draft(place.aada, through, "Hello")
    await keep_for_adults(place.tuula, through, adults_only=False)
    assert await drafts_of(place.aada) == ["First for all"]
    await no_worry(place.petri, worry)
    await no_worry(place.petri, worry)
    assert await drafts_of(place.aada) == ["First for all"], "an adult lets it through first"
    await let_through(place.petri, worry, "How do I stay calm?")
    assert len(await drafts_of(place.aada)) == 2


async def test_a_worry_is_read_by_name(database: Settings) -> None:
    place = await a_place()
    one = str(await asked(place, WORRY))
    assert [line.sentence for line in (await load_notices(place.tuula)).lines] == [
        "A question in the question box of class 9A gives cause for worry. Read it now."
    ]
    await see_worry(place.petri, one)
    await see_worry(place.tuula, one)
    (line,) = (await load_questions(place.tuula, str(place.class_id))).lines
    assert line.seen.startswith("Petri Pulli read it")
    assert line.state == State.WORRY
    assert (await load_notices(place.tuula)).new == 0


async def test_nobody_else_does_anything_with_a_question(database: Settings) -> None:
    place = await a_place()
    one = await sent(place)
    before = (await question(UUID(one))).model_dump(), (await answer(UUID(one))).model_dump()
    strangers = (
        place.siiri,
        place.aada,
        place.other,
        place.colleague,
        place.kaisa,
        place.sirpa,
        place.admin,
        place.elsewhere,
        place.elsewhere_pupil,
    )
    for stranger in strangers:
        for doing in adults_doings():
            with pytest.raises(NotFound):
                await doing(stranger, one)
    for stranger in (place.siiri, place.other, place.tuula, place.petri, place.admin, place.elsewhere_pupil):
        with pytest.raises(NotFound):
            await draft(stranger, one, "Hello")
        with pytest.raises(NotFound):
            await load_drafts(stranger)
    for doing in adults_doings():
        with pytest.raises(NotFound):
            await doing(place.tuula, "no id")
    assert before == ((await question(UUID(one))).model_dump(), (await answer(UUID(one))).model_dump())


async def test_whoever_is_no_ambassador_any_more_drafts_nothing(database: Settings) -> None:
    place = await a_place()
    one = str(await asked(place))
    await let_through(place.tuula, one, "Words")
    past = place.other
    await an_ambassador(past, place.school, last=today() - timedelta(days=1))
    with pytest.raises(NotFound):
        await load_drafts(past)
    async with writing() as session:
        await session.execute(
            update(Ambassador)
            .where(col(Ambassador.person_id) == place.aada.person_id)
            .values(ended_at=now(), ended_why="removed")
        )
    with pytest.raises(NotFound):
        await draft(place.aada, one, "Hello")
    await an_ambassador(place.elsewhere_pupil, place.elsewhere_pupil.roles[0].school_id or place.school)
    assert (await load_drafts(place.elsewhere_pupil)).lines == (), "of their own school alone"
    with pytest.raises(NotFound):
        await draft(place.elsewhere_pupil, one, "Hello")


async def test_an_ambassador_who_has_not_done_the_training_drafts_nothing(database: Settings) -> None:
    place = await a_place()
    await an_ambassador(place.other, place.school, trained=False)
    one = str(await asked(place))
    await let_through(place.tuula, one, "Words")
    assert (await load_notices(place.other)).lines == ()
    with pytest.raises(NotFound):
        await load_drafts(place.other)
    with pytest.raises(NotFound):
        await draft(place.other, one, "Hello")
    await passes(place.other)
    assert await drafts_of(place.other) == ["Words"]


async def test_approving_twice_at_once_does_nothing_twice(database: Settings) -> None:
    place = await a_place()
    one = await sent(place)
    await asyncio.gather(*(approve(who, one, "Approved.", 1) for who in (place.tuula, place.petri) * 3))
    assert (await answer(UUID(one))).words == "Approved."
    async with reading() as session:
        rows = await session.execute(select(Audit).where(col(Audit.action) == "ambassadors.approve_answer"))
        assert len(rows.all()) == 1
    await answer_as_adult(place.tuula, one, "Other", "Other")
    assert (await answer(UUID(one))).words == "Approved."


async def test_a_draft_written_anew_is_read_before_it_is_approved(database: Settings) -> None:
    place = await a_place()
    one = await sent(place)
    await draft(place.aada, one, "Another answer")
    await draft(place.aada, one, "Another answer")
    for late in (approve(place.tuula, one, "x", 1), give_back(place.tuula, one, "x", 1)):
        with pytest.raises(Conflict):
            await late
    await give_back(place.tuula, one, "No.", 2)
    await give_back(place.tuula, one, "No.", 2)
    with pytest.raises(Conflict):
        await approve(place.tuula, one, "x", 2)


async def test_the_faster_of_two_ambassadors_drafts(database: Settings) -> None:
    place = await a_place()
    await an_ambassador(place.other, place.school)
    one = str(await asked(place))
    await let_through(place.tuula, one, "Words")
    done = await asyncio.gather(
        draft(place.aada, one, "Aada’s"), draft(place.other, one, "Otso’s"), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in done) == ["Conflict", "NoneType"]
    assert (await answer(UUID(one))).state == Answering.SENT


async def test_an_adult_answers_themself_and_takes_it_down_again(database: Settings) -> None:
    place = await a_place()
    one = str(await asked(place))
    await answer_as_adult(place.tuula, one, "What does a baker earn?", "Ask me on Monday.")
    await answer_as_adult(place.tuula, one, "What does a baker earn?", "Ask me on Monday.")
    assert not (await load_box(place.siiri)).answered[0].by_ambassador
    await put_aside(place.petri, one)
    await put_aside(place.petri, one)
    assert (await load_box(place.siiri)).answered == ()
    assert len((await load_questions(place.tuula, str(place.class_id), ASIDE)).lines) == 1
    with pytest.raises(Conflict):
        await answer_as_adult(place.tuula, one, "x", "x")
    await bring_back(place.petri, one)
    await bring_back(place.petri, one)
    assert len((await load_box(place.siiri)).answered) == 1
    assert len((await load_questions(place.tuula, str(place.class_id), ANSWERED)).lines) == 1


async def test_empty_and_endless_answers_are_refused(database: Settings) -> None:
    place = await a_place()
    one = await sent(place)
    for words in ("", " ", "x" * 2001, "x" * 10_000):
        for doing in (
            draft(place.aada, one, words),
            approve(place.tuula, one, words, 1),
            answer_as_adult(place.tuula, one, "Words", words),
            give_back(place.tuula, one, words, 1),
        ):
            with pytest.raises(Invalid):
                await doing
    with pytest.raises(Invalid):
        await let_through(place.tuula, str(await asked(place)), "")


async def test_what_was_kept_long_enough_goes(database: Settings) -> None:
    place = await a_place()
    start = now()
    fresh, aside = str(await asked(place)), str(await asked(place))
    await asked(place, WORRY)
    await put_aside(place.tuula, aside)
    one = await sent(place)
    await approve(place.tuula, one, "Approved.", 1)
    with at(start + timedelta(days=29)):
        assert await remove_old_questions() == 0
    with at(start + timedelta(days=31)):
        assert await remove_old_questions() == 1
    assert aside not in {str(row.id) for row in await questions()}
    with at(start + timedelta(days=61)):
        assert await remove_old_questions() == 2
    assert fresh not in {str(row.id) for row in await questions()}
    assert [row.state for row in await questions()] == [State.ANSWERED]
    with at(start + timedelta(days=400)):
        assert await remove_old_questions() == 1
    assert await questions() == []
