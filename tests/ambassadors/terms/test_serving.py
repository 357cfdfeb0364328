"""A term from the plan to the certificate: what an ambassador plans, logs and looks back on, what adults note, sign and
end. Nobody else reads or writes any of it; rights end at once, and what was done stays the ambassador's."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.models import ACTIONS, GROUPS, AmbassadorAction
from portfolio_app.ambassadors.retention import remove_rested_terms
from portfolio_app.ambassadors.terms import certifying, doing, looking_back, serving
from portfolio_app.ambassadors.terms.doing import AFTER, LogForm
from portfolio_app.ambassadors.terms.kinds import ACTION_NAMES, GROUP_NAMES
from portfolio_app.ambassadors.terms.one import load_one
from portfolio_app.ambassadors.terms.papers import certificate, family_letter
from portfolio_app.ambassadors.terms.queries import load_term
from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.models import Outbox
from portfolio_app.core.resting import rest_lasts
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.credentials.accepting import NameOn, accept, decline
from portfolio_app.portfolio.credentials.answers import Outcome
from portfolio_app.portfolio.credentials.checking import check_text
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.schools.roles import end_role
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import Evidence
from tests.ambassadors.schools import (
    A_DEMO,
    IT_WENT,
    Here,
    a_school,
    a_term,
    an_action,
    an_ambassador,
    days,
    row_of,
    train,
)
from tests.conftest import Configure
from tests.pdfs import assert_accessible, in_one_line, reach, text_of
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
CODES = [one.code for one in framework().capabilities]


@pytest.fixture
async def here() -> Here:
    return await a_school()


async def actions() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(AmbassadorAction)) or 0


def test_every_kind_and_group_has_words() -> None:
    assert tuple(ACTION_NAMES) == ACTIONS
    assert tuple(GROUP_NAMES) == GROUPS


async def test_what_is_planned_and_done_adds_up(here: Here) -> None:
    me = await an_ambassador(here)
    day = (today() - timedelta(days=2)).isoformat()
    way = uuid4()
    await asyncio.gather(*(doing.plan(here.siiri, me, replace(A_DEMO, day=day), way) for _one in range(4)))
    assert await actions() == 1
    view = await load_one(here.siiri, str(me))
    (planned,) = view.planned
    assert (planned.due, planned.name, planned.place) == (True, "Show Polku to a class", "Room 214")
    assert view.plan_said.endswith("Yours has 1 so far.")
    await doing.change_plan(here.siiri, planned.id, replace(A_DEMO, day=day, place="Hall"), 1)
    await doing.change_plan(here.siiri, planned.id, replace(A_DEMO, day=day, place="Hall"), 1)  # the same again
    with pytest.raises(Conflict):
        await doing.change_plan(here.siiri, planned.id, replace(A_DEMO, day=day, place="Gym"), 1)
    await doing.log(here.siiri, planned.id, IT_WENT, 2)
    await doing.log(here.siiri, planned.id, IT_WENT, 2)  # sent twice
    with pytest.raises(Conflict):
        await doing.log(here.siiri, planned.id, replace(IT_WENT, heads="4"), 2)
    await an_action(here.siiri, me, on=4, logged=False)
    view = await load_one(here.siiri, str(me))
    (done,) = view.logged
    assert (done.log, done.learned) == ("25 minutes, 22 there", "Show one example first")
    assert view.summed == "1 action · 25 minutes · about 22 people"
    (line,) = (await load_term(here.tuula, (await load_one(here.tuula, str(me))).term_href.rpartition("=")[2])).serving
    assert line.detail == "1 action · 25 minutes · about 22 people · 1 planned"
    await doing.delete_action(here.siiri, done.id)
    await doing.delete_action(here.siiri, done.id)
    assert (await load_one(here.siiri, str(me))).summed == ""
    await doing.delete_action(here.siiri, done.id, back=True)
    assert (await load_one(here.siiri, str(me))).summed != ""
    await doing.delete_action(here.siiri, done.id)
    with at(now() + rest_lasts() + timedelta(days=1)):
        assert await remove_rested_terms() == 1
    assert await actions() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"day": "yesterday"}, "day"),
        ({"day": "2020-01-01"}, "day"),
        ({"place": "x" * 121}, "place"),
        ({"plan_words": "x" * 501}, "plan_words"),
    ],
)
async def test_what_cannot_be_planned(here: Here, change: dict[str, str], field: str) -> None:
    me = await an_ambassador(here)
    form = replace(A_DEMO, day=today().isoformat())
    with pytest.raises(Invalid) as problem:
        await doing.plan(here.siiri, me, replace(form, **change), uuid4())
    assert problem.value.field == field


async def test_whoever_is_not_trained_plans_a_poster_alone(here: Here) -> None:
    me = await an_ambassador(here, trained=False)
    day = today().isoformat()
    with pytest.raises(Invalid) as problem:
        await doing.plan(here.siiri, me, replace(A_DEMO, day=day), uuid4())
    assert problem.value.field == "kind"
    await doing.plan(here.siiri, me, replace(A_DEMO, kind="poster", day=day), uuid4())
    (poster,) = (await load_one(here.siiri, str(me))).planned
    with pytest.raises(Invalid) as problem:
        await doing.change_plan(here.siiri, poster.id, replace(A_DEMO, day=day), 1)
    assert problem.value.field == f"kind-{poster.id}"
    await train(me)
    await doing.change_plan(here.siiri, poster.id, replace(A_DEMO, day=day), 1)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(IT_WENT, minutes="long"), "minutes"),
        (replace(IT_WENT, minutes="0"), "minutes"),
        (replace(IT_WENT, minutes="601"), "minutes"),
        (replace(IT_WENT, heads="-1"), "heads"),
        (replace(IT_WENT, heads="9" * 30), "heads"),
        (replace(IT_WENT, learned=" "), "learned"),
        (LogForm(), "minutes"),
    ],
)
async def test_what_cannot_be_logged(here: Here, form: LogForm, field: str) -> None:
    me = await an_ambassador(here)
    action = await an_action(here.siiri, me, logged=False)
    with pytest.raises(Invalid) as problem:
        await doing.log(here.siiri, action.id, form, 1)
    assert problem.value.field == f"{field}-{action.id}"


async def test_nothing_is_logged_before_its_day(here: Here) -> None:
    me = await an_ambassador(here)
    action = await an_action(here.siiri, me, on=5, logged=False)
    with pytest.raises(Invalid):
        await doing.log(here.siiri, action.id, IT_WENT, 1)


async def test_the_talk_in_the_middle(here: Here) -> None:
    me = await an_ambassador(here)
    with pytest.raises(Invalid):
        await looking_back.prepare_talk(here.siiri, me, {"happened": " "}, 0)
    await looking_back.prepare_talk(here.siiri, me, {"happened": "One demo", "try_next": "A help hour"}, 0)
    await looking_back.prepare_talk(here.siiri, me, {"happened": "One demo", "try_next": "A help hour"}, 0)
    with pytest.raises(Conflict):
        await looking_back.prepare_talk(here.siiri, me, {"happened": "Two demos"}, 0)
    seen = (await load_one(here.petri, str(me))).talk
    assert [one.words for one in seen.answers] == ["One demo", "", "", "A help hour"]
    for day in ((today() + timedelta(days=1)).isoformat(), "2001-01-01", "x"):
        with pytest.raises(Invalid) as problem:
            await looking_back.note_talk(here.petri, me, day, "A help hour in May")
        assert problem.value.field == "talked_on"
    with pytest.raises(Invalid):
        await looking_back.note_talk(here.petri, me, today().isoformat(), "")
    await looking_back.note_talk(here.petri, me, today().isoformat(), "A help hour in May")
    await looking_back.note_talk(here.petri, me, today().isoformat(), "A help hour in May")
    own = (await load_one(here.siiri, str(me))).talk
    assert own.agreed == "A help hour in May"
    assert here.petri.name in own.talked
    told = [one.sentence for one in (await load_notices(here.siiri)).lines]
    assert sum("noted what you agreed" in one for one in told) == 1


async def test_the_look_back_becomes_evidence_and_the_note_is_read_by_whoever_comes_next(here: Here) -> None:
    term = await a_term(here)
    me = await an_ambassador(here, term=term)
    for codes, words in (((), "It was good"), (CODES[:6], "It was good"), (CODES[:1], " "), (("NOPE",), "It was good")):
        with pytest.raises(Invalid):
            await looking_back.reflect(here.siiri, me, words, codes, 0)
    with pytest.raises(Invalid):
        await looking_back.keep_as_evidence(here.siiri, me)
    await looking_back.reflect(here.siiri, me, "It was good", CODES[:2], 0)
    await looking_back.reflect(here.siiri, me, "It was good", CODES[:2], 0)
    with pytest.raises(Conflict):
        await looking_back.reflect(here.siiri, me, "It was bad", CODES[:2], 0)
    for first, last in (("", today().isoformat()), (today().isoformat(), (today() + timedelta(days=60)).isoformat())):
        with pytest.raises(Invalid):
            await looking_back.hand_over(here.siiri, me, "Ask the janitor", first, last, 1)
    await looking_back.hand_over(here.siiri, me, "Ask the janitor", today().isoformat(), "", 1)
    first = await looking_back.keep_as_evidence(here.siiri, me)
    assert await looking_back.keep_as_evidence(here.siiri, me) == first
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Evidence)) == 1
    view = await load_one(here.siiri, str(me))
    assert view.reflection.evidence_href.endswith(str(first))
    assert len(view.reflection.skills) == 2
    assert view.notes == ()
    following = await a_term(here, days(-5, 40, 20, name="Next"))
    other = await an_ambassador(here, here.aada, following)
    (note,) = (await load_one(here.aada, str(other))).notes
    assert (note.words, note.name) == ("Ask the janitor", "An ambassador before you")
    await serving.show_name(here.siiri, me, True)
    (note,) = (await load_one(here.aada, str(other))).notes
    assert note.name == here.siiri.name
    await serving.remove(here.tuula, other, "Talk with me")
    assert (await load_one(here.aada, str(other))).notes == ()


async def test_a_term_is_signed_and_its_credential_holds(here: Here) -> None:
    me = await an_ambassador(here)
    with pytest.raises(Invalid):
        await certifying.sign(here.tuula, me)
    await an_action(here.siiri, me)
    with pytest.raises(NotFound):
        await certificate(here.siiri, str(me), "en")
    await asyncio.gather(*(certifying.sign(here.tuula, me) for _one in range(4)))
    async with reading() as session:
        (offered,) = (await session.execute(select(Credential))).scalars().all()
    assert offered.title == "Polku ambassador: Spring"
    assert "1 action · 25 minutes · about 22 people. Show Polku to a class." in offered.criteria
    with pytest.raises(Invalid):
        await doing.plan(here.siiri, me, replace(A_DEMO, day=today().isoformat()), uuid4())
    with pytest.raises(Invalid):
        await serving.remove(here.tuula, me, "Too late")
    with pytest.raises(Invalid):
        await looking_back.note_talk(here.petri, me, today().isoformat(), "Late")
    await certifying.take_back_signature(here.tuula, me)
    await certifying.take_back_signature(here.tuula, me)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Credential)) == 0
    await an_action(here.siiri, me)
    await certifying.sign(here.petri, me)
    async with reading() as session:
        (offered,) = (await session.execute(select(Credential))).scalars().all()
    assert offered.criteria.count("2 actions")
    await accept(here.siiri, offered.id, NameOn.WHOLE)
    async with reading() as session:
        kept = await session.get_one(Credential, offered.id)
    answer = check_text(json.dumps(kept.document).encode(), now())
    assert answer.outcome is Outcome.ISSUER_UNKNOWN, answer  # right in itself; whose key it is, the verify page knows
    with pytest.raises(Invalid):
        await certifying.take_back_signature(here.petri, me)
    view = await load_one(here.siiri, str(me))
    assert here.petri.name in view.signed
    assert view.credential_href
    assert not view.writes


async def test_a_declined_credential_leaves_the_certificate(here: Here) -> None:
    me = await an_ambassador(here)
    await an_action(here.siiri, me)
    await certifying.sign(here.tuula, me)
    async with reading() as session:
        (offered,) = (await session.execute(select(Credential))).scalars().all()
    await decline(here.siiri, offered.id)
    assert (await load_one(here.siiri, str(me))).credential_href == ""
    assert await certificate(here.siiri, str(me), "en")
    await certifying.take_back_signature(here.tuula, me)
    assert (await row_of(me)).signed_at is None


@pytest.mark.parametrize("name", ["Siiri", "محمد عبد الله", "Ж" * 118, "x" * 118])
async def test_the_papers_name_whoever_it_is(name: str) -> None:
    here = await a_school()
    pupil = await make_pupil(here.school, here.class_id, name=name)
    me = await an_ambassador(here, pupil)
    await an_action(pupil, me)
    await certifying.sign(here.tuula, me)
    for language in ("en", "fi"):
        for paper in (await certificate(pupil, str(me), language), await family_letter(here.petri, str(me), language)):
            assert_accessible(paper)
            right, _down = reach(paper)
            assert right <= 595.3 - 40
    said = in_one_line(text_of(await certificate(here.tuula, str(me), "en")))
    assert "Certificate" in said
    assert "1 action · 25 minutes · about 22 people" in said


async def test_somebody_stops_and_goes_on(here: Here) -> None:
    term = await a_term(here, days(-10, 30, 20, places="1"))
    me = await an_ambassador(here, term=term)
    action = await an_action(here.siiri, me)
    await serving.leave(here.siiri, me)
    await serving.leave(here.siiri, me)
    for refused in (
        lambda: doing.plan(here.siiri, me, replace(A_DEMO, day=today().isoformat()), uuid4()),
        lambda: doing.log(here.siiri, action.id, replace(IT_WENT, heads="5"), 2),
        lambda: doing.delete_action(here.siiri, action.id),
        lambda: looking_back.reflect(here.siiri, me, "Well", CODES[:1], 0),
    ):
        with pytest.raises(NotFound):
            await refused()
    view = await load_one(here.siiri, str(me))
    assert (view.ended, view.writes, len(view.logged)) == (True, False, 1)
    await serving.leave(here.siiri, me, back=True)
    assert not (await load_one(here.siiri, str(me))).ended
    await serving.leave(here.siiri, me)
    await an_ambassador(here, here.aada, term)
    with pytest.raises(Invalid):  # somebody else has the place
        await serving.leave(here.siiri, me, back=True)
    with pytest.raises(Invalid):
        await serving.bring_back(here.tuula, me)


async def test_somebody_is_removed_for_a_reason_that_they_read(here: Here) -> None:
    me = await an_ambassador(here)
    await an_action(here.siiri, me)
    with pytest.raises(Invalid):
        await serving.remove(here.tuula, me, " ")
    await serving.remove(here.tuula, me, "You told a secret on")
    await serving.remove(here.petri, me, "Other words")
    view = await load_one(here.siiri, str(me))
    assert (view.ended_by_adult, view.ended_words, len(view.logged)) == (True, "You told a secret on", 1)
    assert any("ended your term" in one.sentence for one in (await load_notices(here.siiri)).lines)
    await serving.leave(here.siiri, me, back=True)  # not theirs to take back
    assert (await row_of(me)).ended_why == "removed"
    with pytest.raises(Invalid):
        await certifying.sign(here.tuula, me)
    await serving.bring_back(here.petri, me)
    await serving.bring_back(here.petri, me)
    assert (await row_of(me)).ended_at is None
    assert all("ended your term" not in one.sentence for one in (await load_notices(here.siiri)).lines)


async def test_somebody_at_home_is_told(here: Here, configure: Configure) -> None:
    me = await an_ambassador(here)
    for way, mail in (("pigeon", ""), ("mail", "a@example.org")):
        with pytest.raises(Invalid) as problem:
            await serving.tell_family(here.tuula, me, way, mail, "fi")
        assert problem.value.field == "way"
    await serving.tell_family(here.tuula, me, "letter")
    assert (await load_one(here.tuula, str(me))).family.startswith("With a letter on paper")
    await serving.family_not_told(here.tuula, me)
    await serving.family_not_told(here.tuula, me)
    assert (await load_one(here.tuula, str(me))).family == ""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    for mail, language, field in (("nobody", "fi", "mail"), ("a@example.org", "xx", "language")):
        with pytest.raises(Invalid) as problem:
            await serving.tell_family(here.tuula, me, "mail", mail, language)
        assert problem.value.field == field
    await serving.tell_family(here.tuula, me, "mail", "home@example.org", "fi")
    async with reading() as session:
        found = select(Outbox).where(col(Outbox.kind) == serving.TELLING)
        (work,) = (await session.execute(found)).scalars().all()
    assert work.payload["mail"] == "home@example.org"
    assert "home@example.org" not in json.dumps(str(await row_of(me)))


async def test_the_pupil_reads_who_has_read(here: Here) -> None:
    me = await an_ambassador(here)
    await load_one(here.petri, str(me))
    seen = await load_seen(here.siiri)
    assert any(here.petri.name in line and "ambassador" in line for line in map(str, seen.lines))


async def test_after_the_term_one_writes_for_a_month(here: Here) -> None:
    me = await an_ambassador(here)
    action = await an_action(here.siiri, me, logged=False)
    with at(now() + timedelta(days=35)):
        await doing.log(here.siiri, action.id, IT_WENT, 1)
    with at(now() + timedelta(days=32) + AFTER):
        with pytest.raises(NotFound):
            await doing.log(here.siiri, action.id, replace(IT_WENT, heads="5"), 2)
        assert (await load_one(here.siiri, str(me))).logged


async def refused_all(who: Actor, me: UUID, action: UUID) -> None:
    """Whoever it is can do nothing at all with somebody's term."""
    day = today().isoformat()
    for refused in (
        lambda: load_one(who, str(me)),
        lambda: doing.plan(who, me, replace(A_DEMO, day=day), uuid4()),
        lambda: doing.change_plan(who, action, replace(A_DEMO, day=day), 1),
        lambda: doing.log(who, action, IT_WENT, 1),
        lambda: doing.delete_action(who, action),
        lambda: looking_back.prepare_talk(who, me, {"happened": "x"}, 0),
        lambda: looking_back.note_talk(who, me, day, "x"),
        lambda: looking_back.reflect(who, me, "x", CODES[:1], 0),
        lambda: looking_back.hand_over(who, me, "x", "", "", 0),
        lambda: looking_back.keep_as_evidence(who, me),
        lambda: serving.tell_family(who, me, "letter"),
        lambda: serving.family_not_told(who, me),
        lambda: serving.show_name(who, me, True),
        lambda: serving.leave(who, me),
        lambda: serving.remove(who, me, "x"),
        lambda: serving.bring_back(who, me),
        lambda: certifying.sign(who, me),
        lambda: certifying.take_back_signature(who, me),
        lambda: certificate(who, str(me), "en"),
        lambda: family_letter(who, str(me), "en"),
    ):
        with pytest.raises(NotFound):
            await refused()


async def test_nobody_else_reads_or_does_any_of_it(here: Here) -> None:
    term = await a_term(here)
    me = await an_ambassador(here, term=term)
    action = (await an_action(here.siiri, me, logged=False)).id
    await an_ambassador(here, here.aada, term)  # another ambassador of the same term
    elsewhere = await make_school()
    for who in (
        here.aada,
        here.eino,
        await make_teacher(elsewhere),
        await make_pupil(elsewhere),
        await make_coordinator(here.school),
        await make_regional(await make_region()),
        await make_admin(),
        replace(here.tuula, roles=()),
    ):
        await refused_all(who, me, action)
    for own in (
        lambda: doing.plan(here.tuula, me, replace(A_DEMO, day=today().isoformat()), uuid4()),
        lambda: doing.log(here.tuula, action, IT_WENT, 1),
        lambda: looking_back.reflect(here.tuula, me, "x", CODES[:1], 0),
        lambda: serving.leave(here.tuula, me),
        lambda: serving.show_name(here.tuula, me, True),
        lambda: certifying.sign(here.siiri, me),
        lambda: looking_back.note_talk(here.siiri, me, today().isoformat(), "x"),
        lambda: serving.remove(here.siiri, me, "x"),
        lambda: serving.tell_family(here.siiri, me, "letter"),
    ):
        with pytest.raises(NotFound):
            await own()


async def test_whoever_leaves_the_school_keeps_what_they_did(here: Here) -> None:
    me = await an_ambassador(here)
    action = await an_action(here.siiri, me)
    await end_role(await make_coordinator(here.school), here.school, here.siiri.person_id, Role.PUPIL)
    gone = replace(here.siiri, roles=())
    assert len((await load_one(gone, str(me))).logged) == 1
    with pytest.raises(NotFound):
        await doing.log(gone, action.id, replace(IT_WENT, heads="3"), 2)
