"""Which support now: what a pupil tells one adult, who sees it, and that it can be taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio_app import app
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.models import SupportNote
from portfolio_app.skills.support import (
    MOST_OPEN,
    load_asked,
    load_support,
    mark_seen,
    remove_rested_notes,
    take_back,
    tell,
)
from portfolio_app.skills.support_points import POINTS
from tests.people import end_roles, make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
assert app  # notices find what they are about


async def a_school() -> tuple[Actor, Actor, Actor]:
    """A pupil, a teacher of their class, a counsellor."""
    school = await make_school(contact_name="Liisa Laine", contact_how="Room 12")
    one = await make_class(school)
    return (
        await make_pupil(school, one, name="Siiri"),
        await make_teacher(school, one, name="Tuula"),
        await make_counsellor(school, name="Katri"),
    )


async def told(pupil: Actor, adult: Actor, words: str = "", request: UUID | None = None) -> UUID:
    await tell(pupil, adult.person_id, "no-idea", words, request or uuid4())
    async with reading() as session:
        newest = select(SupportNote).order_by(col(SupportNote.made_at).desc()).limit(1)
        return (await session.execute(newest)).scalar_one().id


async def test_people_come_first() -> None:
    siiri, _tuula, _katri = await a_school()
    view = await load_support(siiri, uuid4())
    assert (view.contact.name, view.contact.how, view.teachers) == ("Liisa Laine", "Room 12", ("Tuula",))
    assert [one.label for one in view.adults] == ["Katri, counsellor", "Tuula, teacher"]
    assert len(POINTS) == 5
    assert all(point.ask and point.pages for point in POINTS)


async def test_looking_leaves_nothing() -> None:
    siiri, _tuula, _katri = await a_school()
    await load_support(siiri, uuid4())
    async with reading() as session:
        assert (await session.execute(select(Audit))).first() is None
        assert (await session.execute(select(SupportNote))).first() is None


async def test_the_chosen_adult_sees_it_and_nobody_else() -> None:
    siiri, tuula, katri = await a_school()
    request = uuid4()
    note = await told(siiri, tuula, "I would rather write", request)
    assert await told(siiri, tuula, "I would rather write", request) == note  # a double click
    seen = (await load_asked(tuula)).notes
    assert [(one.name, one.point, one.words) for one in seen] == [
        ("Siiri", "I have no idea yet", "I would rather write")
    ]
    assert (await load_asked(katri)).notes == ()
    for wrong in (katri, siiri):
        with pytest.raises((NotFound, Refused)):
            await mark_seen(wrong, note)
    for wrong in (katri, tuula):
        with pytest.raises(NotFound):
            await take_back(wrong, note)
    with pytest.raises(Refused):
        await load_asked(siiri)
    with pytest.raises(Refused):
        await load_support(tuula, uuid4())
    assert "Tuula read on" in (await load_seen(siiri)).lines[0].sentence


async def test_the_pupil_sees_that_it_was_seen_and_can_take_it_back() -> None:
    siiri, tuula, _katri = await a_school()
    note = await told(siiri, tuula)
    assert (await load_support(siiri, uuid4())).notes[0].seen == ""
    for _ in range(2):
        await mark_seen(tuula, note)
    assert (await load_support(siiri, uuid4())).notes[0].seen != ""
    for _ in range(2):
        await take_back(siiri, note)
    assert ((await load_asked(tuula)).notes, (await load_support(siiri, uuid4())).notes) == ((), ())
    with pytest.raises(NotFound):
        await mark_seen(tuula, note)
    async with reading() as session:
        trail = (await session.execute(select(Audit.action).order_by(col(Audit.at)))).scalars().all()  # type: ignore[call-overload]
    assert trail == ["skills.tell", "skills.mark_seen", "skills.take_back"]


async def test_the_adult_is_told_that_something_came_and_not_what() -> None:
    siiri, tuula, katri = await a_school()
    request = uuid4()
    note = await told(siiri, tuula, "I would rather write", request)
    await told(siiri, tuula, "I would rather write", request)  # a double click
    lines = (await load_notices(tuula)).lines
    assert [(one.sentence, one.new) for one in lines] == [
        ("Siiri told you where they stand and what support would help.", True)
    ]
    assert lines[0].href == "/en/support-asked"
    assert (await load_notices(katri)).lines == ()
    await mark_seen(tuula, note)
    assert [one.new for one in (await load_notices(tuula)).lines] == [False]
    await take_back(siiri, note)
    assert (await load_notices(tuula)).lines == ()


async def test_what_was_told_is_not_named_once_it_cannot_be_opened() -> None:
    siiri, tuula, _katri = await a_school()
    await told(siiri, tuula)
    await end_roles(siiri)
    gone = (await load_notices(tuula)).lines
    assert [(one.sentence, one.href) for one in gone] == [
        ("Siiri told you something about support that you can no longer open.", "")
    ]


async def test_it_is_seen_only_while_both_are_at_the_school() -> None:
    siiri, tuula, _katri = await a_school()
    await told(siiri, tuula)
    await end_roles(siiri)
    assert (await load_asked(tuula)).notes == ()


async def test_only_adults_of_the_own_school_can_be_told() -> None:
    siiri, tuula, _katri = await a_school()
    elsewhere = await make_teacher(await make_school())
    other = await make_pupil(await make_school())
    for wrong in (elsewhere, other, siiri):
        with pytest.raises(NotFound):
            await told(siiri, wrong)
    with pytest.raises(Refused):
        await told(tuula, tuula)
    with pytest.raises(Invalid):
        await tell(siiri, tuula.person_id, "nonsense", "", uuid4())
    with pytest.raises(Invalid):
        await tell(siiri, None, "no-idea", "", uuid4())
    with pytest.raises(Invalid):
        await told(siiri, tuula, "a" * 1001)
    request = uuid4()
    await told(siiri, tuula, request=request)
    twin = await make_pupil(await make_school())
    with pytest.raises(NotFound):
        await told(twin, tuula, request=request)


async def test_there_is_an_end_to_telling() -> None:
    siiri, tuula, _katri = await a_school()
    for _ in range(MOST_OPEN):
        await told(siiri, tuula)
    with pytest.raises(Invalid):
        await told(siiri, tuula)
    assert len((await load_support(siiri, uuid4())).notes) == MOST_OPEN


async def test_old_worries_go() -> None:
    siiri, tuula, _katri = await a_school()
    with at(now() - timedelta(days=366)):
        await told(siiri, tuula, "long ago")
    with at(now() - timedelta(days=40)):
        note = await told(siiri, tuula, "taken back")
        await take_back(siiri, note)
    await told(siiri, tuula, "now")
    assert [one.words for one in (await load_asked(tuula)).notes] == ["now"]
    assert await remove_rested_notes() == 2
    assert await remove_rested_notes() == 0
    async with reading() as session:
        assert (await session.execute(select(SupportNote))).scalar_one().words == "now"
