"""What a pupil keeps of the catalogue is theirs alone, and what they take out of their plan comes back for 30 days."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.pathways.actions import import_pathways
from portfolio_app.pathways.finding import Asked
from portfolio_app.pathways.keeping import keep_pathway, let_go, restore_kept, tell_fit
from portfolio_app.pathways.models import KeptPathway
from portfolio_app.pathways.queries import load_beginning, load_kept, load_let_go, load_pathway, load_pathways
from portfolio_app.pathways.retention import remove_rested_pathways
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.plan.goal_form import load_goal_form
from portfolio_app.plan.queries import load_plan
from tests.pathways.test_importing import as_json, one
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def pupil(tmp_path: Path, database: object) -> Actor:
    """Somebody at a school with two pathways."""
    await import_pathways(as_json(tmp_path / "p.json", one("cook", routes=["food"]), one("food", "route")))
    return await make_pupil(await make_school())


async def kept(actor: Actor) -> list[str]:
    """What is in a plan."""
    return [line.code for line in (await load_kept(actor)).lines]


async def test_a_pathway_is_kept_once_taken_out_and_brought_back(pupil: Actor) -> None:
    await keep_pathway(pupil, "cook")
    await keep_pathway(pupil, "cook")
    assert await kept(pupil) == ["cook"]
    assert (await load_pathway(pupil, "cook")).kept
    await let_go(pupil, "cook")
    await let_go(pupil, "cook")
    assert await kept(pupil) == []
    (gone,) = await load_let_go(pupil)
    assert gone.title == "cook"
    await restore_kept(pupil, as_id(gone.id))
    await restore_kept(pupil, as_id(gone.id))
    assert await kept(pupil) == ["cook"]
    async with reading() as session:
        rows = await session.execute(select(col(Audit.action)).where(col(Audit.about_id) == pupil.person_id))
        said = [action for action in rows.scalars() if action.startswith("pathways.")]
    assert sorted(said) == ["pathways.keep_pathway", "pathways.let_go", "pathways.restore_kept"]


async def test_what_rested_long_enough_is_gone_for_good(pupil: Actor) -> None:
    for code in ("cook", "food"):
        await keep_pathway(pupil, code)
    await let_go(pupil, "cook")
    (gone,) = await load_let_go(pupil)
    async with writing() as session:
        await session.execute(
            update(KeptPathway)
            .where(col(KeptPathway.deleted_at).is_not(None))
            .values(deleted_at=now() - timedelta(days=31))
        )
    with pytest.raises(NotFound):
        await restore_kept(pupil, as_id(gone.id))
    assert await remove_rested_pathways() == 1
    assert await remove_rested_pathways() == 0
    assert await kept(pupil) == ["food"]


async def test_nobody_else_sees_or_changes_what_is_kept(pupil: Actor) -> None:
    await keep_pathway(pupil, "cook")
    await let_go(pupil, "cook")
    (gone,) = await load_let_go(pupil)
    school = await make_school()
    other, teacher = await make_pupil(school), await make_teacher(school, await make_class(school))
    with pytest.raises(NotFound):
        await restore_kept(other, as_id(gone.id))
    with pytest.raises(NotFound):
        await let_go(other, "cook")
    with pytest.raises(NotFound):
        await keep_pathway(other, "nothing")
    for refused in (keep_pathway(teacher, "cook"), let_go(teacher, "cook"), load_kept(teacher)):
        with pytest.raises(Refused):
            await refused
    with pytest.raises(Refused):
        await tell_fit(teacher, shown=False)
    seen = await load_pathway(teacher, "cook")
    assert not any((seen.can_keep, seen.kept, seen.fit.on, seen.fit.off))
    listed = await load_pathways(teacher, Asked(show="kept"))
    assert listed.listed == ()


async def test_what_the_catalogue_no_longer_has_stays_in_the_plan_that_keeps_it(pupil: Actor, tmp_path: Path) -> None:
    await keep_pathway(pupil, "cook")
    await import_pathways(as_json(tmp_path / "q.json", one("food", "route")))
    (line,) = (await load_kept(pupil)).lines
    assert (line.name, line.mark) == ("cook", "No longer in the catalogue")
    assert [one.code for one in (await load_pathways(pupil, Asked())).listed] == ["food"]
    assert [one.code for one in (await load_pathways(pupil, Asked(show="kept"))).listed] == ["cook"]
    await let_go(pupil, "cook")
    await keep_pathway(pupil, "cook")  # the notice's Undo
    assert await kept(pupil) == ["cook"]
    with pytest.raises(NotFound):
        await keep_pathway(await make_pupil(await make_school()), "cook")


async def test_a_goal_made_from_a_pathway_begins_with_its_name_and_has_a_draft_of_its_own(pupil: Actor) -> None:
    beginning = await load_beginning(pupil, "cook")
    assert beginning
    form = await load_goal_form(pupil, beginning=beginning)
    assert (form.title, form.outcome, form.draft) == ("cook: find out more", "cook", "goal:new-p.cook")
    goal = await make_goal(pupil, GoalForm(form.title), uuid4(), begun=form.begun)
    assert [card.id for card in (await load_plan(pupil)).listed] == [str(goal)]
    assert await load_beginning(pupil, "nothing") is None


async def test_who_leaves_for_good_leaves_nothing_behind(pupil: Actor) -> None:
    await keep_pathway(pupil, "cook")
    await tell_fit(pupil, shown=False)
    async with writing() as session:
        await session.execute(delete(Person).where(col(Person.id) == pupil.person_id))
        assert (await session.execute(select(func.count()).select_from(KeptPathway))).scalar_one() == 0
