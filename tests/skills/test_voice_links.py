"""An adult outside school answers a pupil once, by a link that says as little as it can."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.notices.queries import load_notices
from portfolio_app.skills.models import VoiceLink
from portfolio_app.skills.queries import load_capability, load_skills
from portfolio_app.skills.retention import remove_rested_voices
from portfolio_app.skills.voice_links import answer_link, end_link, load_link, make_link
from portfolio_app.skills.voice_pages import load_asking
from portfolio_app.skills.voices import Said
from tests.people import end_roles, make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def a_link(*codes: str) -> tuple[Actor, str]:
    """A pupil, and the secret of a link of theirs."""
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Niemi")
    path = await make_link(siiri, "Jussi at the theatre", codes or ("S1",), uuid4())
    return siiri, path.removeprefix("/voice/").partition("?")[0]


async def test_an_adult_outside_school_answers_once() -> None:
    siiri, key = await a_link("S1", "T1")
    assert len(key) * 6 >= 128
    view = await load_link(key)
    assert view is not None
    assert (view.first_name, [one.code for one in view.skills]) == ("Siiri", ["S1", "T1"])
    said = {"S1": Said(3, "Kept calm when the lights failed"), "T1": Said(0)}
    await answer_link(key, said, "Jussi Salo", "Theatre")
    with pytest.raises(NotFound):
        await answer_link(key, said, "Jussi Salo", "Theatre")
    assert await load_link(key) is None
    voice = (await load_capability(siiri, "S1")).voices[0]
    assert (voice.kind, voice.who, voice.step) == ("host", "Jussi Salo, Theatre", 3)
    line = next(one for theme in (await load_skills(siiri)).themes for one in theme.skills if one.code == "S1")
    assert (line.teacher, line.host) == (0, 3)
    assert "Somebody outside school answered your link" in (await load_notices(siiri)).lines[0].sentence
    assert "Answered on" in (await load_asking(siiri)).links[0].detail


async def test_the_database_holds_no_secret() -> None:
    _siiri, key = await a_link()
    async with reading() as session:
        link = (await session.execute(select(VoiceLink))).scalar_one()
    assert key not in link.model_dump_json()


async def test_a_link_stops_when_the_pupil_ends_it_after_thirty_days_or_when_they_leave() -> None:
    siiri, key = await a_link()
    with at(now() + timedelta(days=31)):
        assert await load_link(key) is None
        assert "does not work any more" in (await load_asking(siiri)).links[0].detail
    await end_link(siiri, UUID((await load_asking(siiri)).links[0].id))
    assert await load_link(key) is None
    other, second = await a_link()
    with pytest.raises(NotFound):
        await end_link(siiri, UUID((await load_asking(other)).links[0].id))
    await end_roles(other)
    assert await load_link(second) is None
    with pytest.raises(Invalid):
        await answer_link(second, {"S1": Said(2)}, "Jussi", "Theatre")


async def test_a_link_ends_with_the_account_of_the_pupil() -> None:
    siiri, key = await a_link()
    async with writing() as session:
        await session.execute(update(Person).where(col(Person.id) == siiri.person_id).values(ended_at=now()))
    assert await load_link(key) is None
    with pytest.raises(Invalid):
        await answer_link(key, {"S1": Said(2)}, "Jussi", "Theatre")


async def test_what_is_wrong_is_said_beside_its_field() -> None:
    _siiri, key = await a_link()
    for said, name, organisation, field in (
        ({"S1": Said(2)}, "", "Theatre", "name"),
        ({"S1": Said(2)}, "Jussi", "", "organisation"),
        ({}, "Jussi", "Theatre", "step"),
        ({"S2": Said(2)}, "Jussi", "Theatre", "step"),
        ({"S1": Said(9)}, "Jussi", "Theatre", "step"),
        ({"S1": Said(2, "a" * 2001)}, "Jussi", "Theatre", "reason"),
    ):
        with pytest.raises(Invalid) as problem:
            await answer_link(key, said, name, organisation)
        assert problem.value.field == field
    for wrong in ("", "x" * 43):
        assert await load_link(wrong) is None
        with pytest.raises(NotFound):
            await answer_link(wrong, {"S1": Said(2)}, "Jussi", "Theatre")


async def test_a_link_is_for_three_skills_at_most_and_one_click() -> None:
    siiri, _key = await a_link()
    with pytest.raises(Invalid):
        await make_link(siiri, "Jussi", ["S1", "S2", "S4", "S5"], uuid4())
    with pytest.raises(Invalid):
        await make_link(siiri, " ", ["S1"], uuid4())
    request = uuid4()
    assert await make_link(siiri, "Jussi", ["S1"], request) != ""
    assert await make_link(siiri, "Jussi", ["S1"], request) == ""
    school = await make_school()
    with pytest.raises(NotFound):
        await make_link(await make_pupil(school), "Jussi", ["S1"], request)
    with pytest.raises(Refused):
        await make_link(await make_teacher(school), "Jussi", ["S1"], uuid4())


async def test_an_answer_outlives_its_link() -> None:
    siiri, key = await a_link()
    await answer_link(key, {"S1": Said(2)}, "Jussi", "Theatre")
    with at(now() + timedelta(days=31)):
        assert await remove_rested_voices() == 1
    assert (await load_capability(siiri, "S1")).voices[0].who == "Jussi, Theatre"
