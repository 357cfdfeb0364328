"""Where somebody goes is told only by them, to whom the page said, and is gone when they take it back or a year is
over."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.guidance.after_school import AfterSchoolView, load_after_school
from portfolio_app.guidance.destinations import (
    DestinationForm,
    set_follow_up,
    take_back_destination,
    tell_destination,
)
from portfolio_app.guidance.leavers import Asked, LeaversView, load_leavers
from portfolio_app.guidance.leaving_class import Address
from portfolio_app.guidance.models import Destination
from portfolio_app.guidance.retention import remove_past_guidance
from portfolio_app.sharing.seen import load_seen
from tests.guidance.leaving import BEFORE, LeavingSchool, after, leaving_school, the_day_comes
from tests.people import actor_now, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

COLLEGE = DestinationForm("vocational", "Omnia, Espoo", "2027-08", told=True)


async def page_of(actor: Actor) -> AfterSchoolView:
    return await load_after_school(actor, uuid4(), uuid4())


async def class_seen_by(actor: Actor, made: LeavingSchool) -> LeaversView:
    return await load_leavers(actor, Asked(Address(class_id=str(made.school_class))))


async def rows() -> int:
    async with reading() as session:
        return len((await session.execute(select(Destination))).all())


async def test_it_is_kept_only_with_consent_and_seen_by_the_contact_and_the_coordinator() -> None:
    made = await leaving_school()
    with at(BEFORE):
        with pytest.raises(Invalid) as refused:
            await tell_destination(made.siiri, DestinationForm("work"))
        assert (refused.value.field, await rows()) == ("told", 0)
        for _twice in range(2):  # a double click
            await tell_destination(made.siiri, COLLEGE)
        assert await rows() == 1
        mine = (await page_of(made.siiri)).destination
        assert (mine.said, mine.begins_said, mine.passes_on) == (
            "Vocational school or college · Omnia, Espoo",
            "August 2027",
            "",
        )
        for adult in (made.katri, made.pirjo):
            told = [one.destination for one in (await class_seen_by(adult, made)).listed]
            assert told == ["", "Vocational school or college · Omnia, Espoo"], adult.name
        by_teacher = await class_seen_by(made.tuula, made)
        assert not by_teacher.tells_destinations
        assert [one.destination for one in by_teacher.listed] == ["", ""]
        log = [line.sentence for line in (await load_seen(made.siiri)).lines]
        assert [line for line in log if "the time after it" in line and "Tuula" in line] == []
        assert len([line for line in log if "the time after it" in line]) == 2


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (DestinationForm("prison", told=True), "kind"),
        (DestinationForm("work", "x" * 121, told=True), "place"),
        (DestinationForm("work", begins="2031-01", told=True), "begins"),
        (DestinationForm("work", begins="soon", told=True), "begins"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(form: DestinationForm, field: str) -> None:
    made = await leaving_school()
    with at(BEFORE), pytest.raises(Invalid) as refused:
        await tell_destination(made.siiri, form)
    assert (refused.value.field, await rows()) == (field, 0)


async def test_taken_back_it_is_erased_and_the_trail_says_nothing_of_it() -> None:
    made = await leaving_school()
    with at(BEFORE):
        await tell_destination(made.siiri, COLLEGE)
        await take_back_destination(made.venla)  # not hers
        assert await rows() == 1
        for _twice in range(2):
            await take_back_destination(made.siiri)
        assert (await rows(), (await page_of(made.siiri)).destination.told) == (0, "")
        async with reading() as session:
            trail = (await session.execute(select(Audit).where(Audit.action.like("guidance.%")))).scalars().all()  # type: ignore[attr-defined]
        assert sorted(one.action for one in trail) == [
            "guidance.name_contact",
            "guidance.take_back_destination",
            "guidance.tell_destination",
        ]
        assert not any("Omnia" in str(one.detail) or "vocational" in str(one.detail) for one in trail)


async def test_passing_it_on_is_asked_only_where_the_school_said_on_which_basis() -> None:
    made = await leaving_school()
    wants = DestinationForm("unknown", told=True, passes_on=True)
    with at(BEFORE):
        await tell_destination(made.siiri, wants)
        view = await page_of(made.siiri)
        assert (view.may_pass_on, view.destination.passes_on) == ("", "")
        for service, basis, field in (("The town", "", "basis"), ("", "A law", "service")):
            with pytest.raises(Invalid) as refused:
                await set_follow_up(made.pirjo, made.school, service, basis)
            assert refused.value.field == field
        for wrong in (made.katri, made.tuula, made.siiri, await make_coordinator(await make_school())):
            with pytest.raises(NotFound):
                await set_follow_up(wrong, made.school, "The town", "A law")
        await set_follow_up(made.pirjo, made.school, "The town’s youth follow-up", "Youth Act, section 14")
        await tell_destination(made.siiri, wants)
        view = await page_of(made.siiri)
        assert "The town’s youth follow-up?" in view.may_pass_on
        assert view.passes_by == "Youth Act, section 14"
        assert view.destination.passes_on == "It may be passed on to The town’s youth follow-up."
        # other words are another question: whoever agreed to the former ones has not agreed to these
        await set_follow_up(made.pirjo, made.school, "The town’s youth follow-up", "Youth Act, section 15")
        assert not (await page_of(made.siiri)).destination.passes_on
        await set_follow_up(made.pirjo, made.school, "", "")
        assert (await page_of(made.siiri)).may_pass_on == ""


async def test_nobody_else_has_a_destination_to_tell() -> None:
    made = await leaving_school()
    with at(BEFORE):
        stays = await make_pupil(made.school)
        for wrong in (stays, made.tuula, made.pirjo):
            with pytest.raises(Refused):
                await tell_destination(wrong, COLLEGE)
        assert (await page_of(stays)).day == ""
        for wrong in (made.tuula, made.pirjo):
            with pytest.raises(Refused):
                await page_of(wrong)
        other = await make_teacher(await make_school())
        for wrong in (other, made.siiri):
            with pytest.raises(Refused):
                await class_seen_by(wrong, made)


async def test_after_a_year_it_is_gone() -> None:
    made = await leaving_school()
    with at(BEFORE):
        await tell_destination(made.siiri, COLLEGE)
    await the_day_comes(made)
    siiri = await actor_now(made.siiri.person_id)
    with at(after(11)):
        assert await remove_past_guidance() == 0
        assert [one.destination for one in (await load_leavers(made.katri, Asked())).heard.people] == [
            "Vocational school or college · Omnia, Espoo"
        ]
        assert (await load_leavers(made.tuula, Asked())).heard.people == ()
        await tell_destination(siiri, DestinationForm("work", told=True))  # it can be changed after leaving too
    with at(after(12)):
        assert [await remove_past_guidance() for _twice in range(2)] == [1, 0]
        assert (await load_leavers(made.katri, Asked())).heard.people == ()
        assert (await page_of(siiri)).day == ""
        with pytest.raises(Refused):
            await tell_destination(siiri, COLLEGE)
