"""What a pupil shared of a skill stays open to whom they shared it with, once the skill is from before."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import writing
from portfolio_app.core.errors import NotFound
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.schools.models import School
from portfolio_app.sharing.actions import CLASS_TEACHERS, ONLY_ME, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import assess
from portfolio_app.skills.framework import frameworks
from portfolio_app.skills.queries import load_capability
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voices import Said, ask, give
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def at_school(framework: str) -> tuple[Actor, Actor]:
    school = await make_school(framework=framework)
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def school_works_with(framework: str) -> None:
    async with writing() as session:
        await session.execute(update(School).values(framework=framework))


@pytest.mark.parametrize(("start", "to"), [("scotland-cms", "lifecomp"), ("career-buttons", "scotland-cms")])
async def test_a_shared_skill_of_another_framework_can_be_opened_until_that_ends(start: str, to: str) -> None:
    siiri, tuula = await at_school(start)
    shared, kept, *_more = frameworks()[start].codes
    thing, pupil = capability_thing(start, shared), str(siiri.person_id)
    for code in (shared, kept):
        await assess(siiri, code, 2, f"own {code}", uuid4())
    await set_audience(siiri, Kind.CAPABILITY, thing, CLASS_TEACHERS)
    await ask(siiri, tuula.person_id, [shared])
    await give(tuula, siiri.person_id, {thing: Said(3, "I saw it")}, uuid4())
    here = (await load_pupil(tuula, pupil, Kind.CAPABILITY, shared)).opened.skill
    assert (here.former, (await load_pupil(tuula, pupil)).former) == ("", ())

    await school_works_with(to)
    (listed,) = (await load_pupil(tuula, pupil)).former
    assert (listed.reason, listed.href, listed.commented) == (
        f"own {shared}",
        f"/en/pupil?id={pupil}&skill={shared}",
        False,
    )
    opened = (await load_pupil(tuula, pupil, Kind.CAPABILITY, shared)).opened
    assert (opened.thing, opened.skill.name, opened.skill.step_words) == (thing, here.name, here.step_words)
    assert [one.reason for one in opened.skill.voices] == ["I saw it"]
    await comment(tuula, siiri.person_id, Kind.CAPABILITY, thing, "Still so", uuid4())
    assert (await load_pupil(tuula, pupil)).former[0].commented
    for code in (kept, "nonsense", ""):
        with pytest.raises(NotFound):
            await load_pupil(tuula, pupil, Kind.CAPABILITY, code)

    before = await load_capability(siiri, shared)
    assert before.who.words == "You and your class’s teachers"
    await set_audience(siiri, Kind.CAPABILITY, before.thing, ONLY_ME)
    assert (await load_pupil(tuula, pupil)).former == ()
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.CAPABILITY, shared)


async def test_nobody_else_opens_what_is_from_before() -> None:
    siiri, tuula = await at_school("scotland-cms")
    await assess(siiri, "S1", 2, "own", uuid4())
    await set_audience(siiri, Kind.CAPABILITY, "scotland-cms:S1", CLASS_TEACHERS)
    await school_works_with("meta-skills")
    _twin, stranger = await at_school("meta-skills")
    with pytest.raises(NotFound):
        await load_pupil(stranger, str(siiri.person_id), Kind.CAPABILITY, "S1")
    assert (await load_pupil(tuula, str(siiri.person_id), Kind.CAPABILITY, "S1")).opened.skill.reason == "own"
