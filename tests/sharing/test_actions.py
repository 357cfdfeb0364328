"""Letting somebody see a thing, taking it back, and the trace that looking leaves."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import be_in
from portfolio_app.core.models import Audit
from portfolio_app.sharing import comments, policy
from portfolio_app.sharing.actions import (
    CLASS,
    CLASS_TEACHERS,
    ONLY_ME,
    PROFILE,
    Choice,
    set_audience,
    share,
    stop_sharing,
    viewing,
)
from portfolio_app.sharing.models import Access, Audience, Comment, Grant, Kind
from portfolio_app.sharing.queries import nameable, remarks, who_can_see
from portfolio_app.sharing.retention import remove_rested_comments
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.actions import EvidenceForm, add_evidence, delete_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.people import (
    end_roles,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")

S1 = "scotland-cms:S1"


async def a_school() -> tuple[UUID, UUID, Actor, Actor]:
    """A school, a class of it, a pupil Siiri and a teacher Tuula in that class."""
    school = await make_school()
    one = await make_class(school)
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def some_words(owner: Actor, title: str = "Café") -> str:
    """The id of a piece of evidence."""
    form = EvidenceForm(title, words="I served 40 guests", capabilities=("S1",))
    return str(await add_evidence(owner, EvidenceKind.WORDS, form, uuid4()))


async def sees(viewer: Actor, owner: Actor, thing: str, kind: Kind = Kind.EVIDENCE) -> bool:
    """Whether check and filter say so; they must say the same."""
    async with reading() as session:
        checked = await policy.may_see(session, viewer, owner.person_id, kind, thing)
        filtered = (owner.person_id, kind, thing) in await policy.shared_things(session, viewer, [owner.person_id])
    assert checked == filtered
    return checked


async def count(table: type) -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def words_for(owner: Actor, thing: str, kind: Kind = Kind.EVIDENCE) -> str:
    async with reading() as session:
        return (await who_can_see(session, owner.person_id, kind, [thing]))[thing].words


async def test_everything_is_private_until_its_owner_says_otherwise() -> None:
    _school, _class, siiri, tuula = await a_school()
    cafe = await some_words(siiri)
    assert not await sees(tuula, siiri, cafe)
    assert await words_for(siiri, cafe) == "Only you"
    await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
    assert await sees(tuula, siiri, cafe)
    assert await words_for(siiri, cafe) == "You and your class’s teachers"
    await set_audience(siiri, Kind.EVIDENCE, cafe, ONLY_ME)
    assert not await sees(tuula, siiri, cafe)
    assert await words_for(siiri, cafe) == "Only you"


async def test_sharing_ends_on_the_day_its_owner_chose_and_can_begin_again() -> None:
    _school, _class, siiri, tuula = await a_school()
    cafe = await some_words(siiri)
    be_in("Europe/London")
    begun = datetime(2026, 4, 20, 12, tzinfo=UTC)
    until = Choice(class_teachers=True, until=date(2026, 5, 3))
    with at(begun):
        await set_audience(siiri, Kind.EVIDENCE, cafe, until)
        assert await words_for(siiri, cafe) == "You and your class’s teachers until 3 May 2026"
        async with reading() as session:
            who = (await who_can_see(session, siiri.person_id, Kind.EVIDENCE, [cafe]))[cafe]
        assert who.until == "2026-05-03"  # what the form shows, so that saving it again keeps the end
        await set_audience(siiri, Kind.EVIDENCE, cafe, replace(until, persons=(tuula.person_id,)))
        assert await words_for(siiri, cafe) == "You, your class’s teachers and Tuula until 3 May 2026"
        await set_audience(siiri, Kind.EVIDENCE, cafe, until)
    with at(datetime(2026, 5, 3, 22, 30, tzinfo=UTC)):
        assert await sees(tuula, siiri, cafe)
    with at(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        assert not await sees(tuula, siiri, cafe)
        assert await words_for(siiri, cafe) == "Only you"
        with pytest.raises(Invalid) as told:
            await set_audience(siiri, Kind.EVIDENCE, cafe, until)
        assert told.value.field == "until"
        await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
        assert await sees(tuula, siiri, cafe)
        assert await words_for(siiri, cafe) == "You and your class’s teachers"
        await set_audience(siiri, Kind.EVIDENCE, cafe, replace(until, until=date.max))
        assert await sees(tuula, siiri, cafe)
    async with reading() as session:
        ends = (await session.execute(select(col(Grant.ended_at)))).scalars()
    assert datetime(2026, 5, 3, 22, 59, 59, 999999, tzinfo=UTC) in set(ends)


async def test_a_named_person_sees_what_others_of_the_school_do_not() -> None:
    school, _class, siiri, tuula = await a_school()
    counsellor = await make_counsellor(school, name="Outi Oja")
    cafe = await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, cafe, Choice(persons=(counsellor.person_id,)))
    assert await sees(counsellor, siiri, cafe)
    assert not await sees(tuula, siiri, cafe)
    assert await words_for(siiri, cafe) == "You and Outi Oja"
    await set_audience(siiri, Kind.EVIDENCE, cafe, Choice(True, (counsellor.person_id, tuula.person_id)))
    assert await words_for(siiri, cafe) == "You, your class’s teachers, Outi Oja and Tuula"


async def test_pupils_and_coordinators_and_strangers_see_nothing_of_what_class_teachers_see() -> None:
    school, one, siiri, _tuula = await a_school()
    others = [
        await make_pupil(school, one),
        await make_coordinator(school),
        await make_counsellor(school),
        await make_teacher(school, await make_class(school)),
        await make_teacher(await make_school()),
    ]
    cafe = await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
    for other in others:
        assert not await sees(other, siiri, cafe)


async def test_only_staff_of_ones_own_school_can_be_named() -> None:
    school, one, siiri, tuula = await a_school()
    counsellor = await make_counsellor(school, name="Outi")
    cafe = await some_words(siiri)
    strangers = [
        await make_pupil(school, one),
        await make_coordinator(school),
        await make_teacher(await make_school()),
        siiri,
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            await set_audience(siiri, Kind.EVIDENCE, cafe, Choice(persons=(stranger.person_id,)))
        with pytest.raises(NotFound):
            await share(siiri, Kind.EVIDENCE, cafe, Audience.PERSON, stranger.person_id)
    with pytest.raises(NotFound):
        await set_audience(siiri, Kind.EVIDENCE, cafe, Choice(persons=(tuula.person_id, uuid4())))
    assert await count(Grant) == 0
    async with reading() as session:
        found = await nameable(session, siiri.person_id)
    assert [(one.name, one.role) for one in found] == [("Outi", "counsellor"), ("Tuula", "teacher")]
    assert {one.id for one in found} == {str(counsellor.person_id), str(tuula.person_id)}


async def test_nobody_shares_what_is_not_theirs_or_not_there() -> None:
    school, one, siiri, tuula = await a_school()
    other = await make_pupil(school, one)
    cafe = await some_words(siiri)
    for actor, thing in ((other, cafe), (tuula, cafe), (siiri, str(uuid4())), (siiri, "no id")):
        with pytest.raises(NotFound):
            await set_audience(actor, Kind.EVIDENCE, thing, CLASS_TEACHERS)
        with pytest.raises(NotFound):
            await share(actor, Kind.EVIDENCE, thing, Audience.CLASS_TEACHERS)
    for name in ("scotland-cms:X9", "elsewhere:S1", "S1", ""):
        with pytest.raises(NotFound):
            await set_audience(siiri, Kind.CAPABILITY, name, CLASS_TEACHERS)
    await delete_evidence(siiri, UUID(cafe))
    with pytest.raises(NotFound):
        await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
    assert await count(Grant) == 0


async def test_somebody_else_cannot_end_or_widen_a_grant() -> None:
    school, one, siiri, tuula = await a_school()
    other = await make_pupil(school, one)
    cafe = await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
    for actor in (other, tuula):
        await stop_sharing(actor, Kind.EVIDENCE, cafe)
        await set_audience(actor, Kind.EVIDENCE, cafe, ONLY_ME)
    assert await sees(tuula, siiri, cafe)


async def test_sharing_ends_with_the_role_the_class_or_the_day() -> None:
    school, _class, siiri, tuula = await a_school()
    counsellor = await make_counsellor(school, name="Outi")
    cafe = await some_words(siiri)
    await share(siiri, Kind.EVIDENCE, cafe, Audience.CLASS_TEACHERS)
    await share(siiri, Kind.EVIDENCE, cafe, Audience.PERSON, counsellor.person_id, now() + timedelta(days=2))
    assert await sees(counsellor, siiri, cafe)
    with at(now() + timedelta(days=3)):
        assert not await sees(counsellor, siiri, cafe)
        assert await words_for(siiri, cafe) == "You and your class’s teachers"
    await end_roles(counsellor)
    assert not await sees(counsellor, siiri, cafe)
    assert await words_for(siiri, cafe) == "You and your class’s teachers"
    assert await sees(tuula, siiri, cafe)
    await end_roles(tuula)  # the row of the class is still open
    assert not await sees(tuula, siiri, cafe)


async def test_sharing_ends_when_the_pupil_leaves_the_school() -> None:
    _school, _class, siiri, tuula = await a_school()
    cafe = await some_words(siiri)
    await share(siiri, Kind.EVIDENCE, cafe, Audience.CLASS_TEACHERS)
    await share(siiri, Kind.EVIDENCE, cafe, Audience.PERSON, tuula.person_id)
    await end_roles(siiri)
    assert not await sees(tuula, siiri, cafe)
    await stop_sharing(siiri, Kind.EVIDENCE, cafe)


async def test_a_day_that_is_over_is_refused_and_one_to_come_is_said() -> None:
    _school, _class, siiri, tuula = await a_school()
    cafe = await some_words(siiri)
    with pytest.raises(Invalid) as refused:
        await share(siiri, Kind.EVIDENCE, cafe, Audience.CLASS_TEACHERS, until=now())
    assert refused.value.field == "until"
    await share(siiri, Kind.EVIDENCE, cafe, Audience.PERSON, tuula.person_id, until=now() + timedelta(days=7))
    assert "until" in await words_for(siiri, cafe)


async def test_the_same_choice_twice_or_at_once_leaves_one_grant() -> None:
    _school, _class, siiri, tuula = await a_school()
    cafe = await some_words(siiri)
    choice = Choice(True, (tuula.person_id,))
    await asyncio.gather(*(set_audience(siiri, Kind.EVIDENCE, cafe, choice) for _ in range(5)))
    await share(siiri, Kind.EVIDENCE, cafe, Audience.CLASS_TEACHERS)
    assert await count(Grant) == 2


async def test_a_capability_is_shared_by_its_framework_and_code() -> None:
    _school, _class, siiri, tuula = await a_school()
    await set_audience(siiri, Kind.CAPABILITY, S1, CLASS_TEACHERS)
    assert await sees(tuula, siiri, S1, Kind.CAPABILITY)
    assert not await sees(tuula, siiri, "scotland-cms:S2", Kind.CAPABILITY)
    assert await words_for(siiri, S1, Kind.CAPABILITY) == "You and your class’s teachers"


async def test_every_change_leaves_an_audit_row() -> None:
    _school, _class, siiri, _tuula = await a_school()
    cafe = await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
    await stop_sharing(siiri, Kind.EVIDENCE, cafe)
    async with reading() as session:
        rows = (await session.execute(select(Audit).order_by(col(Audit.at)))).scalars().all()
    shared = [(row.action, row.thing) for row in rows if row.action.startswith("sharing.")]
    assert shared == [("sharing.share", f"evidence:{cafe}"), ("sharing.stop_sharing", f"evidence:{cafe}")]


async def test_looking_leaves_one_row_a_viewer_a_thing_and_a_day() -> None:
    school, one, siiri, tuula = await a_school()
    second = await make_pupil(school, one)
    await asyncio.gather(*(viewing(tuula, siiri.person_id, PROFILE) for _ in range(10)))
    await viewing(tuula, [siiri.person_id, second.person_id], CLASS)
    await viewing(tuula, [siiri.person_id, second.person_id], CLASS)
    assert await count(Access) == 3
    with at(now() + timedelta(days=1)):
        await viewing(tuula, siiri.person_id, PROFILE)
    assert await count(Access) == 4


async def test_looking_at_ones_own_things_leaves_no_trace() -> None:
    _school, _class, siiri, _tuula = await a_school()
    await viewing(siiri, siiri.person_id, PROFILE)
    await viewing(siiri, [], CLASS)
    assert await count(Access) == 0


async def test_the_owner_reads_who_looked_in_words_and_nobody_elses_log() -> None:
    school, one, siiri, tuula = await a_school()
    second = await make_pupil(school, one)
    cafe = await some_words(siiri)
    with at(now().replace(year=2026, month=5, day=4)):
        await viewing(tuula, siiri.person_id, f"evidence:{cafe}")
    with at(now().replace(year=2026, month=5, day=5)):
        await viewing(tuula, siiri.person_id, PROFILE)
        await viewing(tuula, siiri.person_id, f"capability:{S1}")
    await viewing(tuula, second.person_id, CLASS)
    seen = await load_seen(siiri)
    assert [line.sentence for line in seen.lines][-1] == "Tuula opened your evidence “Café” on 4 May 2026"
    assert {line.sentence for line in seen.lines[:2]} == {
        "Tuula looked at your page on 5 May 2026",
        "Tuula opened your skill “How I see myself” on 5 May 2026",
    }
    await delete_evidence(siiri, UUID(cafe))
    assert (await load_seen(siiri)).lines[-1].sentence == "Tuula opened something on 4 May 2026 that is no longer here"
    assert (await load_seen(tuula)).lines == ()


async def test_a_long_log_comes_in_pages() -> None:
    _school, _class, siiri, tuula = await a_school()
    for number in range(25):
        with at(now() - timedelta(days=number)):
            await viewing(tuula, siiri.person_id, PROFILE)
    first, last = await load_seen(siiri), await load_seen(siiri, 99)
    assert (len(first.lines), first.paging.pages, first.paging.following_href) == (20, 2, "/en/seen?page=2")
    assert (len(last.lines), last.paging.page, last.paging.following_href) == (5, 2, "")
    assert (await load_seen(siiri, -3)).paging.page == 1


async def test_one_persons_looks_can_be_picked_out_of_a_long_log() -> None:
    school, one, siiri, tuula = await a_school()
    kalle = await make_teacher(school, one, name="Kalle")
    await viewing(kalle, siiri.person_id, PROFILE)
    assert (await load_seen(siiri)).viewers == ()  # nothing to pick from yet
    for number in range(25):
        with at(now() - timedelta(days=number)):
            await viewing(tuula, siiri.person_id, PROFILE)
    everybody = await load_seen(siiri)
    assert [one.label for one in everybody.viewers] == ["Everyone", "Kalle", "Tuula"]
    alone = await load_seen(siiri, viewer=str(kalle.person_id))
    assert [line.sentence[:5] for line in alone.lines] == ["Kalle"]
    hers = await load_seen(siiri, viewer=str(tuula.person_id))
    assert hers.paging.following_href == f"/en/seen?who={tuula.person_id}&page=2"
    assert len((await load_seen(siiri, viewer="not an id")).lines) == 20


async def test_a_comment_reaches_the_owner_of_what_was_shared() -> None:
    _school, _class, siiri, tuula = await a_school()
    cafe = await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, cafe, CLASS_TEACHERS)
    request = uuid4()
    for _ in range(2):
        await comments.comment(tuula, siiri.person_id, Kind.EVIDENCE, cafe, "  That took courage.\r\n", request)
    assert await count(Comment) == 1
    async with reading() as session:
        (said,) = (await remarks(session, siiri.person_id, siiri.person_id, Kind.EVIDENCE, [cafe]))[cafe]
    assert (said.author, said.words, said.unread, said.mine) == ("Tuula", "That took courage.", True, False)
    await comments.mark_read(siiri, Kind.EVIDENCE, cafe)
    async with reading() as session:
        (said,) = (await remarks(session, siiri.person_id, siiri.person_id, Kind.EVIDENCE, [cafe]))[cafe]
        (own,) = (await remarks(session, tuula.person_id, siiri.person_id, Kind.EVIDENCE, [cafe]))[cafe]
    assert not said.unread
    assert own.mine


async def test_nobody_comments_on_what_they_may_not_see() -> None:
    school, one, siiri, tuula = await a_school()
    stranger, friend = await make_teacher(await make_school()), await make_pupil(school, one)
    private, shared = await some_words(siiri), await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, shared, CLASS_TEACHERS)
    for actor, thing in ((tuula, private), (stranger, shared), (friend, shared), (siiri, shared), (tuula, "x")):
        with pytest.raises(NotFound):
            await comments.comment(actor, siiri.person_id, Kind.EVIDENCE, thing, "Hello", uuid4())
    await delete_evidence(siiri, UUID(shared))
    with pytest.raises(NotFound):
        await comments.comment(tuula, siiri.person_id, Kind.EVIDENCE, shared, "Hello", uuid4())
    assert await count(Comment) == 0


@pytest.mark.parametrize("words", ["", " \n ", "x" * 4001])
async def test_a_comment_has_words_and_an_end(words: str) -> None:
    _school, _class, siiri, tuula = await a_school()
    await set_audience(siiri, Kind.CAPABILITY, S1, CLASS_TEACHERS)
    with pytest.raises(Invalid) as refused:
        await comments.comment(tuula, siiri.person_id, Kind.CAPABILITY, S1, words, uuid4())
    assert refused.value.field == "words"


async def test_another_persons_request_is_not_ones_own() -> None:
    school, one, siiri, tuula = await a_school()
    second = await make_teacher(school, one)
    await set_audience(siiri, Kind.CAPABILITY, S1, CLASS_TEACHERS)
    request = uuid4()
    await comments.comment(tuula, siiri.person_id, Kind.CAPABILITY, S1, "Yes", request)
    with pytest.raises(NotFound):
        await comments.comment(second, siiri.person_id, Kind.CAPABILITY, S1, "Mine", request)


async def test_owner_hides_author_deletes_and_nobody_else_does_either() -> None:
    school, one, siiri, tuula = await a_school()
    others = [await make_pupil(school, one), await make_teacher(school, one), await make_coordinator(school)]
    await set_audience(siiri, Kind.CAPABILITY, S1, CLASS_TEACHERS)
    await comments.comment(tuula, siiri.person_id, Kind.CAPABILITY, S1, "Yes", uuid4())
    async with reading() as session:
        comment_id = (await session.execute(select(col(Comment.id)))).scalar_one()

    async def shown(reader: Actor) -> int:
        async with reading() as session:
            return len((await remarks(session, reader.person_id, siiri.person_id, Kind.CAPABILITY, [S1]))[S1])

    for other in others:
        assert await shown(other) == 0
        for act in (comments.hide_comment, comments.delete_comment, comments.restore_comment):
            with pytest.raises(NotFound):
                await act(other, comment_id)
    with pytest.raises(NotFound):
        await comments.hide_comment(tuula, comment_id)
    with pytest.raises(NotFound):
        await comments.delete_comment(siiri, comment_id)
    with pytest.raises(NotFound):
        await comments.delete_comment(siiri, uuid4())
    await comments.hide_comment(siiri, comment_id)
    assert (await shown(siiri), await shown(tuula)) == (0, 1)
    await comments.hide_comment(siiri, comment_id, hidden=False)
    assert await shown(siiri) == 1
    await comments.delete_comment(tuula, comment_id)
    await comments.delete_comment(tuula, comment_id)
    assert (await shown(siiri), await shown(tuula)) == (0, 0)
    await comments.restore_comment(tuula, comment_id)
    assert await shown(siiri) == 1
    await comments.delete_comment(tuula, comment_id)
    await set_audience(siiri, Kind.CAPABILITY, S1, ONLY_ME)
    with pytest.raises(NotFound):
        await comments.restore_comment(tuula, comment_id)


async def test_a_deleted_comment_goes_for_good_after_thirty_days_and_no_other_does() -> None:
    _school, _class, siiri, tuula = await a_school()
    thing = await some_words(siiri)
    await set_audience(siiri, Kind.EVIDENCE, thing, CLASS_TEACHERS)
    for words in ("Gone", "Deleted lately", "Hidden", "Here"):
        await comments.comment(tuula, siiri.person_id, Kind.EVIDENCE, thing, words, uuid4())
    async with reading() as session:
        ids = {row.words: row.id for row in (await session.execute(select(Comment))).scalars()}
    with at(now() - timedelta(days=31)):
        await comments.delete_comment(tuula, ids["Gone"])
        await comments.hide_comment(siiri, ids["Hidden"])
    await comments.delete_comment(tuula, ids["Deleted lately"])
    assert await remove_rested_comments() == 1
    assert await remove_rested_comments() == 0
    async with reading() as session:
        left = {row.words for row in (await session.execute(select(Comment))).scalars()}
    assert left == {"Deleted lately", "Hidden", "Here"}
