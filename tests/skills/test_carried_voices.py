"""A pupil comes to another framework: nothing that was said is lost, and nothing is made up, over all pairs of them."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.schools.models import School
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import policy, voice_noticing  # noqa: F401 - notices find what was asked
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.framework import crosswalks, framework, frameworks
from portfolio_app.skills.framework_format import Framework, Retired
from portfolio_app.skills.models import EvidenceKind, GivenVoice, VoiceAsk
from portfolio_app.skills.queries import load_capability, load_skills
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_links import load_link, make_link
from portfolio_app.skills.voice_pages import load_asking, load_voices
from portfolio_app.skills.voices import Said, answer, ask, give, hide
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def a_pupil(school: UUID) -> tuple[Actor, Actor]:
    """A pupil of that school, and the teacher of their class."""
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def speak_of(siiri: Actor, tuula: Actor, used: Framework, code: str) -> None:
    """Everything that can be said of a capability: by the pupil, by evidence, by a voice and by a comment."""
    thing = capability_thing(used.code, code)
    await assess(siiri, code, 3, f"own {code}", uuid4())
    form = EvidenceForm(f"shows {code}", words="It does", capabilities=(code,))
    await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4())
    await ask(siiri, tuula.person_id, [code])
    await give(tuula, siiri.person_id, {thing: Said(2, f"voice {code}")}, uuid4())
    await set_audience(siiri, Kind.CAPABILITY, thing, CLASS_TEACHERS)
    await comment(tuula, siiri.person_id, Kind.CAPABILITY, thing, f"comment {code}", uuid4())


@pytest.mark.parametrize("start", list(frameworks()))
async def test_nothing_said_is_lost_and_nothing_is_made_up_in_any_other_framework(start: str) -> None:
    school, used = await make_school(framework=start), framework(start)
    siiri, tuula = await a_pupil(school)
    for code in used.codes:
        await speak_of(siiri, tuula, used, code)
    for to in frameworks().values():
        if to is used:
            continue
        async with writing() as session:
            await session.execute(update(School).values(framework=to.code))
        ways = crosswalks().carried_to(to.code)
        pages = {code: await load_capability(siiri, code) for code in to.codes}
        for code, page in pages.items():
            expected = Counter(origin for origin in used.codes if code in ways[start, origin])
            assert Counter(one.reason for one in page.voices) == Counter({f"voice {one}": 1 for one in expected})
            assert Counter(one.title for one in page.evidence) == Counter({f"shows {one}": 1 for one in expected})
            assert all(one.carried for one in (*page.voices, *page.evidence))
            assert (page.history, page.remarks, page.together, page.change.moments) == ((), (), "", ())
        seen = {one.reason for page in pages.values() for one in page.voices}
        assert seen == {f"voice {code}" for code in used.codes}
        ((former,),) = ((await load_skills(siiri)).former,)
        assert len(former.lines) == len(used.codes)
        assert all(line.said and line.href for line in former.lines)
        for code in used.codes:
            before = await load_capability(siiri, code)
            assert before.former
            assert [one.reason for one in before.history] == [f"own {code}"]
            assert [one.reason for one in before.voices] == [f"voice {code}"]
            assert [one.words for one in before.remarks] == [f"comment {code}"]
            assert [one.title for one in before.evidence] == [f"shows {code}"]
            assert {one.href.partition("code=")[2] for one in before.seen_under} == set(ways[start, code])


async def test_a_pupil_who_moves_takes_voices_along_and_still_answers_and_hides_them() -> None:
    siiri, tuula = await a_pupil(await make_school(framework="career-buttons"))
    (code, *_others) = framework("career-buttons").codes
    await speak_of(siiri, tuula, framework("career-buttons"), code)
    there = await make_school()
    async with writing() as session:
        mine = update(Membership).where(col(Membership.person_id) == siiri.person_id)
        await session.execute(mine.values(ended_at=now()))
        session.add(Membership(person_id=siiri.person_id, role=Role.PUPIL, school_id=there, began_at=now()))
    (target, *_more) = crosswalks().carried_to("scotland-cms")["career-buttons", code]
    (voice,) = (await load_capability(siiri, target)).voices
    assert voice.carried.startswith("Carried over from")
    assert "“" in voice.step_words, "a place on a dial stays one, and is no step"
    lines = {line.code: line for theme in (await load_skills(siiri)).themes for line in theme.skills}
    assert (lines[target].voices_carried, lines[target].teacher) == ("1 voice carried over", 0)
    await answer(siiri, UUID(voice.id), "So it was")
    await hide(siiri, UUID(voice.id))
    (voice,) = (await load_capability(siiri, target)).voices
    assert (voice.answer, voice.hidden) == ("So it was", True)
    with pytest.raises(NotFound):
        await load_pupil(tuula, str(siiri.person_id))


async def test_a_voice_carried_over_is_shown_to_nobody_whom_only_the_new_skill_was_opened() -> None:
    school = await make_school()
    siiri, tuula = await a_pupil(school)
    await speak_of(siiri, tuula, framework(), "S2")
    async with writing() as session:
        await session.execute(update(School).values(framework="lifecomp"))
    await assess(siiri, "lifecomp-P3", 2, "", uuid4())
    await set_audience(siiri, Kind.CAPABILITY, capability_thing("lifecomp", "lifecomp-P3"), CLASS_TEACHERS)
    opened = (await load_pupil(tuula, str(siiri.person_id), Kind.CAPABILITY, "lifecomp-P3")).opened
    assert opened.skill.voices == ()


async def test_a_skill_that_is_not_in_use_has_a_page_only_where_something_was_said() -> None:
    siiri, _tuula = await a_pupil(await make_school())
    for code in ("lifecomp-P3", "X9"):
        with pytest.raises(NotFound):
            await load_capability(siiri, code)


async def test_what_was_asked_about_a_retired_skill_keeps_nobody_from_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    siiri, tuula = await a_pupil(await make_school())
    await speak_of(siiri, tuula, framework(), "S2")
    await ask(siiri, tuula.person_id, ["S1"])
    path = await make_link(siiri, "Jussi", ["S2"], uuid4())
    newer = without(framework(), "S2", becomes="S1")
    known = {**frameworks(), newer.code: newer}
    with monkeypatch.context() as patched:
        for module in ("framework", "policy", "carried"):
            patched.setattr(f"portfolio_app.skills.{module}.frameworks", lambda: known)
        assert not policy.is_in_use("scotland-cms", "S2")
        (waiting,) = (await load_voices(tuula)).pupils
        assert [one.thing for one in waiting.skills] == ["scotland-cms:S1"]
        await give(tuula, siiri.person_id, {"scotland-cms:S1": Said(3)}, uuid4())
        with pytest.raises(NotFound):
            await give(tuula, siiri.person_id, {"scotland-cms:S2": Said(3)}, uuid4())
        assert (await load_notices(tuula)).lines
        assert framework().text(newer.name_of("S2"), "en") in (await load_asking(siiri)).asked[0].about
        assert await load_link(path.partition("/voice/")[2].partition("?")[0]) is None
        before = await load_capability(siiri, "S2")
        assert (before.name, before.former) == (newer.name_of("S2")["en"], "Career management skills")
        assert [one.step_words for one in before.history] == ["On my own"]
        assert [one.words for one in before.remarks] == ["comment S2"]
        assert before.change.moments
        ((former,),) = ((await load_skills(siiri)).former,)
        assert [line.name for line in former.lines] == [newer.name_of("S2")["en"]]
    async with reading() as session:
        assert len((await session.execute(select(GivenVoice))).all()) == 2
        assert len((await session.execute(select(VoiceAsk))).all()) == 3


async def test_a_place_on_a_dial_that_is_retired_is_called_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    siiri, tuula = await a_pupil(await make_school(framework="career-buttons"))
    used = framework("career-buttons")
    gone, stays, *_others = used.codes
    await speak_of(siiri, tuula, used, gone)
    known = {**frameworks(), used.code: without(used, gone, becomes=stays)}
    with monkeypatch.context() as patched:
        for module in ("framework", "policy", "carried"):
            patched.setattr(f"portfolio_app.skills.{module}.frameworks", lambda: known)
        before = await load_capability(siiri, gone)
        assert before.former
        assert [(one.reason, one.step_words) for one in before.history] == [(f"own {gone}", "")]
        assert [one.reason for one in before.voices] == [f"voice {gone}"]


def without(used: Framework, code: str, *, becomes: str) -> Framework:
    """The framework with that capability among the retired."""
    themes = tuple(
        theme.model_copy(update={"capabilities": tuple(one for one in theme.capabilities if one.code != code)})
        for theme in used.themes
    )
    gone = Retired(code=code, name=used.capability(code).name, until=used.version, becomes=(becomes,))
    parts = {name: getattr(used, name) for name in Framework.model_fields}
    return Framework.model_construct(**{**parts, "themes": themes, "retired": (gone,)})
