"""What is on the wall was read by an adult first, with pictures in which everybody has agreed; whoever is in one takes
it down at once. Nobody outside the school sees any of it."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.terms import doing, serving
from portfolio_app.ambassadors.terms.one import load_one
from portfolio_app.ambassadors.wall import posting
from portfolio_app.ambassadors.wall.models import WallPost
from portfolio_app.ambassadors.wall.queries import load_wall, on_the_wall, photos_of
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.models import MediaFile
from portfolio_app.skills.models import Evidence, EvidenceKind, PeopleInIt
from tests.ambassadors.schools import Here, a_school, an_action, an_ambassador
from tests.people import (
    make_admin,
    make_coordinator,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def here() -> Here:
    return await a_school()


async def a_photo(actor: Actor, people: PeopleInIt = PeopleInIt.AGREED) -> tuple[UUID, UUID]:
    """A photo among somebody's evidence: the ids of the evidence and of its file."""
    media = MediaFile(
        person_id=actor.person_id,
        kind="picture",
        sha256=uuid4().hex * 2,
        thumbnail_sha256=uuid4().hex * 2,
        content_type="image/jpeg",
        name="stand.jpg",
        bytes=9,
        width=40,
        height=30,
        made_at=now(),
    )
    evidence = Evidence(
        person_id=actor.person_id,
        kind=EvidenceKind.PHOTO,
        title="Our stand",
        media_id=media.id,
        people_in_it=people,
        made_at=now(),
        changed_at=now(),
        request=uuid4(),
    )
    async with writing() as session:
        session.add(media)
        await session.flush()
        session.add(evidence)
    return evidence.id, media.id


async def post_of(action: UUID) -> WallPost:
    async with reading() as session:
        return (await session.execute(select(WallPost).where(col(WallPost.action_id) == action))).scalar_one()


async def sees(actor: Actor, owner: Actor, media: UUID) -> bool:
    async with reading() as session:
        return await on_the_wall(session, actor, owner.person_id, media)


async def test_an_adult_reads_it_before_the_school_does(here: Here) -> None:
    me = await an_ambassador(here)
    action = (await an_action(here.siiri, me)).id
    photo, media = await a_photo(here.siiri)
    async with reading() as session:
        assert [one.label for one in await photos_of(session, here.siiri)] == ["No picture", "Our stand"]
    await asyncio.gather(
        *(posting.post(here.siiri, action, "We had a stand", str(photo)) for _time in range(3)), return_exceptions=True
    )
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(WallPost)) == 1
    assert (await load_wall(here.eino)).shown == ()
    assert not await sees(here.eino, here.siiri, media)
    (waiting,) = (await load_wall(here.petri)).waiting
    assert (waiting.who, waiting.words, waiting.alt) == (here.siiri.name, "We had a stand", "Our stand")
    assert await sees(here.petri, here.siiri, media)
    with pytest.raises(Invalid):
        await posting.give_back(here.petri, waiting.id, " ")
    await posting.give_back(here.petri, waiting.id, "Say where")
    (done,) = (await load_one(here.siiri, str(me))).logged
    assert done.post.stands == "Given back: Say where"
    with pytest.raises(Conflict):
        await posting.post(here.siiri, action, "We had a stand in the hall", str(photo), 1)
    await posting.post(here.siiri, action, "We had a stand in the hall", str(photo), done.post.version)
    await posting.let_through(here.tuula, waiting.id)
    await posting.let_through(here.petri, waiting.id)  # a second adult presses, too
    (shown,) = (await load_wall(here.eino)).shown
    assert (shown.who, shown.words) == ("An ambassador", "We had a stand in the hall")
    assert shown.picture.endswith(str(media))
    assert await sees(here.eino, here.siiri, media)
    await serving.show_name(here.siiri, me, True)
    assert (await load_wall(here.eino)).shown[0].who == here.siiri.name


async def test_whoever_is_in_the_picture_takes_it_down_at_once(here: Here) -> None:
    me = await an_ambassador(here)
    action = (await an_action(here.siiri, me)).id
    photo, media = await a_photo(here.siiri)
    await posting.post(here.siiri, action, "We had a stand", str(photo))
    post = (await post_of(action)).id
    with pytest.raises(NotFound):  # not shown yet
        await posting.object_to(here.eino, post)
    await posting.let_through(here.tuula, post)
    await posting.object_to(here.eino, post)
    await posting.object_to(here.eino, post)
    assert (await load_wall(here.aada)).shown == ()
    assert not await sees(here.aada, here.siiri, media)
    (down,) = (await load_wall(here.tuula)).down
    assert down.objected
    await posting.let_through(here.tuula, post)
    assert not (await load_wall(here.aada)).shown[0].own
    await posting.take_down(here.siiri, post)
    await posting.take_down(here.siiri, post)
    assert (await load_wall(here.aada)).shown == ()


async def test_a_picture_goes_when_somebody_in_it_does_not_agree_any_more(here: Here) -> None:
    me = await an_ambassador(here)
    action = (await an_action(here.siiri, me)).id
    unasked, _media = await a_photo(here.siiri, PeopleInIt.NOT_ASKED)
    with pytest.raises(Invalid) as problem:
        await posting.post(here.siiri, action, "We had a stand", str(unasked))
    assert problem.value.field == f"picture-{action}"
    theirs, _media = await a_photo(here.aada)
    with pytest.raises(NotFound):
        await posting.post(here.siiri, action, "We had a stand", str(theirs))
    photo, media = await a_photo(here.siiri)
    await posting.post(here.siiri, action, "We had a stand", str(photo))
    await posting.let_through(here.tuula, (await post_of(action)).id)
    async with writing() as session:
        (await session.get_one(Evidence, photo)).people_in_it = PeopleInIt.NOT_ASKED
    (shown,) = (await load_wall(here.eino)).shown
    assert shown.picture == ""
    assert not await sees(here.eino, here.siiri, media)


async def test_what_cannot_be_on_the_wall(here: Here) -> None:
    me = await an_ambassador(here)
    planned = (await an_action(here.siiri, me, logged=False)).id
    with pytest.raises(Invalid):
        await posting.post(here.siiri, planned, "We had a stand", "")
    done = (await an_action(here.siiri, me)).id
    for words in (" ", "x" * 401):
        with pytest.raises(Invalid) as problem:
            await posting.post(here.siiri, done, words, "")
        assert problem.value.field == f"wall-{done}"
    await posting.post(here.siiri, done, "We had a stand", "")
    await posting.let_through(here.tuula, (await post_of(done)).id)
    await doing.delete_action(here.siiri, done)
    assert (await load_wall(here.eino)).shown == ()


async def test_nobody_else_reads_or_decides(here: Here) -> None:
    me = await an_ambassador(here)
    action = (await an_action(here.siiri, me)).id
    photo, media = await a_photo(here.siiri)
    await posting.post(here.siiri, action, "We had a stand", str(photo))
    post = (await post_of(action)).id
    elsewhere = await make_school()
    outside = [
        await make_teacher(elsewhere),
        await make_pupil(elsewhere),
        await make_regional(await make_region()),
        await make_admin(),
        replace(here.tuula, roles=()),
    ]
    for who in (*outside, here.aada, await make_coordinator(here.school)):
        for refused in (
            lambda who=who: posting.post(who, action, "x", ""),
            lambda who=who: posting.let_through(who, post),
            lambda who=who: posting.give_back(who, post, "x"),
            lambda who=who: posting.take_down(who, post),
        ):
            with pytest.raises(NotFound):
                await refused()
    for own in (lambda: posting.let_through(here.siiri, post), lambda: posting.give_back(here.siiri, post, "x")):
        with pytest.raises(NotFound):
            await own()
    await posting.let_through(here.tuula, post)
    for who in outside:
        assert not await sees(who, here.siiri, media)
        with pytest.raises(NotFound):
            await posting.object_to(who, post)
    for who in outside[:2]:
        assert (await load_wall(who)).shown == ()
    for who in outside[2:]:
        with pytest.raises(Refused):
            await load_wall(who)
