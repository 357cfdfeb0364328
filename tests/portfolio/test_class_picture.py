"""A class by theme counts what is shared and names whom no adult has spoken to; the drill says who sees what."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.portfolio.class_picture import Asked, SkillCounts, load_class_picture, load_year_picture
from portfolio_app.portfolio.privacy_drill import load_seen_by_me
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.see_as import load_see_as
from portfolio_app.portfolio.teaching import load_classes
from portfolio_app.sharing.actions import CLASS_TEACHERS, Choice, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.queries import load_capability
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voices import Said, ask, give, hide
from tests.people import make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

S1 = "S1"
THING = capability_thing("scotland-cms", S1)


async def a_class() -> tuple[str, Actor, Actor, Actor]:
    """A class's id, two pupils of it, and its teacher, who was asked by the first and has answered."""
    school = await make_school()
    one = await make_class(school)
    siiri, venla = await make_pupil(school, one, name="Siiri"), await make_pupil(school, one, name="Venla")
    tuula = await make_teacher(school, one, name="Tuula")
    await assess(siiri, S1, 2, "", uuid4())
    await ask(siiri, tuula.person_id, [S1])
    await give(tuula, siiri.person_id, {THING: Said(3, "well done")}, uuid4())
    return str(one), siiri, venla, tuula


async def counts(actor: Actor, class_id: str) -> SkillCounts:
    picture = await load_class_picture(actor, class_id)
    return next(one for theme in picture.themes for one in theme.skills if one.code == S1)


async def test_it_counts_only_what_is_shared() -> None:
    one, siiri, _venla, tuula = await a_class()
    found = await counts(tuula, one)
    assert (found.own, found.teacher, found.host, found.evidence) == (0, 0, 0, 0)
    await set_audience(siiri, Kind.CAPABILITY, THING, CLASS_TEACHERS)
    found = await counts(tuula, one)
    assert (found.own, found.teacher, found.host, found.evidence) == (1, 1, 0, 0)
    form = EvidenceForm("A link", url="https://example.org", capabilities=(S1,))
    evidence = await add_evidence(siiri, EvidenceKind.LINK, form, uuid4())
    assert (await counts(tuula, one)).evidence == 0
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    assert (await counts(tuula, one)).evidence == 1
    assert (await load_class_picture(tuula, one)).themes[0].begun.endswith("1 of 2")
    await hide(siiri, UUID((await load_capability(siiri, S1)).voices[0].id))
    assert (await counts(tuula, one)).teacher == 0
    assert (await load_pupil(tuula, str(siiri.person_id), Kind.CAPABILITY, S1)).opened.skill.voices == ()


async def test_whoever_sees_a_skill_sees_what_others_said_about_it() -> None:
    _one, siiri, _venla, tuula = await a_class()
    await set_audience(siiri, Kind.CAPABILITY, THING, CLASS_TEACHERS)
    opened = (await load_pupil(tuula, str(siiri.person_id), Kind.CAPABILITY, S1)).opened
    assert [(one.who, one.reason) for one in opened.skill.voices] == [("Tuula", "well done")]


async def test_it_names_whom_no_adult_has_spoken_to_and_each_reads_the_same() -> None:
    one, siiri, venla, tuula = await a_class()
    assert [pupil.name for pupil in (await load_class_picture(tuula, one)).silent.pupils] == ["Venla"]
    assert "for half a year" in (await load_see_as(venla)).contact
    assert "last talked with you" in (await load_see_as(siiri)).contact
    with at(now() + timedelta(days=190)):
        assert [pupil.name for pupil in (await load_class_picture(tuula, one)).silent.pupils] == ["Siiri", "Venla"]
        assert "for half a year" in (await load_see_as(siiri)).contact


async def test_another_schools_teacher_sees_no_class_and_no_drill() -> None:
    one, siiri, _venla, _tuula = await a_class()
    other = await make_teacher(await make_school())
    with pytest.raises(NotFound):
        await load_class_picture(other, one)
    with pytest.raises(NotFound):
        await load_seen_by_me(other, str(siiri.person_id))
    with pytest.raises(NotFound):
        await load_see_as(siiri, str(other.person_id))
    with pytest.raises(Refused):
        await load_see_as(other)


async def test_the_drill_says_the_same_to_both_and_nothing_of_what_is_private() -> None:
    _one, siiri, venla, tuula = await a_class()
    mine, theirs = await load_seen_by_me(tuula, str(siiri.person_id)), await load_see_as(siiri, str(tuula.person_id))
    assert (mine.lines, mine.why) == (theirs.lines, theirs.why)
    blank = await load_seen_by_me(tuula, str(venla.person_id))
    assert mine.lines == blank.lines  # who has much and who has nothing look the same
    await set_audience(siiri, Kind.CAPABILITY, THING, CLASS_TEACHERS)
    after = await load_seen_by_me(tuula, str(siiri.person_id))
    changed = [later.what for was, later in zip(mine.lines, after.lines, strict=True) if was != later]
    assert changed == ["How the pupil sees their skills, and what others said about those"]


async def test_the_drill_knows_by_whom_a_thing_may_be_seen() -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    katri = await make_counsellor(school)
    await set_audience(siiri, Kind.CAPABILITY, THING, Choice(persons=(katri.person_id,)))
    line = (await load_seen_by_me(katri, str(siiri.person_id))).lines[1]
    assert (line.seen, line.why) == (True, "The pupil shares some with this adult by name.")


async def test_a_year_group_is_the_classes_of_a_stage_that_the_reader_may_open() -> None:
    school = await make_school()
    older, younger, elsewhere = await make_class(school, "9A"), await make_class(school, "8B"), await make_class(school)
    await make_pupil(school, older, name="Aino")
    siiri = await make_pupil(school, younger, name="Siiri")
    await make_pupil(school, elsewhere, name="Venla")
    tuula, katri = await make_teacher(school, older, younger, name="Tuula"), await make_counsellor(school)
    form = EvidenceForm("A link", url="https://example.org", capabilities=(S1,))
    await set_audience(
        siiri, Kind.EVIDENCE, str(await add_evidence(siiri, EvidenceKind.LINK, form, uuid4())), CLASS_TEACHERS
    )
    year = await load_year_picture(tuula, str(school), "13-15")
    assert [one.name for one in year.classes] == ["8B", "9A"]
    assert (year.count, year.begun[-6:]) == (2, "1 of 2")
    assert [pupil.name for pupil in year.silent.pupils] == ["Aino", "Siiri"]
    assert next(one for theme in year.themes for one in theme.skills if one.code == S1).evidence == 1
    assert (await load_year_picture(katri, str(school), "13-15")).count == 3
    listed = (await load_classes(tuula)).years
    assert [(one.name, one.detail) for one in listed] == [("13 to 15 years", "2 classes")]


async def test_a_year_group_of_another_school_or_stage_is_not_found() -> None:
    school = await make_school()
    tuula = await make_teacher(school, await make_class(school, "8B"), await make_class(school, "9A"))
    elsewhere = await make_school("Elsewhere")
    await make_class(elsewhere, "8A")
    for school_id, stage in ((str(elsewhere), "13-15"), (str(school), "15-18"), (str(school), "?"), ("?", "13-15")):
        with pytest.raises(NotFound):
            await load_year_picture(tuula, school_id, stage)
    siiri = await make_pupil(school, await make_class(school, "8C"))
    with pytest.raises(NotFound):
        await load_year_picture(siiri, str(school), "13-15")


async def test_whom_nobody_spoke_to_is_found_by_name_and_page_by_page_in_a_large_year() -> None:
    school = await make_school()
    one, two = await make_class(school, "8A"), await make_class(school, "8B")
    for number in range(45):
        await make_pupil(school, (one, two)[number % 2], name=f"Pupil {number:02}")
    await make_pupil(school, two, name="Åsa Öhman")
    katri, year = await make_counsellor(school), str(school)
    first = (await load_year_picture(katri, year, "13-15")).silent
    assert (len(first.pupils), first.count, first.counted, first.findable) == (20, 46, "46 pupils", True)
    last = (await load_year_picture(katri, year, "13-15", Asked("all", 3))).silent
    assert [pupil.name for pupil in last.pupils][-1] == "Åsa Öhman"
    query = f"school={school}&stage=13-15&opened=all&page=2#silent"
    assert last.paging.previous_href == f"/en/class-picture?{query}"
    found = (await load_year_picture(katri, year, "13-15", Asked(search=" öhman  ÅSA "))).silent
    assert ([pupil.name for pupil in found.pupils], found.count) == (["Åsa Öhman"], 46)
    assert not (await load_year_picture(katri, year, "13-15", Asked(search="nobody"))).silent.pupils
