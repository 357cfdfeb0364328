"""A teacher keeps sentences they often write: their own alone, put into a text with the pupil's first name."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.sharing.models import Phrase
from portfolio_app.sharing.phrases import (
    LONGEST,
    MOST,
    add_phrase,
    change_phrase,
    delete_phrase,
    load_phrases,
    phrases_of,
    use_phrase,
)
from portfolio_app.sharing.retention import remove_rested_phrases
from tests.people import make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def add(who: Actor, words: str) -> UUID:
    """Keep a phrase; its id."""
    request = uuid4()
    await add_phrase(who, words, request)
    async with reading() as session:
        return (await session.execute(select(col(Phrase.id)).where(col(Phrase.request) == request))).scalar_one()


async def said(who: Actor, name: str = "") -> list[str]:
    async with reading() as session:
        return [one.said for one in await phrases_of(session, who, name)]


async def test_what_is_used_most_comes_first_and_names_the_pupil() -> None:
    tuula = await make_teacher(await make_school())
    await add(tuula, "Ask somebody who was there.")
    second = await add(tuula, "{name}, how do you know? {0} {name.__class__}")
    for _use in range(2):
        await use_phrase(tuula, second)
    assert await said(tuula, "Siiri Maria Niemi") == [
        "Siiri, how do you know? {0} {name.__class__}",
        "Ask somebody who was there.",
    ]
    view = await load_phrases(tuula)
    assert (view.listed[0].words[:6], view.listed[0].used) == ("{name}", "used 2 times")


async def test_changed_deleted_and_brought_back() -> None:
    tuula = await make_teacher(await make_school())
    one = await add(tuula, "Well told")
    await change_phrase(tuula, one, "Well told.", 1)
    await change_phrase(tuula, one, "Well told.", 1)  # sent twice
    with pytest.raises(Conflict):
        await change_phrase(tuula, one, "From another tab", 1)
    for _click in range(2):
        await delete_phrase(tuula, one)
    assert await said(tuula) == []
    with pytest.raises(NotFound):
        await use_phrase(tuula, one)
    with pytest.raises(NotFound):
        await change_phrase(tuula, one, "Gone", 2)
    for _click in range(2):
        await delete_phrase(tuula, one, back=True)
    assert await said(tuula) == ["Well told."]
    await delete_phrase(tuula, one)
    with at(now() + timedelta(days=60)):
        assert (await remove_rested_phrases(), await remove_rested_phrases()) == (1, 0)


async def test_they_are_of_whoever_made_them() -> None:
    school = await make_school()
    tuula, kalle = await make_teacher(school), await make_teacher(school)
    one, request = await add(tuula, "Well told"), uuid4()
    assert await said(kalle) == []
    for act in (
        change_phrase(kalle, one, "Mine now", 1),
        delete_phrase(kalle, one),
        use_phrase(kalle, one),
        use_phrase(tuula, uuid4()),
    ):
        with pytest.raises(NotFound):
            await act
    await add_phrase(tuula, "Again", request)
    with pytest.raises(NotFound):
        await add_phrase(kalle, "Again", request)
    for who in (await make_pupil(school), await make_coordinator(school)):
        with pytest.raises(Refused):
            await add_phrase(who, "Hello", uuid4())
        with pytest.raises(Refused):
            await load_phrases(who)
        assert await said(who) == []


async def test_bad_input_double_clicks_and_a_hundred() -> None:
    tuula = await make_teacher(await make_school())
    for words in (" ", "x" * (LONGEST + 1)):
        with pytest.raises(Invalid):
            await add_phrase(tuula, words, uuid4())
    request = uuid4()
    await asyncio.gather(*(add_phrase(tuula, "Once", request) for _click in range(4)))
    assert await said(tuula) == ["Once"]
    for number in range(MOST - 1):
        await add_phrase(tuula, f"Phrase {number}", uuid4())
    with pytest.raises(Invalid):
        await add_phrase(tuula, "One more", uuid4())
    assert not (await load_phrases(tuula)).room
