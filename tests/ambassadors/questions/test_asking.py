"""A pupil asks in the box of their class: who may, what is refused, what reaches whom."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app.ambassadors.questions import pace
from portfolio_app.ambassadors.questions.adults_view import load_questions
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.box_view import load_box
from portfolio_app.ambassadors.questions.contacts import end_contact, want_contact
from portfolio_app.ambassadors.questions.models import BoxContact, BoxQuestion, State
from portfolio_app.ambassadors.questions.opening import (
    add_days_off,
    add_duty,
    close_box,
    end_days_off,
    end_duty,
    open_box,
)
from portfolio_app.ambassadors.questions.queries import box_at_home, boxes_at_home
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, TooMany
from portfolio_app.core.languages import being_in
from portfolio_app.notices.models import Notice
from portfolio_app.schools.models import ClassMember
from portfolio_app.settings import Settings
from tests.ambassadors.questions.boxes import Place, a_place, asked, question, questions
from tests.people import make_pupil

WORRY = "I want to kill myself"


async def notices(kind: str) -> list[Notice]:
    """Those of that kind."""
    async with reading() as session:
        return list((await session.execute(select(Notice).where(col(Notice.kind) == kind))).scalars())


def nobody_of(place: Place) -> list[object]:
    """Whoever is no pupil of 9A."""
    return [
        place.aada,
        place.other,
        place.tuula,
        place.petri,
        place.kaisa,
        place.sirpa,
        place.admin,
        place.elsewhere,
        place.elsewhere_pupil,
    ]


async def test_a_pupil_asks_and_the_teacher_reads_it(database: Settings) -> None:
    place = await a_place()
    before = await load_box(place.siiri)
    assert (before.open, before.class_name, before.wanted) == (True, "9A", False)
    assert "Tuula Tapani" in before.readers
    assert "Petri Pulli" in before.readers
    assert before.now_said.startswith("Somebody reads the box now")
    assert not await ask(place.siiri, place.class_id, "  What does a baker earn?\r\n", uuid4())
    (line,) = (await load_questions(place.tuula, str(place.class_id))).lines
    assert (line.words, line.state) == ("What does a baker earn?", State.FRESH)
    assert (await load_box(place.siiri)).answered == ()


async def test_only_pupils_of_the_class_ask(database: Settings) -> None:
    place = await a_place()
    for one in nobody_of(place):
        with pytest.raises(NotFound):
            await ask(one, place.class_id, "Hello", uuid4())  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            await want_contact(one, place.class_id)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            await load_box(one, str(place.class_id))  # type: ignore[arg-type]
    async with writing() as session:
        await session.execute(
            update(ClassMember).where(col(ClassMember.person_id) == place.siiri.person_id).values(ended_at=now())
        )
    with pytest.raises(NotFound):
        await ask(place.siiri, place.class_id, "Hello", uuid4())
    assert await questions() == []


async def test_a_page_asks_once_however_often_it_is_sent(database: Settings) -> None:
    place = await a_place()
    page = uuid4()
    await asyncio.gather(*(ask(place.siiri, place.class_id, "Once?", page) for _ in range(6)))
    assert [one.words for one in await questions()] == ["Once?"]


@pytest.mark.parametrize("words", ["", "  \n ", "\u200b\u200d", "x" * 1001, "x" * 10_000])
async def test_nothing_and_too_much_are_refused(database: Settings, words: str) -> None:
    place = await a_place()
    with pytest.raises(Invalid) as refused:
        await ask(place.siiri, place.class_id, words, uuid4())
    assert refused.value.field == "words"
    assert await questions() == []


@pytest.mark.parametrize(
    "words",
    [
        "هل يمكنني العمل في المخبز؟",
        "Сколько платят пекарю?",
        "你好吗？",
        "🙂" * 300,
        "<script>alert(1)</script>",
        "a\u0000b",
    ],
)
async def test_any_script_is_kept_as_it_is(database: Settings, words: str) -> None:
    place = await a_place()
    assert (await question(await asked(place, words))).words == words.replace("\u0000", "")


async def test_a_box_closed_meanwhile_says_so(database: Settings) -> None:
    place = await a_place()
    await close_box(place.tuula, place.class_id)
    await close_box(place.tuula, place.class_id)
    with pytest.raises(Conflict, match="stays on this page"):
        await ask(place.siiri, place.class_id, "Late", uuid4(), contact=True)
    assert await questions() == []
    assert not (await load_box(place.siiri)).open
    await open_box(place.petri, place.class_id)
    await asked(place)


async def test_two_hundred_at_once_and_none_is_lost(database: Settings) -> None:
    place = await a_place()
    many = [await make_pupil(place.school, place.class_id) for _ in range(50)]
    await asyncio.gather(
        *(ask(many[n % 50], place.class_id, f"Question {n}", uuid4(), contact=n % 20 == 0) for n in range(200))
    )
    assert {one.words for one in await questions()} == {f"Question {n}" for n in range(200)}
    async with reading() as session:
        contacts = await session.scalar(select(func.count()).select_from(BoxContact))
    assert contacts == len({n % 50 for n in range(0, 200, 20)})


async def test_whoever_asks_again_and_again_waits_and_nothing_says_who(database: Settings) -> None:
    place = await a_place()
    for n in range(pace.MOST_AN_HOUR):
        await asked(place, f"Question {n}")
    with pytest.raises(TooMany, match="stays here"):
        await ask(place.siiri, place.class_id, "More", uuid4())
    await asked(place, by=place.eino)
    assert await ask(place.siiri, place.class_id, WORRY, uuid4()), "a worry has room of its own"
    with at(now() + timedelta(hours=1)):
        await asked(place, "An hour later")


async def test_a_box_takes_so_many_a_day(database: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    place = await a_place()
    monkeypatch.setattr("portfolio_app.ambassadors.questions.asking.MOST_A_DAY", 2)
    await asked(place)
    await asked(place, by=place.eino)
    with pytest.raises(TooMany, match="today"):
        await ask(place.siiri, place.class_id, "Third", uuid4())
    assert await ask(place.siiri, place.class_id, WORRY, uuid4())


def test_counts_of_one_day_cannot_be_held_against_the_next() -> None:
    counting, person = pace.Pace(), uuid4()
    with at(datetime(2026, 11, 27, 10, tzinfo=UTC)):
        assert [counting.take(person, 2) for _ in range(3)] == [True, True, False]
        first, key = set(counting._counts), counting._key
    with at(datetime(2026, 11, 28, 10, tzinfo=UTC)):
        assert counting.take(person, 2)
        assert counting._key != key
        assert not first & set(counting._counts)
    assert person.bytes not in b"".join(counting._counts)


async def test_a_worry_goes_to_whoever_is_on_duty_now(database: Settings) -> None:
    place = await a_place(duty=False)
    await add_duty(place.tuula, str(place.class_id), str(place.tuula.person_id), [4], "08:00", "12.30", uuid4())
    await add_duty(place.tuula, str(place.class_id), str(place.petri.person_id), [0], "9:00", "10:00", uuid4())
    friday = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # ten in Finland
    with at(friday), being_in("Europe/Helsinki"):
        await asked(place, WORRY)
        assert "12:30" in (await load_box(place.siiri)).now_said
    assert {one.person_id for one in await notices("box_worry")} == {place.tuula.person_id}
    with at(friday + timedelta(hours=5)), being_in("Europe/Helsinki"):
        await asked(place, WORRY)
        assert "Monday, 9:00" in (await load_box(place.siiri)).now_said.replace("09:00", "9:00")
    assert {one.person_id for one in await notices("box_worry")} == {place.tuula.person_id, place.petri.person_id}


async def test_without_hours_a_worry_reaches_all_adults_of_the_class(database: Settings) -> None:
    place = await a_place(duty=False)
    assert "No hours are set" in (await load_box(place.siiri)).now_said
    await asked(place, WORRY)
    assert {one.person_id for one in await notices("box_worry")} == {place.tuula.person_id, place.petri.person_id}


async def test_days_off_are_told_and_nobody_is_on_duty_then(database: Settings) -> None:
    place = await a_place()
    today = now().date().isoformat()
    await add_days_off(place.tuula, str(place.class_id), today, "")
    await add_days_off(place.tuula, str(place.class_id), today, today)
    view = await load_box(place.siiri)
    assert len(view.days_off) == 1
    assert view.now_said.startswith("Nobody reads the box right now")
    await end_days_off(place.tuula, str(place.class_id), today, today)
    assert (await load_box(place.siiri)).days_off == ()
    await end_days_off(place.tuula, str(place.class_id), today, today, back=True)
    assert len((await load_box(place.siiri)).days_off) == 1
    with pytest.raises(Invalid):
        await add_days_off(place.tuula, str(place.class_id), "2030-02-30", "")
    with pytest.raises(Invalid):
        await add_days_off(place.tuula, str(place.class_id), "2020-01-01", "2020-01-02")


async def test_hours_are_kept_once_and_come_back(database: Settings) -> None:
    place = await a_place(duty=False)
    request = uuid4()
    for _ in range(2):
        await add_duty(place.tuula, str(place.class_id), str(place.petri.person_id), [1, 0, 1], "8:00", "9:00", request)
    (line,) = (await load_questions(place.tuula, str(place.class_id))).duties
    assert (line.name, line.hours) == ("Petri Pulli", "Monday and Tuesday, 08:00–09:00")
    await end_duty(place.tuula, line.id)
    assert (await load_questions(place.tuula, str(place.class_id))).duties == ()
    await end_duty(place.petri, line.id, back=True)
    assert len((await load_questions(place.tuula, str(place.class_id))).duties) == 1
    for stranger in (place.colleague, place.siiri, place.aada, place.elsewhere, place.kaisa, place.admin, place.sirpa):
        with pytest.raises(NotFound):
            await end_duty(stranger, line.id)
    with pytest.raises(NotFound):
        await add_duty(place.tuula, str(place.class_id), str(place.siiri.person_id), [1], "8:00", "9:00", uuid4())
    for days, begins, ends in (([], "8:00", "9:00"), ([7], "8:00", "9:00"), ([1], "9:00", "8:00"), ([1], "x", "9:00")):
        with pytest.raises(Invalid):
            await add_duty(place.tuula, str(place.class_id), str(place.petri.person_id), days, begins, ends, uuid4())


async def test_a_contact_is_told_once_and_ends(database: Settings) -> None:
    place = await a_place()
    await ask(place.siiri, place.class_id, "One", uuid4(), contact=True)
    await ask(place.siiri, place.class_id, "Two", uuid4(), contact=True)
    (told,) = await notices("box_contact")
    assert (told.person_id, told.by_id) == (place.tuula.person_id, place.siiri.person_id)
    (line,) = (await load_questions(place.petri, str(place.class_id))).contacts
    assert line.name == "Siiri Sirkkola"
    assert (await load_box(place.siiri)).wanted
    for stranger in (place.colleague, place.eino, place.aada, place.elsewhere, place.kaisa, place.admin, place.sirpa):
        with pytest.raises(NotFound):
            await end_contact(stranger, line.id)
    await end_contact(place.petri, line.id)
    assert await notices("box_contact") == []
    assert not (await load_box(place.siiri)).wanted


async def test_only_adults_of_the_class_open_and_close(database: Settings) -> None:
    place = await a_place()
    for stranger in (
        place.siiri,
        place.aada,
        place.colleague,
        place.kaisa,
        place.sirpa,
        place.admin,
        place.elsewhere,
    ):
        for doing in (open_box, close_box, load_questions):
            with pytest.raises(NotFound):
                await doing(stranger, str(place.class_id))


async def test_home_leads_to_the_box(database: Settings) -> None:
    place = await a_place()
    await asked(place)
    await asked(place, WORRY)
    async with reading() as session:
        assert [one.detail for one in await box_at_home(session, place.siiri)] == ["9A"]
        assert await box_at_home(session, place.other) == ()
        (line,) = await boxes_at_home(session, place.tuula)
        assert line.detail == "1 gives cause for worry · 1 waits for you"
        assert await boxes_at_home(session, place.colleague) == ()


async def test_questions_of_one_day_stand_in_no_order_of_arrival(database: Settings) -> None:
    place = await a_place()
    for n in range(5):
        await asked(place, f"Question {n}")
    lines = (await load_questions(place.tuula, str(place.class_id))).lines
    assert [one.id for one in lines] == sorted(one.id for one in lines)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(BoxQuestion)) == 5
