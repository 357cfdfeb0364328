"""A school changes its framework: a pupil keeps every evidence, sees it under the new one, and nothing is rewritten."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.pages.coordinator.school import SchoolState
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.class_grid import load_class
from portfolio_app.portfolio.entry_form import load_entry_form
from portfolio_app.portfolio.own_document import load_document
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.schools.founding import choose_framework
from portfolio_app.schools.models import School
from portfolio_app.schools.offered import offer_framework
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, change_evidence
from portfolio_app.skills.framework import frameworks
from portfolio_app.skills.models import EvidenceCapability, EvidenceKind
from portfolio_app.skills.picture import standing_of
from portfolio_app.skills.queries import load_capability, load_evidence, load_skills, next_step
from tests.events import tab
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def offered() -> None:
    for one in frameworks().values():
        offer_framework(one.code, one.name)


class Place:
    """A school with a pupil who has some evidence and has said something, and whoever else belongs to it."""

    school: UUID
    klass: UUID
    siiri: Actor
    tuula: Actor
    kaisa: Actor
    evidence: UUID


async def a_place() -> Place:
    place = Place()
    place.school = await make_school()
    place.klass = await make_class(place.school)
    place.siiri = await make_pupil(place.school, place.klass, name="Siiri")
    place.tuula = await make_teacher(place.school, place.klass, name="Tuula")
    place.kaisa = await make_coordinator(place.school)
    await assess(place.siiri, "S2", 3, "I dropped a club", uuid4())
    form = EvidenceForm("My week", words="Colours for what fills it", capabilities=("S2",))
    place.evidence = await add_evidence(place.siiri, EvidenceKind.WORDS, form, uuid4())
    await set_audience(place.siiri, Kind.EVIDENCE, str(place.evidence), CLASS_TEACHERS)
    return place


async def tags() -> set[tuple[str, str]]:
    async with reading() as session:
        rows = await session.execute(select(EvidenceCapability))
        return {(row.framework, row.capability) for row in rows.scalars()}


async def test_a_pupil_sees_their_evidence_under_the_new_framework_marked_as_carried_over() -> None:
    place = await a_place()
    await choose_framework(place.kaisa, place.school, "lifecomp")
    view = await load_skills(place.siiri)
    lines = {line.code: line for theme in view.themes for line in theme.skills}
    assert [code for code, line in lines.items() if line.evidence] == ["lifecomp-P3"]
    assert (lines["lifecomp-P3"].evidence, lines["lifecomp-P3"].carried_words) == (1, "1 carried over")
    assert {line.step for line in lines.values()} == {0}, "what was said under another framework is not said here"
    ((former,),) = (view.former,)
    assert (former.name, former.lines[0].name, former.lines[0].said) == (
        "Career management skills",
        "A balance that suits me",
        "On my own",
    )
    (item,) = (await load_capability(place.siiri, "lifecomp-P3")).evidence
    assert item.carried == "Carried over from Career management skills (A balance that suits me)"
    assert (await load_capability(place.siiri, "lifecomp-P2")).evidence == ()
    with speaking("nb"):
        (item,) = (await load_capability(place.siiri, "lifecomp-P3")).evidence
        assert item.carried.startswith("Overført fra Karrierekompetanse (")
    assert await tags() == {("scotland-cms", "S2")}, "nothing is rewritten"


async def test_going_back_finds_everything_as_it_was() -> None:
    place = await a_place()
    before = await load_skills(place.siiri)
    await choose_framework(place.kaisa, place.school, "career-buttons")
    await assess(place.siiri, "change-stability", 4, "", uuid4())
    await choose_framework(place.kaisa, place.school, "scotland-cms")
    after = await load_skills(place.siiri)
    assert after.themes == before.themes
    ((former,),) = (after.former,)
    assert [(line.name, line.said) for line in former.lines] == [("Change and stability", "More “Stability”")]


async def test_what_a_pupil_says_it_shows_holds_from_then_on() -> None:
    place = await a_place()
    await choose_framework(place.kaisa, place.school, "lifecomp")
    view = await load_evidence(place.siiri, str(place.evidence))
    ticked = [one.value for group in view.skills for one in group.choices if one.chosen]
    assert (ticked, view.item.carried != "") == (["lifecomp-P3"], True)
    form = EvidenceForm("My week", words="Colours", capabilities=("lifecomp-P1",))
    await change_evidence(place.siiri, place.evidence, form, view.version)
    assert await tags() == {("scotland-cms", "S2"), ("lifecomp", "lifecomp-P1")}
    lines = {line.code: line for theme in (await load_skills(place.siiri)).themes for line in theme.skills}
    assert (lines["lifecomp-P1"].evidence, lines["lifecomp-P1"].carried_words, lines["lifecomp-P3"].evidence) == (
        1,
        "",
        0,
    )
    assert (await load_evidence(place.siiri, str(place.evidence))).item.carried == ""
    await choose_framework(place.kaisa, place.school, "scotland-cms")
    (item,) = (await load_capability(place.siiri, "S2")).evidence
    assert item.carried == ""


async def test_a_teacher_sees_shared_evidence_in_the_class_and_on_the_pupils_page() -> None:
    place = await a_place()
    await choose_framework(place.kaisa, place.school, "meta-skills")
    grid = await load_class(place.tuula, str(place.klass))
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["1", "", ""]]
    page = await load_pupil(place.tuula, str(place.siiri.person_id))
    ((skill,),) = (theme.skills for theme in page.themes)
    assert (skill.name, page.other_evidence) == ("Focusing", ())
    assert skill.evidence[0].item.carried.startswith("Carried over from Career management skills")
    opened = (await load_pupil(place.tuula, str(place.siiri.person_id), Kind.EVIDENCE, str(place.evidence))).opened
    assert [tag.name for tag in opened.shows] == ["Focusing"]


async def test_the_document_and_the_form_of_an_entry_follow_too() -> None:
    place = await a_place()
    entry = await make_entry(place.siiri, EntryForm("A week", capabilities=("S2",)), uuid4())
    await choose_framework(place.kaisa, place.school, "esco-transversal")
    (theme,) = (await load_document(place.siiri, "en")).themes
    assert [one.name for one in theme.capabilities if one.evidence == ("My week",)] == ["Skills for life"]
    for form in (
        await load_entry_form(place.siiri, str(entry)),
        await load_entry_form(place.siiri, evidence_id=str(place.evidence)),
    ):
        assert [one.value for group in form.skills for one in group.choices if one.chosen] == ["esco-T6"]


async def test_what_is_next_never_leads_to_a_skill_of_another_framework() -> None:
    place = await a_place()
    await set_audience(place.siiri, Kind.CAPABILITY, "scotland-cms:S2", CLASS_TEACHERS)
    await comment(place.tuula, place.siiri.person_id, Kind.CAPABILITY, "scotland-cms:S2", "Well put", uuid4())

    async def code() -> str:
        async with reading() as session:
            return (await next_step(session, place.siiri, await standing_of(session, place.siiri.person_id))).code

    assert await code() == "comment"
    await choose_framework(place.kaisa, place.school, "lifecomp")
    assert await code() == "begin"
    await choose_framework(place.kaisa, place.school, "scotland-cms")
    assert await code() == "comment"


async def test_a_framework_that_was_taken_away_leaves_the_default_in_its_place() -> None:
    place = await a_place()
    async with writing() as session:
        await session.execute(update(School).values(framework="gone"))
    lines = {line.code: line for theme in (await load_skills(place.siiri)).themes for line in theme.skills}
    assert (lines["S2"].step, lines["S2"].evidence) == (3, 1)
    await assess(place.siiri, "S2", 4, "", uuid4())
    assert (await load_capability(place.siiri, "S2")).step == "4"


async def test_only_who_leads_the_school_chooses_and_each_choice_is_in_the_trail_once() -> None:
    place = await a_place()
    elsewhere = await make_coordinator(await make_school())
    for wrong in (place.siiri, place.tuula, elsewhere):
        with pytest.raises((NotFound, Refused)):
            await choose_framework(wrong, place.school, "lifecomp")
    for nonsense in ("", "nowhere", "LifeComp"):
        with pytest.raises(Invalid):
            await choose_framework(place.kaisa, place.school, nonsense)
    for _twice in range(2):
        await choose_framework(place.kaisa, place.school, "lifecomp")
    async with reading() as session:
        rows = (await session.execute(select(Audit))).scalars()
        trail = [row for row in rows if row.action == "schools.choose_framework"]
    assert [(row.actor_id, row.school_id, row.detail) for row in trail] == [
        (place.kaisa.person_id, place.school, {"former": "scotland-cms", "framework": "lifecomp"})
    ]


async def test_the_coordinators_page_offers_every_framework_and_shows_the_chosen_one() -> None:
    place = await a_place()
    _kaisa, key = await signed_in(place.kaisa)
    async with tab(key, address="/en/school") as opened:
        await opened.send(SchoolState.load)
        view = (await opened.state(SchoolState)).view
        assert {one.value for one in view.frameworks} == set(frameworks())
        await opened.send(SchoolState.choose_framework, form={"school": str(place.school), "framework": "lifecomp"})
        assert opened.notice.kind != "problem"
        assert (await opened.state(SchoolState)).view.framework == "lifecomp"
