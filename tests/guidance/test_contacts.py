"""For a year after leaving there is somebody to turn to, named by the school, who hears only from those who ask."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.guidance import noticing  # noqa: F401 - notices find what they are about
from portfolio_app.guidance.after_school import load_after_school
from portfolio_app.guidance.contacts import (
    MOST_OPEN,
    Named,
    ask_for_contact,
    mark_reached,
    name_contact,
    take_back_wish,
)
from portfolio_app.guidance.heard import WAITING
from portfolio_app.guidance.leavers import Asked, load_leavers
from portfolio_app.guidance.models import ContactWish
from portfolio_app.guidance.retention import remove_past_guidance
from portfolio_app.notices.queries import load_notices
from tests.guidance.leaving import BEFORE, after, leaving_school, the_day_comes
from tests.people import actor_now, end_roles, make_class, make_counsellor, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def contact_of(actor: Actor) -> tuple[str, str]:
    view = await load_after_school(actor, uuid4(), uuid4())
    return view.contact_name, view.contact_how


async def asked(actor: Actor, words: str = "I am thinking of changing", request: UUID | None = None) -> UUID:
    request = request or uuid4()
    await ask_for_contact(actor, words, "050 555", request)
    async with reading() as session:
        found = await session.execute(select(ContactWish).where(ContactWish.request == request))  # type: ignore[arg-type]
        return found.scalar_one().id


async def heard(actor: Actor, show: str = "") -> list[str]:
    return [one.name for one in (await load_leavers(actor, Asked(show=show))).heard.people]


async def test_nobody_is_there_unless_named_and_the_page_says_so() -> None:
    made = await leaving_school(named=False)
    with at(BEFORE):
        view = await load_after_school(made.siiri, uuid4(), uuid4())
        assert (view.contact_name, view.school.name) == ("", "Liisa Laine")
        await name_contact(made.pirjo, made.school, None, made.katri.person_id, "Room 12")
        assert await contact_of(made.siiri) == ("Katri Niemi", "Room 12")
        await name_contact(made.pirjo, made.school, made.school_class, made.tuula.person_id, "After lessons")
        assert await contact_of(made.siiri) == ("Tuula Virtanen", "After lessons")  # the class’s before the school’s
        await end_roles(made.tuula)
        assert await contact_of(made.siiri) == ("Katri Niemi", "Room 12")  # whoever has gone is nobody’s contact
        places = (await load_leavers(made.pirjo, Asked())).settings.places
        assert [one.said for one in places] == [
            "Katri Niemi · Room 12",
            "Whoever was named is not at your school any more",
        ]
        await name_contact(made.pirjo, made.school, made.school_class, None)
        former = await name_contact(made.pirjo, made.school, None, None)
        assert former
        assert former == Named(made.school, None, made.katri.person_id, "Room 12")
        assert await contact_of(made.siiri) == ("", "")
        assert await name_contact(made.pirjo, made.school, None, former.adult_id, former.how) is None  # undone
        assert await contact_of(made.siiri) == ("Katri Niemi", "Room 12")
        await name_contact(made.pirjo, made.school, None, None)
        assert await contact_of(made.siiri) == ("", "")


async def test_only_the_coordinator_names_and_only_adults_of_the_school() -> None:
    made = await leaving_school(named=False)
    with at(BEFORE):
        for wrong in (made.katri, made.tuula, made.siiri):
            with pytest.raises(NotFound):
                await name_contact(wrong, made.school, None, made.katri.person_id, "Room 12")
        elsewhere = await make_teacher(await make_school())
        for wrong in (elsewhere, made.siiri):
            with pytest.raises(Invalid):
                await name_contact(made.pirjo, made.school, None, wrong.person_id, "Room 12")
        with pytest.raises(Invalid):
            await name_contact(made.pirjo, made.school, None, made.katri.person_id, "")
        other = await make_class(await make_school())
        with pytest.raises(NotFound):
            await name_contact(made.pirjo, made.school, other, made.katri.person_id, "Room 12")


async def test_whoever_has_left_asks_and_their_contact_alone_hears() -> None:
    made = await leaving_school()
    with at(BEFORE), pytest.raises(Invalid):
        await asked(made.siiri)  # still at school: there are people there
    await the_day_comes(made)
    siiri = await actor_now(made.siiri.person_id)
    with at(after(2)):
        request = uuid4()
        wish = await asked(siiri, request=request)
        assert await asked(siiri, request=request) == wish  # a double click
        with pytest.raises(NotFound):
            await ask_for_contact(await actor_now(made.venla.person_id), "", "050", request)
        told = (await load_notices(made.katri)).lines
        assert [(one.sentence, one.href) for one in told] == [
            ("Siiri Laine, who left school, would like to hear from you.", "/en/leavers#heard")
        ]
        assert await heard(made.katri, WAITING) == ["Siiri Laine"]
        one = (await load_leavers(made.katri, Asked())).heard.people[0].wishes[0]
        assert (one.words, one.reach) == ("I am thinking of changing", "050 555")
        assert await heard(made.pirjo) == await heard(made.tuula) == []
        for wrong in (made.pirjo, made.tuula, siiri):
            with pytest.raises(NotFound):
                await mark_reached(wrong, wish)
        for _twice in range(2):
            await mark_reached(made.katri, wish)
        assert await heard(made.katri, WAITING) == []
        assert [line.new for line in (await load_notices(made.katri)).lines] == [False]
        mine = (await load_after_school(siiri, uuid4(), uuid4())).wishes
        assert [one.reached for one in mine] == ["In touch on 5 August 2027"]


async def test_a_wish_can_be_taken_back_and_there_is_an_end_to_asking() -> None:
    made = await leaving_school()
    await the_day_comes(made)
    siiri = await actor_now(made.siiri.person_id)
    with at(after(1)):
        wish = await asked(siiri)
        with pytest.raises(NotFound):
            await take_back_wish(made.katri, wish)
        for _twice in range(2):
            await take_back_wish(siiri, wish)
        assert (await load_notices(made.katri)).lines == ()
        assert await heard(made.katri) == []
        with pytest.raises(NotFound):
            await mark_reached(made.katri, wish)
        for _time in range(MOST_OPEN):
            await asked(siiri)
        with pytest.raises(Invalid):
            await asked(siiri)
        for words, reach in (("x" * 501, "050"), ("Hello", ""), ("Hello", "x" * 201)):
            with pytest.raises(Invalid):
                await ask_for_contact(siiri, words, reach, uuid4())


async def test_whoever_is_named_next_is_told_of_those_who_wait() -> None:
    made = await leaving_school()
    await the_day_comes(made)
    siiri = await actor_now(made.siiri.person_id)
    with at(after(1)):
        await asked(siiri)
        await end_roles(made.katri)
        with pytest.raises(Invalid):
            await asked(siiri)  # nobody is there right now, and nothing is promised
        ilona = await make_counsellor(made.school, name="Ilona Aho")
        await name_contact(made.pirjo, made.school, None, ilona.person_id, "Room 3")
        assert await heard(ilona, WAITING) == ["Siiri Laine"]
        assert len((await load_notices(ilona)).lines) == 1
        assert (await load_leavers(ilona, Asked())).heard.people[0].left == "left Harjun koulu on 5 June 2027"


async def test_it_ends_twelve_months_after_the_day() -> None:
    made = await leaving_school()
    await the_day_comes(made)
    siiri = await actor_now(made.siiri.person_id)
    with at(after(12, -1)):
        wish = await asked(siiri)
        assert await remove_past_guidance() == 0
    with at(after(12)):
        assert await heard(made.katri) == []
        assert (await load_notices(made.katri)).lines[0].href == ""
        with pytest.raises(NotFound):
            await mark_reached(made.katri, wish)
        with pytest.raises(Refused):
            await asked(siiri)
        assert [await remove_past_guidance() for _twice in range(2)] == [1, 0]


async def becomes_pupil(actor: Actor, school: UUID) -> None:
    async with writing() as session:
        session.add(Membership(person_id=actor.person_id, role=Role.PUPIL, school_id=school, began_at=now()))


async def test_it_goes_on_at_the_next_school_and_ends_with_coming_back() -> None:
    made = await leaving_school()
    await the_day_comes(made)
    siiri = await actor_now(made.siiri.person_id)
    with at(after(1)):
        await becomes_pupil(siiri, await make_school())
        assert await contact_of(siiri) == ("Katri Niemi", "Phone 050 123, Tuesdays")
        await becomes_pupil(siiri, made.school)
        assert await contact_of(siiri) == ("", "")
