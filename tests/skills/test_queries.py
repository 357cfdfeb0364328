"""The picture of a pupil's skills, one capability, one piece of evidence, what is next: always one's own."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import at
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.sharing import comments
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, delete_evidence
from portfolio_app.skills.first_lesson_actions import finish
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.picture import earlier_moments, standing_of
from portfolio_app.skills.queries import (
    NextStep,
    load_capability,
    load_deleted_evidence,
    load_evidence,
    load_skills,
    next_step,
)
from tests.people import make_class, make_coordinator, make_person, make_pupil, make_school, make_teacher

CODES = [one.code for one in framework().capabilities]


async def a_school(stage: str = "13-15") -> tuple[UUID, UUID, Actor, Actor]:
    school = await make_school()
    one = await make_class(school, stage=stage)
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def what_is_next(actor: Actor) -> NextStep:
    """The sentence of the actor's Home about skills."""
    async with reading() as session:
        return await next_step(session, actor, await standing_of(session, actor.person_id))


async def words_for(owner: Actor, *codes: str, title: str = "Café") -> str:
    form = EvidenceForm(title, words="I served 40 guests", capabilities=codes)
    return str(await add_evidence(owner, EvidenceKind.WORDS, form, uuid4()))


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.mark.usefixtures("database")
async def test_an_empty_picture_has_every_skill_and_says_where_to_begin() -> None:
    _school, _class, siiri, _tuula = await a_school()
    view = await load_skills(siiri)
    assert view.empty
    assert [theme.code for theme in view.themes] == ["self", "strengths", "horizons", "networks"]
    lines = [line for theme in view.themes for line in theme.skills]
    assert [line.code for line in lines] == CODES
    assert {(line.step, line.step_words, line.who) for line in lines} == {(0, "Nothing yet", "Only you")}
    assert (view.first_name, view.first_href) == ("How I see myself", "/en/capability?code=S1")
    assert view.moments == ()


@pytest.mark.usefixtures("database")
async def test_the_picture_shows_now_beside_how_it_was_in_spring() -> None:
    _school, _class, siiri, _tuula = await a_school()
    for day, step in ((on(2025, 3, 1), 1), (on(2025, 10, 1), 2), (on(2026, 5, 30), 3), (on(2026, 9, 1), 4)):
        with at(day):
            await assess(siiri, "S1", step, "", uuid4())
    with at(on(2026, 6, 1)):
        await assess(siiri, "S2", 2, "", uuid4())
    with at(on(2026, 11, 22)):
        await words_for(siiri, "S1", "S2")
        now_alone, spring = await load_skills(siiri), await load_skills(siiri, "spring")
        before, nonsense = await load_skills(siiri, "2025-05-31"), await load_skills(siiri, "2024-02-30")
    assert [moment.label for moment in now_alone.moments] == [
        "Now",
        "Spring 2026",
        "Autumn 2025",
        "Spring 2025",
    ]
    assert [moment.then for moment in now_alone.moments] == ["now", "spring", "2025-12-15", "2025-05-31"]
    s1, s2 = spring.themes[0].skills[:2]
    assert (s1.step, s1.earlier, s1.earlier_words) == (4, 3, "On my own")
    assert (s2.step, s2.earlier, s2.earlier_words) == (2, 0, "Nothing yet")
    assert (s1.evidence, s1.evidence_words) == (1, "1 piece of evidence")
    assert (spring.then_label, spring.then) == ("Spring 2026", "spring")
    assert (before.then_label, before.themes[0].skills[0].earlier) == ("Spring 2025", 1)
    assert (now_alone.then_label, nonsense.then_label) == ("", "")


def test_moments_are_ends_of_terms_that_are_over_since_the_first_answer() -> None:
    found = earlier_moments(date(2025, 1, 1), date(2026, 5, 31))
    assert [(then, day) for then, day, _label in found] == [
        ("2025-12-15", date(2025, 12, 15)),
        ("spring", date(2025, 5, 31)),
    ]
    assert earlier_moments(date(2026, 9, 1), date(2026, 11, 22)) == ()
    assert earlier_moments(date(2026, 9, 1), date(2026, 1, 1)) == ()  # the clock went back


@pytest.mark.usefixtures("database")
async def test_a_capability_speaks_the_readers_language_at_the_stage_of_the_class() -> None:
    _school, _class, siiri, _tuula = await a_school("15-18")
    with speaking("fi"):
        view = await load_capability(siiri, "S1")
    known = framework().capability("S1")
    assert view.name == known.name["fi"]
    assert view.statement == known.statements["15-18"]["fi"]
    assert view.ideas == tuple(idea["fi"] for idea in known.shows["15-18"])
    assert [step.value for step in view.steps] == ["1", "2", "3", "4"]
    assert view.next_href == f"/fi/capability?code={CODES[1]}"
    assert (await load_capability(siiri, CODES[-1])).next_href.endswith(f"={CODES[0]}")


@pytest.mark.usefixtures("database")
async def test_a_class_at_a_stage_the_framework_does_not_know_still_reads_something() -> None:
    _school, _class, siiri, _tuula = await a_school("Year 9")
    assert (await load_capability(siiri, "S1")).statement == framework().capability("S1").statements["11-13"]["en"]


@pytest.mark.usefixtures("database")
async def test_each_look_at_a_form_has_an_id_of_its_own_and_what_was_typed_last() -> None:
    _school, _class, siiri, _tuula = await a_school()
    await assess(siiri, "S1", 2, "kept", uuid4())
    await save_draft(siiri.person_id, "assessment:S1", {"reason": "half a thou", "request": "evil", "step": "3"}, 0)
    await save_draft(siiri.person_id, "evidence-new:S1", {"kind": "film", "title": "Lake", "words": ["a", "b"]}, 0)
    first, second = await load_capability(siiri, "S1"), await load_capability(siiri, "S1")
    assert first.request != second.request
    assert first.adding.request != second.adding.request
    assert (first.step, first.reason, first.draft_version) == ("3", "half a thou", 1)
    assert (first.adding.kind, first.adding.title, first.adding.words) == ("words", "Lake", "")
    assert first.history[0].reason == "kept"


@pytest.mark.usefixtures("database")
async def test_pages_of_skills_are_for_pupils_and_show_nothing_of_others() -> None:
    school, one, siiri, tuula = await a_school()
    friend = await make_pupil(school, one)
    evidence = await words_for(siiri, "S1")
    await assess(siiri, "S1", 4, "mine alone", uuid4())
    await delete_evidence(siiri, UUID(await words_for(siiri, "S1", title="Gone")))
    await save_draft(siiri.person_id, "assessment:S1", {"reason": "still typing"}, 0)
    for other in (tuula, await make_coordinator(school), await make_person((Role.ADMIN, None))):
        for load in (load_skills(other), load_capability(other, "S1"), load_evidence(other, evidence)):
            with pytest.raises(Refused):
                await load
        with pytest.raises(Refused):
            await load_deleted_evidence(other)
        with pytest.raises(Refused):
            await what_is_next(other)
    with pytest.raises(NotFound):
        await load_evidence(friend, evidence)
    view = await load_capability(friend, "S1")
    assert (view.step, view.reason, view.history, view.evidence) == ("", "", (), ())
    assert (await load_skills(friend)).empty
    assert await load_deleted_evidence(friend) == ()
    for unknown in ("X1", "", "s1"):
        with pytest.raises(NotFound):
            await load_capability(friend, unknown)


@pytest.mark.usefixtures("database")
async def test_what_is_next_follows_what_is_there() -> None:
    _school, _class, siiri, tuula = await a_school()
    await finish(siiri, 1, ["I like drawing."], uuid4())  # the first lesson is behind her
    assert (await what_is_next(siiri)).code == "begin"
    await assess(siiri, "S1", 2, "", uuid4())
    step = await what_is_next(siiri)
    assert (step.code, step.href) == ("evidence", "/en/capability?code=S1#evidence")
    await words_for(siiri, "S1")
    step = await what_is_next(siiri)
    assert (step.code, step.href) == ("another", f"/en/capability?code={CODES[1]}")
    assert "A balance that suits me" in step.sentence
    await words_for(siiri, *CODES)
    for code in CODES[1:]:
        await assess(siiri, code, 2, "", uuid4())
    assert (await what_is_next(siiri)).code == "again"
    await set_audience(siiri, Kind.CAPABILITY, "scotland-cms:S2", CLASS_TEACHERS)
    await comments.comment(tuula, siiri.person_id, Kind.CAPABILITY, "scotland-cms:S2", "Well said", uuid4())
    step = await what_is_next(siiri)
    assert (step.code, step.href) == ("comment", "/en/capability?code=S2")
    assert step.sentence == "Tuula wrote something about “A balance that suits me”."
    await comments.mark_read(siiri, Kind.CAPABILITY, "scotland-cms:S2")
    assert (await what_is_next(siiri)).code == "again"


@pytest.mark.usefixtures("database")
async def test_a_comment_on_something_deleted_is_not_what_is_next() -> None:
    _school, _class, siiri, tuula = await a_school()
    await finish(siiri, 1, ["I like drawing."], uuid4())  # the first lesson is behind her
    evidence = await words_for(siiri, "S1")
    await set_audience(siiri, Kind.EVIDENCE, evidence, CLASS_TEACHERS)
    await comments.comment(tuula, siiri.person_id, Kind.EVIDENCE, evidence, "Well done", uuid4())
    assert (await what_is_next(siiri)).href == f"/en/evidence?id={evidence}"
    await delete_evidence(siiri, UUID(evidence))
    assert (await what_is_next(siiri)).code == "begin"
