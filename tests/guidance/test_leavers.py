"""The leaving wizard: what is done, never what is in it, for those who guide the class; and one reminder a week."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Passkey
from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.guidance import noticing  # noqa: F401 - notices find what they are about
from portfolio_app.guidance.check_ins import agree
from portfolio_app.guidance.leavers import Asked, LeaverLine, load_leavers
from portfolio_app.guidance.leaving_class import Address
from portfolio_app.guidance.reminding import remind_leavers
from portfolio_app.notices.about import register
from portfolio_app.notices.models import MailAddress
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.schools.leaving_day import DAY as LEAVING_DAY
from portfolio_app.schools.leaving_day import choose_leaving_day, choose_staying, find_days
from portfolio_app.schools.models import Leaving
from tests.guidance.leaving import BEFORE, DAY, LeavingSchool, leaving_school, the_day_comes
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
register(LEAVING_DAY, find_days)


def of_class(made: LeavingSchool) -> Address:
    return Address(class_id=str(made.school_class))


async def lines(actor: Actor, address: Address, show: str = "", search: str = "") -> tuple[LeaverLine, ...]:
    return (await load_leavers(actor, Asked(address, show, search))).listed


async def has_taken(actor: Actor, made: LeavingSchool, *, opened: bool = False, help_wanted: bool = False) -> None:
    async with writing() as session:
        session.add(Takeout(person_id=actor.person_id, language="en", asked_at=now(), downloaded_at=now()))
        opened_on = today() if opened else None
        session.add(
            Leaving(person_id=actor.person_id, school_id=made.school, opened_on=opened_on, help_wanted=help_wanted)
        )


async def has_own_ways(actor: Actor) -> None:
    async with writing() as session:
        session.add(MailAddress(person_id=actor.person_id, address="me@example.org", confirmed_at=now()))
        session.add(
            Passkey(
                person_id=actor.person_id,
                credential=str(uuid4()),
                credential_hash=str(uuid4()),
                public_key="key",
                name="My phone",
                made_at=now(),
                last_used_on=today(),
            )
        )


async def test_a_class_says_how_many_have_got_how_far_and_what_is_next() -> None:
    made = await leaving_school()
    with at(BEFORE):
        await agree(made.siiri)
        await has_taken(made.siiri, made, opened=True)
        await has_own_ways(made.siiri)
        await has_taken(made.venla, made, help_wanted=True)
        view = await load_leavers(made.tuula, Asked(of_class(made)))
        assert (view.name, view.days) == ("9B", ("Leaves school on 5 June 2027",))
        assert view.counts[0] == "2 of 2 have taken their portfolio along."
        assert view.counts[1:3] == (
            "1 of 2 have opened what they took along.",
            "1 of 2 have a way in of their own, and have used it.",
        )
        assert view.next_step == "Next: speak with the 1 pupil who wants help."
        venla, siiri = view.listed  # by name, whatever they have done
        assert (siiri.takeout, siiri.private, siiri.check_ins, siiri.help_wanted) == (
            "Taken along and opened",
            "Ready, and used",
            "Agreed",
            "",
        )
        assert (venla.takeout, venla.private, venla.check_ins, venla.help_wanted) == (
            "Taken along",
            "Not yet",
            "",
            "Wants help",
        )
        assert venla.href == f"/en/pupil?id={made.venla.person_id}"


async def test_filters_and_a_search_stand_in_the_address() -> None:
    made = await leaving_school()
    with at(BEFORE):
        await has_taken(made.venla, made, help_wanted=True)
        here = of_class(made)
        for show, names in {
            "": ["Venla Koski", "Siiri Laine"],
            "help": ["Venla Koski"],
            "not-taken": ["Siiri Laine"],
            "not-opened": ["Venla Koski"],
            "not-private": ["Venla Koski", "Siiri Laine"],
            "check-ins": [],
            "nonsense": ["Venla Koski", "Siiri Laine"],
        }.items():
            assert [one.name for one in await lines(made.tuula, here, show)] == names, show
        assert [one.name for one in await lines(made.tuula, here, search="lai")] == ["Siiri Laine"]


async def test_long_lists_have_pages_and_all_of_it_prints() -> None:
    made = await leaving_school()
    with at(BEFORE):
        for number in range(23):
            await make_pupil(made.school, made.school_class, name=f"Pupil {number:02}")
        first = await load_leavers(made.tuula, Asked(of_class(made)))
        assert (len(first.listed), first.paging.pages, first.findable) == (20, 2, True)
        assert "page=2" in first.paging.following_href
        assert "every=yes" in first.every_href
        every = await load_leavers(made.tuula, Asked(of_class(made), every=True))
        assert (len(every.listed), every.paging.pages, every.every_href) == (25, 1, "")


async def test_a_year_group_is_all_classes_of_a_stage_that_the_reader_may_open() -> None:
    made = await leaving_school()
    with at(BEFORE):
        other = await make_class(made.school, "9A", stage="15-18")
        await make_pupil(made.school, other, name="Onni Aho")
        await choose_leaving_day(made.pirjo, other, DAY + timedelta(days=1))
        stays = await make_class(made.school, "9C", stage="15-18")  # no leaving day
        await make_pupil(made.school, stays, name="Aino Salo")
        year = Address(school_id=str(made.school), stage="15-18")
        view = await load_leavers(made.katri, Asked(year))
        assert [(one.name, one.class_name) for one in view.listed] == [
            ("Onni Aho", "9A"),
            ("Venla Koski", "9B"),
            ("Siiri Laine", "9B"),
        ]
        assert len(view.days) == 2
        assert [one.class_name for one in await lines(made.tuula, year)] == ["9B", "9B"]  # hers alone
        overview = await load_leavers(made.pirjo, Asked())
        assert ([one.name for one in overview.groups], len(overview.years)) == (["9A", "9B"], 1)


async def test_whoever_stays_is_not_among_those_who_leave() -> None:
    made = await leaving_school()
    with at(BEFORE):
        await choose_staying(made.pirjo, made.school_class, made.venla.person_id, stays=True)
        assert [one.name for one in await lines(made.tuula, of_class(made))] == ["Siiri Laine"]


async def test_others_are_refused_and_after_the_day_nothing_is_seen_any_more() -> None:
    made = await leaving_school()
    with at(BEFORE):
        for wrong in (
            await make_teacher(made.school),  # of no class
            await make_coordinator(await make_school()),
        ):
            with pytest.raises(NotFound):
                await lines(wrong, of_class(made))
            with pytest.raises(NotFound):
                await remind_leavers(wrong, of_class(made))
            assert (await load_leavers(wrong, Asked())).groups == ()
        with pytest.raises(Refused):
            await lines(made.siiri, of_class(made))
    await the_day_comes(made)
    for adult in (made.tuula, made.katri, made.pirjo):
        with pytest.raises(NotFound):
            await lines(adult, of_class(made))


async def test_one_notice_each_and_at_most_one_a_week_whoever_clicks() -> None:
    made = await leaving_school()
    with at(BEFORE):
        await has_taken(made.venla, made)
        assert await remind_leavers(made.tuula, of_class(made)) == 1
        told = (await load_notices(made.siiri)).lines
        assert [(one.sentence, one.href) for one in told] == [
            (
                "Tuula Virtanen reminds you: take your portfolio along before you leave school on 5 June 2027.",
                "/en/leaving",
            )
        ]
        assert (await load_notices(made.venla)).lines == ()
    with at(BEFORE + timedelta(days=6)):
        for adult in (made.tuula, made.katri, made.pirjo):
            assert await remind_leavers(adult, of_class(made)) == 0
    with at(BEFORE + timedelta(days=8)):
        assert await remind_leavers(made.katri, Address(school_id=str(made.school), stage="15-18")) == 1
        assert len((await load_notices(made.siiri)).lines) == 2
    async with reading() as session:
        trail = (await session.execute(select(Audit).where(Audit.action == "guidance.remind_leavers"))).scalars()  # type: ignore[arg-type]
        assert sorted(one.detail["told"] for one in trail) == [0, 0, 0, 1, 1]
