"""A pupil's goals: kept once, changed by one tab at a time, dated sensibly, deleted with a way back."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.plan import actions, steps
from portfolio_app.plan.actions import GoalForm
from portfolio_app.plan.goal_form import load_goal_form
from portfolio_app.plan.models import Goal, GoalState, GoalStep
from portfolio_app.plan.queries import load_deleted_goals, load_goal, load_plan
from portfolio_app.plan.retention import remove_rested_goals
from portfolio_app.plan.steps import StepForm
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.schools.models import Barrier
from portfolio_app.sharing.actions import CLASS_TEACHERS, Choice, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Grant, Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.skills.actions import EvidenceForm, add_evidence, delete_evidence, restore_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.people import end_roles, make_class, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def a_school() -> tuple[UUID, UUID, Actor, Actor]:
    school = await make_school(contact_name="Liisa Laine", contact_how="Room 12")
    one = await make_class(school)
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def a_goal(owner: Actor, title: str = "A summer job", **given: object) -> UUID:
    return await actions.make_goal(owner, GoalForm(title, **given), uuid4())  # type: ignore[arg-type]


async def words(owner: Actor, title: str = "The letter") -> UUID:
    form = EvidenceForm(title, words="I wrote it", capabilities=("S1",))
    return await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())


async def test_a_goal_has_a_why_helpers_barriers_and_what_shows_that_it_is_done() -> None:
    _school, _class, siiri, tuula = await a_school()
    letter = await words(siiri)
    goal = await a_goal(
        siiri,
        " A  summer\njob ",
        why="To see how it is",
        capabilities=("S1", "H2", "S1"),
        helpers="my uncle",
        persons=(tuula.person_id,),
        barriers={Barrier.TRANSPORT: "No bus on Sundays", Barrier.MONEY: ""},
        outcome="I have a contract",
        evidence=(letter,),
    )
    view = await load_goal(siiri, str(goal))
    assert (view.title, view.why, view.helpers, view.outcome) == (
        "A summer job",
        "To see how it is",
        "Tuula; my uncle",
        "I have a contract",
    )
    assert [skill.code for skill in view.skills] == ["S1", "H2"]
    assert [(one.kind, one.words) for one in view.barriers] == [("money", ""), ("transport", "No bus on Sundays")]
    assert view.barriers[0].contact == "At your school you can turn to: Liisa Laine – Room 12"
    assert [one.title for one in view.evidence] == ["The letter"]
    assert view.who.words == "Only you"


async def test_a_form_sent_twice_makes_one_goal_and_never_somebody_elses() -> None:
    _school, _class, siiri, tuula = await a_school()
    eero = await make_pupil(_school)
    request = uuid4()
    first = await actions.make_goal(siiri, GoalForm("A goal"), request)
    assert await actions.make_goal(siiri, GoalForm("A goal"), request) == first
    with pytest.raises(NotFound):
        await actions.make_goal(eero, GoalForm("A goal"), request)
    with pytest.raises(Refused):
        await actions.make_goal(tuula, GoalForm("A goal"), uuid4())
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Goal))).scalar_one() == 1


async def test_only_what_is_ones_own_and_known_belongs_to_a_goal() -> None:
    school, _class, siiri, tuula = await a_school()
    eero = await make_pupil(school)
    theirs = await words(eero)
    for wrong in (
        {"evidence": (theirs,)},
        {"capabilities": ("XX",)},
        {"persons": (eero.person_id,)},
        {"persons": ((await make_coordinator(school)).person_id,)},
        {"audience": Choice(persons=(eero.person_id,))},
    ):
        with pytest.raises(NotFound):
            await a_goal(siiri, **wrong)  # type: ignore[arg-type]
    goal = await a_goal(siiri)
    for other in (eero, tuula):
        for change in (
            actions.change_goal(other, goal, GoalForm("Mine"), 1),
            actions.delete_goal(other, goal),
            actions.settle_goal(other, goal, GoalState.DONE),
            actions.review_goal(other, goal, None),
            steps.add_step(other, goal, StepForm("Go"), uuid4()),
        ):
            with pytest.raises(Refused):
                await change
        with pytest.raises(Refused):
            await load_goal(other, str(goal))
    assert (await load_plan(siiri)).count == 1


async def test_two_tabs_do_not_overwrite_each_other() -> None:
    _school, _class, siiri, _tuula = await a_school()
    goal = await a_goal(siiri)
    assert await actions.change_goal(siiri, goal, GoalForm("From one tab"), 1) == 2
    with pytest.raises(Conflict):
        await actions.change_goal(siiri, goal, GoalForm("From the other"), 1)
    await save_draft(siiri.person_id, f"goal:{goal}", {"title": "From the other"}, 0)
    await actions.make_goal(siiri, GoalForm("From the other"), uuid4(), instead_of=goal)
    assert {card.title for card in (await load_plan(siiri)).listed} == {"From one tab", "From the other"}
    assert await kept_draft(siiri.person_id, f"goal:{goal}") is None


async def test_the_days_of_a_plan_make_sense_and_a_mistake_is_told_in_words() -> None:
    _school, _class, siiri, _tuula = await a_school()
    with at(NOON):
        with pytest.raises(Invalid, match="still to come") as problem:
            await a_goal(siiri, by_when=date(2026, 5, 3))
        assert problem.value.field == "by_when"
        goal = await a_goal(siiri, by_when=date(2026, 6, 1), review_on=date(2026, 5, 20))
        with pytest.raises(Invalid) as problem:
            await steps.add_step(siiri, goal, StepForm("Ask", date(2026, 5, 3)), uuid4())
        assert problem.value.sentence() == "You made this goal on 4 May 2026. Choose that day or a later one."
        with pytest.raises(Invalid) as problem:
            await steps.add_step(siiri, goal, StepForm("Ask", date(2026, 6, 2)), uuid4())
        assert (problem.value.field, "1 June 2026" in problem.value.sentence()) == ("step_by", True)
        step = await steps.add_step(siiri, goal, StepForm("Ask", date(2026, 5, 25)), uuid4())
        with pytest.raises(Invalid) as problem:
            await actions.change_goal(siiri, goal, GoalForm("A summer job", by_when=date(2026, 5, 24)), 1)
        assert problem.value.sentence() == (
            "The step “Ask” is planned for 25 May 2026. Move that step first, or choose that day or a later one."
        )
        assert await steps.change_step(siiri, step, StepForm("Ask", date(2026, 5, 20)), 1) == 2
        assert await actions.change_goal(siiri, goal, GoalForm("A summer job", by_when=date(2026, 5, 24)), 1) == 2
    with at(NOON + timedelta(days=60)):  # a day that has passed may stay what it is
        await actions.change_goal(siiri, goal, GoalForm("A winter job", by_when=date(2026, 5, 24)), 2)
        await steps.change_step(siiri, step, StepForm("Ask again", date(2026, 5, 20)), 2)


async def test_steps_are_ticked_moved_and_brought_back() -> None:
    _school, _class, siiri, _tuula = await a_school()
    goal = await a_goal(siiri)
    request = uuid4()
    ids = [await steps.add_step(siiri, goal, StepForm(one), uuid4()) for one in ("Ask", "Write")]
    ids.append(await steps.add_step(siiri, goal, StepForm("Send"), request))
    assert await steps.add_step(siiri, goal, StepForm("Send"), request) == ids[2]
    await steps.move_step(siiri, ids[2], -1)
    await steps.move_step(siiri, ids[0], -1)
    for _twice in range(2):
        await steps.tick_step(siiri, ids[0])
    await steps.delete_step(siiri, ids[1])
    view = await load_goal(siiri, str(goal))
    assert [(one.words, one.done, one.first, one.last) for one in view.steps] == [
        ("Ask", True, True, False),
        ("Send", False, False, True),
    ]
    assert view.steps_said == "Steps done: 1 of 2"
    with pytest.raises(Conflict):
        await steps.change_step(siiri, ids[0], StepForm("Call"), 7)
    await steps.restore_step(siiri, ids[1])
    assert [one.words for one in (await load_goal(siiri, str(goal))).steps] == ["Ask", "Send", "Write"]
    await steps.delete_step(siiri, ids[1])
    await actions.delete_goal(siiri, goal)
    with pytest.raises(NotFound):
        await steps.restore_step(siiri, ids[1])


async def test_a_goal_is_done_or_rests_and_is_taken_up_again() -> None:
    _school, _class, siiri, _tuula = await a_school()
    goal = await a_goal(siiri, review_on=now().date() + timedelta(days=9))
    for state, shelf in ((GoalState.DONE, "done"), (GoalState.RESTING, "resting"), (GoalState.OPEN, "open")):
        for _twice in range(2):
            await actions.settle_goal(siiri, goal, state)
        assert [card.title for card in (await load_plan(siiri, shelf)).listed] == ["A summer job"]
    async with reading() as session:
        rows = await session.execute(select(func.count()).where(col(Audit.action) == "plan.settle_goal"))
        assert rows.scalar_one() == 3
    await actions.review_goal(siiri, goal, None)
    assert (await load_goal(siiri, str(goal))).review == ""
    with pytest.raises(Invalid):
        await actions.review_goal(siiri, goal, now().date())


async def test_whom_a_goal_is_shared_with_reads_it_until_that_ends() -> None:
    _school, _class, siiri, tuula = await a_school()
    goal = await a_goal(siiri, audience=CLASS_TEACHERS)
    async with reading() as session:
        assert await may_see(session, tuula, siiri.person_id, Kind.GOAL, str(goal))
    await comment(tuula, siiri.person_id, Kind.GOAL, str(goal), "Call them before June", uuid4())
    assert [one.words for one in (await load_goal(siiri, str(goal))).remarks] == ["Call them before June"]
    view = await load_goal_form(siiri, str(goal))
    assert (view.who.class_teachers, view.audience) == (True, "class_teachers")
    await actions.change_goal(siiri, goal, GoalForm("A summer job", audience=Choice()), 1)
    async with reading() as session:
        assert not await may_see(session, tuula, siiri.person_id, Kind.GOAL, str(goal))
    with pytest.raises(NotFound):
        await comment(tuula, siiri.person_id, Kind.GOAL, str(goal), "Still here", uuid4())


async def test_a_deleted_goal_rests_then_goes_with_all_that_hangs_on_it() -> None:
    _school, _class, siiri, tuula = await a_school()
    goal = await a_goal(
        siiri, audience=CLASS_TEACHERS, barriers={Barrier.CARE: "Grandma"}, evidence=(await words(siiri),)
    )
    await steps.add_step(siiri, goal, StepForm("Ask"), uuid4())
    for _twice in range(2):
        await actions.delete_goal(siiri, goal)
    assert (await load_plan(siiri)).listed == ()
    with pytest.raises(NotFound):
        await comment(tuula, siiri.person_id, Kind.GOAL, str(goal), "Where is it?", uuid4())
    assert [one.title for one in await load_deleted_goals(siiri)] == ["A summer job"]
    for _twice in range(2):
        await actions.restore_goal(siiri, goal)
    assert [one.words for one in (await load_goal(siiri, str(goal))).steps] == ["Ask"]
    await actions.delete_goal(siiri, goal)
    assert await remove_rested_goals() == 0
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await actions.restore_goal(siiri, goal)
        assert await remove_rested_goals() == 1
    async with reading() as session:
        for table in (Goal, GoalStep, Grant):
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0


async def test_evidence_that_rests_deleted_stays_with_its_goal() -> None:
    _school, _class, siiri, _tuula = await a_school()
    letter, photo = await words(siiri), await words(siiri, "The photo")
    goal = await a_goal(siiri, evidence=(letter, photo))
    await delete_evidence(siiri, letter)
    form = await load_goal_form(siiri, str(goal))
    assert form.shown == str(photo)
    await actions.change_goal(siiri, goal, GoalForm("A job", evidence=(), shown=(photo,)), 1)
    assert (await load_goal(siiri, str(goal))).evidence == ()
    await restore_evidence(siiri, letter)
    assert [one.title for one in (await load_goal(siiri, str(goal))).evidence] == ["The letter"]


async def test_a_draft_comes_back_whole() -> None:
    _school, _class, siiri, tuula = await a_school()
    fields = {
        "title": "A job",
        "by_when": "2099-05-01",
        "skill:S1": "yes",
        f"helper:{tuula.person_id}": "yes",
        "barrier:money": "yes",
        "barrier-words:money": "The bus card",
        "class_teachers": "yes",
        "until": "",
    }
    await save_draft(siiri.person_id, "goal:new-H2", fields, 0)
    form = await load_goal_form(siiri, skill="H2")
    chosen = [one.value for group in form.skills for one in group.choices if one.chosen]
    assert (form.title, form.by_when, chosen, form.who.class_teachers) == ("A job", "2099-05-01", ["S1"], True)
    assert [(one.kind, one.words) for one in form.barriers if one.chosen] == [("money", "The bus card")]
    assert [one.label for one in form.persons if one.chosen] == ["Tuula, teacher"]
    assert (await load_plan(siiri)).draft_href == "/en/goal-form?skill=H2"
    assert (await load_goal_form(siiri, skill="nonsense")).begun == ""


async def test_somebody_who_left_the_school_is_not_named_as_a_helper_any_more() -> None:
    _school, _class, siiri, tuula = await a_school()
    goal = await a_goal(siiri, helpers="my uncle", persons=(tuula.person_id,))
    await end_roles(tuula)
    assert (await load_goal(siiri, str(goal))).helpers == "my uncle"


async def test_a_teacher_reads_what_is_shared_and_evidence_opens_only_where_it_is_shared_too() -> None:
    _school, _class, siiri, tuula = await a_school()
    letter, photo = await words(siiri), await words(siiri, "The photo")
    await set_audience(siiri, Kind.EVIDENCE, str(photo), CLASS_TEACHERS)
    goal = await a_goal(siiri, evidence=(letter, photo), barriers={Barrier.CARE: "Grandma"}, audience=CLASS_TEACHERS)
    await a_goal(siiri, "A secret")
    pupil = str(siiri.person_id)
    view = await load_pupil(tuula, pupil)
    assert [(one.title, one.commented) for one in view.goals] == [("A summer job", False)]
    opened = (await load_pupil(tuula, pupil, Kind.GOAL, str(goal))).opened
    assert [one.words for one in opened.goal.barriers] == ["Grandma"]
    assert {one.title: bool(one.href) for one in opened.goal.evidence} == {"The letter": False, "The photo": True}
    await actions.delete_goal(siiri, goal)
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.GOAL, str(goal))
    assert (await load_pupil(tuula, pupil)).goals == ()
