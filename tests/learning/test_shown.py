"""A pupil shows an answer, a teacher writes about it in sentences, the pupil answers; nobody else sees any of it."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.learning import shown
from portfolio_app.learning.module_view import Asked, ModuleView, load_module
from portfolio_app.learning.shown import ShownToMe, load_shown_to_me
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.shown_work import ask_for_work
from portfolio_app.schools.roles import end_role
from portfolio_app.sharing import noticing  # noqa: F401 - notices find what is shown
from portfolio_app.sharing.actions import share, stop_sharing
from portfolio_app.sharing.comments import (
    LONGEST_ANSWER,
    LONGEST_FEEDBACK,
    answer_comment,
    change_comment,
    comment,
    delete_comment,
    hide_comment,
    restore_comment,
)
from portfolio_app.sharing.links import LinkForm, make_link
from portfolio_app.sharing.models import Audience, Comment, Kind
from portfolio_app.sharing.seen import load_seen
from tests.answered import answered
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
ask_for_work(shown.shown_work)

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) {name} %s \U0001f331 محمد"


async def a_class() -> tuple[UUID, UUID, Actor, Actor]:
    """A school, a class, a pupil and a teacher of it."""
    school = await make_school()
    one = await make_class(school, "8B")
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def show(pupil: Actor, work: UUID, to: Actor) -> None:
    await share(pupil, Kind.LESSON, str(work), Audience.PERSON, to.person_id)


async def write(
    teacher: Actor, pupil: Actor, work: UUID, words: str = "Well told", request: UUID | None = None
) -> UUID:
    """The teacher writes something about it; the id of that."""
    sent = request or uuid4()
    await comment(teacher, pupil.person_id, Kind.LESSON, str(work), words, sent)
    async with reading() as session:
        return (await session.execute(select(col(Comment.id)).where(col(Comment.request) == sent))).scalar_one()


async def read(pupil: Actor, work: UUID) -> ModuleView:
    return await load_module(pupil, Asked(work=str(work)))


async def on_list(teacher: Actor, one: UUID) -> ShownToMe:
    return await load_shown_to_me(teacher, str(one))


async def test_from_showing_to_the_answer() -> None:
    _school, one, siiri, tuula = await a_class()
    work = await answered(siiri, HOSTILE)
    before = await read(siiri, work)
    assert (before.who.words, [who.name for who in before.teachers]) == ("Only you", ["Show this to Tuula"])
    assert (await on_list(tuula, one)).listed == ()

    await show(siiri, work, tuula)
    view = await read(siiri, work)
    assert view.who.words == "You and Tuula"
    assert [who.name for who in view.shown_to] == ["Stop showing it to Tuula"]
    assert "Siiri" in (await load_notices(tuula)).lines[0].sentence
    (line,) = (await on_list(tuula, one)).listed
    assert (line.name, line.answered) == ("Siiri", False)
    opened = (await load_pupil(tuula, str(siiri.person_id), Kind.LESSON, str(work))).opened
    assert [(said.question != "", said.answer) for said in opened.work.answers] == [(True, HOSTILE)]

    remark = await write(tuula, siiri, work, HOSTILE)
    (line,) = (await on_list(tuula, one)).listed
    assert line.answered
    view = await read(siiri, work)
    assert (view.unread, view.remarks[0].author) == (True, "Tuula")
    assert "Tuula" in (await load_notices(siiri)).lines[0].sentence
    for _click in range(2):
        await answer_comment(siiri, remark, "Thank you, I tried it")
    assert (await read(siiri, work)).remarks[0].answer == "Thank you, I tried it"
    assert not (await read(siiri, work)).unread
    (line,) = (await on_list(tuula, one)).listed
    assert line.reply == "Thank you, I tried it"
    looks = [look.sentence for look in (await load_seen(siiri)).lines]
    assert any("Tuula read your answers in" in look for look in looks)
    async with reading() as session:
        acts = set((await session.execute(select(col(Audit.action)))).scalars())
    assert {"sharing.share", "sharing.comment", "sharing.answer_comment"} <= acts


async def test_nobody_else_reads_it() -> None:
    school, one, siiri, tuula = await a_class()
    work = await answered(siiri)
    await show(siiri, work, tuula)
    beside, elsewhere = await make_class(school, "9A"), await make_school()
    for who in (
        await make_teacher(school, one),
        await make_teacher(school, beside),
        await make_counsellor(school),
        await make_teacher(elsewhere, await make_class(elsewhere)),
    ):
        with pytest.raises(NotFound):
            await load_pupil(who, str(siiri.person_id), Kind.LESSON, str(work))
        with pytest.raises(NotFound):
            await write(who, siiri, work)
    for who, error in ((await make_pupil(school, one), NotFound), (await make_coordinator(school), NotFound)):
        with pytest.raises((error, Refused)):
            await load_shown_to_me(who, str(one))
        with pytest.raises(NotFound):
            await read(who, work)
    with pytest.raises(NotFound):
        await load_shown_to_me(tuula, str(beside))
    assert (await on_list(await make_teacher(school, one), one)).listed == ()
    with pytest.raises(NotFound):
        await make_link(siiri, Kind.LESSON, str(work), LinkForm(), uuid4())
    with pytest.raises(NotFound):
        await share(await make_pupil(school, one), Kind.LESSON, str(work), Audience.PERSON, tuula.person_id)


async def test_it_ends_when_the_pupil_says_so_or_leaves() -> None:
    school, one, siiri, tuula = await a_class()
    venla = await make_pupil(school, one, name="Venla")
    works = {who: await answered(who) for who in (siiri, venla)}
    remarks = {}
    for who, work in works.items():
        await show(who, work, tuula)
        remarks[who] = await write(tuula, who, work)
    await stop_sharing(siiri, Kind.LESSON, str(works[siiri]), Audience.PERSON, tuula.person_id)
    await end_role(await make_coordinator(school), school, venla.person_id, Role.PUPIL)
    assert (await on_list(tuula, one)).listed == ()
    for who, work in works.items():
        with pytest.raises(NotFound):
            await load_pupil(tuula, str(who.person_id), Kind.LESSON, str(work))
        with pytest.raises(NotFound):
            await change_comment(tuula, remarks[who], "Other words", 1)
        with pytest.raises(NotFound):
            await write(tuula, who, work)
    assert [one.words for one in (await read(siiri, works[siiri])).remarks] == ["Well told"]  # what was said stays


async def test_what_was_written_is_changed_taken_back_and_hidden() -> None:
    _school, one, siiri, tuula = await a_class()
    work = await answered(siiri)
    await show(siiri, work, tuula)
    remark = await write(tuula, siiri, work)
    await change_comment(tuula, remark, "Well told, and short", 1)
    await change_comment(tuula, remark, "Well told, and short", 1)  # sent twice
    with pytest.raises(Conflict):
        await change_comment(tuula, remark, "From another tab", 1)
    with pytest.raises(Invalid):
        await change_comment(tuula, remark, " ", 2)
    with pytest.raises(NotFound):
        await change_comment(siiri, remark, "Mine now", 2)
    (said,) = (await read(siiri, work)).remarks
    assert (said.words, "changed on" in said.at, said.unread) == ("Well told, and short", True, True)
    await delete_comment(tuula, remark)
    assert (await read(siiri, work)).remarks == ()
    with pytest.raises(NotFound):
        await answer_comment(siiri, remark, "Thank you")
    (line,) = (await on_list(tuula, one)).listed
    assert not line.answered
    await restore_comment(tuula, remark)
    await answer_comment(siiri, remark, "Thank you")
    with pytest.raises(Invalid):
        await answer_comment(siiri, remark, "Something else")
    await hide_comment(siiri, remark)
    assert (await read(siiri, work)).remarks == ()


async def test_bad_input_and_double_clicks() -> None:
    school, one, siiri, tuula = await a_class()
    work = await answered(siiri)
    await show(siiri, work, tuula)
    with pytest.raises(Invalid):
        await write(tuula, siiri, work, "x" * (LONGEST_FEEDBACK + 1))
    request = uuid4()
    await asyncio.gather(*(write(tuula, siiri, work, "Well told", request) for _click in range(4)))
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Comment))).scalar_one() == 1
        remark = (await session.execute(select(col(Comment.id)))).scalar_one()
    for words in ("", "x" * (LONGEST_ANSWER + 1)):
        with pytest.raises(Invalid):
            await answer_comment(siiri, remark, words)
    venla = await make_pupil(school, one)
    for who in (venla, tuula):
        with pytest.raises(NotFound):
            await answer_comment(who, remark, "Not mine")
    outcomes = await asyncio.gather(
        *(answer_comment(siiri, remark, f"Answer {tab}") for tab in range(3)), return_exceptions=True
    )
    assert [type(one) for one in outcomes].count(Invalid) == 2  # one of three tabs was first
    for odd in ("", "lost", str(uuid4())):
        with pytest.raises(NotFound):
            await load_module(siiri, Asked(work=odd or "x"))


async def test_what_waits_for_a_word_stands_first() -> None:
    school, one, siiri, tuula = await a_class()
    venla = await make_pupil(school, one, name="Venla")
    first, second = await answered(siiri), await answered(siiri, "They said patient", "ask-two-people")
    third = await answered(venla)
    for who, work in ((siiri, first), (siiri, second), (venla, third)):
        await show(who, work, tuula)
    await write(tuula, venla, third)
    view = await on_list(tuula, one)
    assert [line.id for line in view.listed] == [str(second), str(first), str(third)]
    assert view.count == 3
