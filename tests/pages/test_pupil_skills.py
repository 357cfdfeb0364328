"""A pupil's skills pages through the real event processor: what a tab sends, what it gets, and what others get."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.pages.pupil.capability import CapabilityState
from portfolio_app.pages.pupil.deleted import DeletedState
from portfolio_app.pages.pupil.evidence import EvidenceState
from portfolio_app.pages.pupil.evidence_form import PHOTOS
from portfolio_app.pages.pupil.seen import SeenState
from portfolio_app.pages.pupil.skills import SkillsState
from portfolio_app.sharing.actions import PROFILE, viewing
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, change_evidence
from portfolio_app.skills.models import Assessment, Evidence, EvidenceKind
from portfolio_app.web.files import ENDINGS
from tests.events import tab
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")


async def a_school() -> tuple[UUID, UUID, Actor, str]:
    """A school, a class, a pupil and the key of their session."""
    school = await make_school()
    one = await make_class(school)
    siiri = await make_pupil(school, one, name="Siiri")
    return school, one, siiri, (await signed_in(siiri))[1]


async def words_for(owner: Actor, title: str = "Café") -> str:
    form = EvidenceForm(title, words="I served 40 guests", capabilities=("S1",))
    return str(await add_evidence(owner, EvidenceKind.WORDS, form, uuid4()))


async def answers() -> list[tuple[str, int, str]]:
    async with reading() as session:
        rows = (await session.execute(select(Assessment).order_by(col(Assessment.made_at)))).scalars()
        return [(row.capability, row.step, row.reason) for row in rows]


async def test_saying_how_it_is_changes_the_picture() -> None:
    _school, _class, _siiri, key = await a_school()
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.load)
        request = (await page.state(CapabilityState)).view.request
        form = {"step": "3", "reason": "I did it alone", "request": request}
        for _ in range(2):  # a double click
            await page.send(CapabilityState.assess, form=form)
        assert page.notice.kind == "good"
        view = (await page.state(CapabilityState)).view
        assert (view.step, view.reason, view.request == request) == ("3", "I did it alone", False)
    assert await answers() == [("S1", 3, "I did it alone")]
    async with tab(key, address="/en/skills") as page:
        await page.send(SkillsState.load)
        sectors = (await page.state(SkillsState)).sectors
        assert [sector.theme for sector in sectors] == ["self", "strengths", "horizons", "networks"]
        first = sectors[0].wedges[0]
        assert (first.step, first.tooltip) == (3, "How I see myself: On my own")


@pytest.mark.parametrize("form", [{}, {"step": ""}, {"step": "5"}, {"step": "3.0", "reason": None}, {"step": "x"}])
async def test_a_form_without_a_step_is_answered_at_its_field(form: dict[str, str | None]) -> None:
    _school, _class, _siiri, key = await a_school()
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.assess, form=form | {"request": str(uuid4())})
        assert (page.notice.kind, page.notice.field) == ("problem", "step")
    assert await answers() == []


@pytest.mark.parametrize("form", [None, "step=3", {"step": 3}, {"step": {"a": 1}}, [1], {"step": ["3"]}])
async def test_payloads_of_another_shape_are_refused(form: object) -> None:
    _school, _class, _siiri, key = await a_school()
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.assess, form=form)
        assert page.notice.kind == "problem"
    assert await answers() == []


async def test_no_handler_of_these_pages_does_anything_for_a_teacher_or_a_stranger() -> None:
    school, one, siiri, _key = await a_school()
    evidence = await words_for(siiri)
    teacher = (await signed_in(await make_teacher(school, one)))[1]
    for key in ("", teacher):
        async with tab(key, address=f"/en/evidence?id={evidence}") as page:
            form = {"step": "3", "title": "Taken", "version": "1", "skill:S1": "yes", "request": str(uuid4())}
            for handler in (CapabilityState.assess, EvidenceState.save, EvidenceState.choose_audience):
                await page.send(handler, form=form)
            for handler in (EvidenceState.load, EvidenceState.delete, SkillsState.load, SeenState.load):
                await page.send(handler)
            await page.send(CapabilityState.delete, evidence=evidence)
            await page.send(DeletedState.restore, shelf="evidence", thing=evidence)
            assert "Café" not in str(page.deltas)
    async with reading() as session:
        (row,) = (await session.execute(select(Evidence))).scalars()
    assert (row.title, row.version, row.deleted_at) == ("Café", 1, None)
    assert await answers() == []


async def test_another_pupils_evidence_can_be_neither_seen_nor_touched() -> None:
    school, one, siiri, _key = await a_school()
    evidence = await words_for(siiri)
    other = (await signed_in(await make_pupil(school, one)))[1]
    async with tab(other, address=f"/en/evidence?id={evidence}") as page:
        await page.send(EvidenceState.load)
        await page.send(EvidenceState.save, form={"title": "Taken", "version": "1", "skill:S1": "yes"})
        await page.send(EvidenceState.choose_audience, form={"class_teachers": "yes"})
        await page.send(EvidenceState.delete)
        assert page.notice.kind == "problem"
        assert "Café" not in str(page.deltas)
    async with reading() as session:
        (row,) = (await session.execute(select(Evidence))).scalars()
    assert (row.title, row.version, row.deleted_at) == ("Café", 1, None)


async def test_a_tab_that_was_overtaken_is_told_keeps_its_words_and_may_then_save_them() -> None:
    _school, _class, siiri, key = await a_school()
    evidence = await words_for(siiri)
    async with tab(key, address=f"/en/evidence?id={evidence}") as page:
        await page.send(EvidenceState.load)
        await change_evidence(siiri, UUID(evidence), EvidenceForm("One", "a", capabilities=("S1",)), 1)
        mine = {"title": "Two", "words": "b", "version": "1", "skill:S1": "yes"}
        await page.send(EvidenceState.save, form=mine)
        state = await page.state(EvidenceState)
        assert (state.newer.loaded, state.newer.kept_words, state.view.title) == (True, "a", "Café")
        await page.send(EvidenceState.save, form=mine | {"version": str(state.newer.version)})
        state = await page.state(EvidenceState)
        assert (state.newer.loaded, state.view.title) == (False, "Two")


async def test_deleted_evidence_comes_back_from_the_notice_and_from_the_page() -> None:
    _school, _class, siiri, key = await a_school()
    evidence = await words_for(siiri)
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.delete, evidence=evidence)
        assert page.notice.undo == evidence
        assert (await page.state(CapabilityState)).view.evidence == ()
        await page.send(CapabilityState.undo, what=evidence)
        assert len((await page.state(CapabilityState)).view.evidence) == 1
        await page.send(CapabilityState.delete, evidence=evidence)
    async with tab(key, address="/en/deleted") as page:
        await page.send(DeletedState.load)
        assert [thing.title for thing in (await page.state(DeletedState)).view.things] == ["Café"]
        await page.send(DeletedState.restore, shelf="nowhere", thing=evidence)
        assert page.notice.kind == "problem"
        await page.send(DeletedState.restore, shelf="evidence", thing=evidence)
        assert (await page.state(DeletedState)).view.things == ()


async def test_sharing_a_skill() -> None:
    school, one, siiri, key = await a_school()
    await make_teacher(school, one, name="Tuula")
    await assess(siiri, "S1", 2, "", uuid4())
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.load)
        await page.send(CapabilityState.choose_audience, form={"class_teachers": "yes", f"person:{uuid4()}": "yes"})
        assert page.notice.kind == "problem"  # a person who is none of the school's
        await page.send(CapabilityState.choose_audience, form={"class_teachers": "yes"})
        assert (await page.state(CapabilityState)).view.who.words == "You and your class’s teachers"


async def test_who_has_looked_stands_in_the_owners_list() -> None:
    school, one, siiri, key = await a_school()
    await viewing(await make_teacher(school, one, name="Tuula"), siiri.person_id, PROFILE)
    for query in ("", "?page=2", "?page=x", "?page=-1", "?page=99999999"):
        async with tab(key, address=f"/en/seen{query}") as page:
            await page.send(SeenState.load)
            (line,) = (await page.state(SeenState)).view.lines
            assert line.sentence.startswith("Tuula looked at your page on ")


def test_a_phone_is_asked_for_the_kinds_of_pictures_that_are_kept() -> None:
    assert set(PHOTOS.split(",")) == {kind for kind in ENDINGS if kind.startswith("image/")}
