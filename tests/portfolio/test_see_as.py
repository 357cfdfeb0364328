"""See as: a pupil sees exactly what somebody else does, out of the same queries, and no look is noted."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.learning.shown import shown_work
from portfolio_app.plan import shareable as shareable_goals  # noqa: F401 - lets goals be shared
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.portfolio import shareable  # noqa: F401 - and entries
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in
from portfolio_app.portfolio.credentials import shareable as shareable_credentials  # noqa: F401 - and credentials
from portfolio_app.portfolio.pupil_page import ADDRESS, load_pupil
from portfolio_app.portfolio.pupil_views import PupilView
from portfolio_app.portfolio.see_as import FAMILY, HOST, LINK, TEACHERS, led, load_see_as
from portfolio_app.portfolio.shown_work import ask_for_work
from portfolio_app.sharing.actions import BY_LINK_ALONE, CLASS_TEACHERS, Choice, set_audience
from portfolio_app.sharing.comments import comment, comment_draft
from portfolio_app.sharing.links import LinkForm, make_link
from portfolio_app.sharing.models import Access, Kind
from portfolio_app.skills.about_me import about_thing, say_about_me
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess
from portfolio_app.skills.answering import answer
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.questionnaire_result import load_result
from tests.answered import answered
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher
from tests.portfolio.credentials.samples import accepted

pytestmark = pytest.mark.usefixtures("database")
ask_for_work(shown_work)


async def a_school() -> tuple[UUID, UUID, Actor, Actor]:
    school = await make_school()
    one = await make_class(school, "8B")
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def one_of_each(owner: Actor) -> dict[Kind, str]:
    """A thing of every kind, by its name."""
    await assess(owner, "S1", 2, "I stayed calm", uuid4())
    form = EvidenceForm("Poster", words="I painted it", capabilities=("S1",))
    evidence = await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())
    entry = await make_entry(owner, EntryForm("Play", learned="Calm", evidence=(evidence,)), uuid4())
    collection = await make_collection(owner, CollectionForm("Work", "What I can do"), uuid4())
    await put_in(owner, collection, [entry])
    await say_about_me(owner, ["I like lights"], uuid4())
    await answer(owner, "strengths", 1, {f"D{n}": 4 for n in (1, 2, 3)} | {f"B{n}": 1 for n in (1, 2, 3)})
    return {
        Kind.CAPABILITY: "scotland-cms:S1",
        Kind.EVIDENCE: str(evidence),
        Kind.ENTRY: str(entry),
        Kind.COLLECTION: str(collection),
        Kind.GOAL: str(await make_goal(owner, GoalForm("A job"), uuid4())),
        Kind.ABOUT_ME: about_thing(owner.person_id),
        Kind.CREDENTIAL: str(await accepted(owner, owner)),
        Kind.RESULT: (await load_result(owner, "strengths")).id,
        Kind.LESSON: str(await answered(owner)),
    }


def name_of(kind: Kind, thing: str) -> str:
    """How the address names it."""
    return thing.partition(":")[2] if kind is Kind.CAPABILITY else thing


def to_look_at(view: PupilView, owner: Actor, who: str) -> PupilView:
    """Of what somebody's page shows them, all but what they can do there; and its addresses as they are in "see as"."""
    opened = replace(view.opened, request="", draft="", draft_version=0, words="")
    lead = view.lead if opened.kind else ""
    shown = replace(view, opened=opened, lead=lead, class_href="", helps=False, card_href="", offer_href="")
    return led(shown, lambda text: text.replace(f"/en/pupil?id={owner.person_id}", f"/en/what-they-see?who={who}"))


async def looks() -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(Access))).scalar_one()


async def test_it_shows_what_they_get_for_every_kind_of_thing_and_every_way_of_sharing() -> None:
    school, one, siiri, tuula = await a_school()
    kalle, petri = await make_teacher(school, one, name="Kalle"), await make_counsellor(school, name="Petri")
    things = await one_of_each(siiri)
    assert set(things) == set(Kind) - BY_LINK_ALONE == set(ADDRESS)
    for number, (kind, thing) in enumerate(things.items()):
        choices = [CLASS_TEACHERS, Choice(persons=(tuula.person_id,)), Choice(persons=(petri.person_id,))]
        await set_audience(siiri, kind, thing, choices[number % 3])
        if number % 3 < 2:
            await comment(tuula, siiri.person_id, kind, thing, "Well done", uuid4())
    whole = Choice(class_teachers=True, persons=(petri.person_id,))
    await set_audience(siiri, Kind.COLLECTION, things[Kind.COLLECTION], whole)
    draft = comment_draft(siiri.person_id, Kind.CAPABILITY, things[Kind.CAPABILITY])
    await save_draft(tuula.person_id, draft, {"words": "Not sent yet"}, 0)
    seen_all, opened = 0, 0
    for adult in (tuula, kalle, petri):
        who = str(adult.person_id)
        theirs = await load_pupil(adult, str(siiri.person_id))
        before = await looks()
        mine = await load_see_as(siiri, who)
        assert (mine.name, mine.opens) == (adult.name, True)
        assert mine.seen == to_look_at(theirs, siiri, who)
        seen_all += not mine.seen.empty
        for kind, thing in things.items():
            name = name_of(kind, thing)
            try:
                theirs = await load_pupil(adult, str(siiri.person_id), kind, name)
            except NotFound:
                with pytest.raises(NotFound):
                    await load_see_as(siiri, who, kind, name)
                continue
            before = await looks()
            mine = await load_see_as(siiri, who, kind, name)
            assert mine.seen == to_look_at(theirs, siiri, who)
            assert "Not sent yet" not in str(mine)
            opened += 1
        assert await looks() == before
    assert seen_all == 3
    assert opened >= len(things) + 2


async def test_the_classs_teachers_see_what_a_teacher_sees_with_whom_nothing_is_shared_by_name() -> None:
    school, one, siiri, tuula = await a_school()
    nobody_named = await make_teacher(school, one, name="Kalle")
    for number, (kind, thing) in enumerate((await one_of_each(siiri)).items()):
        await set_audience(siiri, kind, thing, CLASS_TEACHERS if number % 2 else Choice(persons=(tuula.person_id,)))
    mine = await load_see_as(siiri)
    assert (mine.who, mine.opens, mine.lines) == (TEACHERS, True, ())
    assert mine.seen == to_look_at(await load_pupil(nobody_named, str(siiri.person_id)), siiri, TEACHERS)
    assert not mine.seen.empty


async def test_an_adult_who_cannot_open_the_page_is_said_to_see_nothing() -> None:
    school, _class, siiri, _tuula = await a_school()
    other = await make_teacher(school, name="Other")
    with pytest.raises(NotFound):
        await load_pupil(other, str(siiri.person_id))
    mine = await load_see_as(siiri, str(other.person_id))
    assert (mine.opens, mine.seen) == (False, PupilView())
    assert "cannot open your page" in mine.said
    assert not any(line.seen for line in mine.lines[1:])


async def test_hosts_and_family_see_links_alone() -> None:
    _school, _class, siiri, _tuula = await a_school()
    things = await one_of_each(siiri)
    await set_audience(siiri, Kind.ENTRY, things[Kind.ENTRY], CLASS_TEACHERS)
    for who in (HOST, FAMILY, LINK):
        mine = await load_see_as(siiri, who)
        assert (mine.opens, mine.outside, mine.links, mine.seen) == (False, True, (), PupilView())
    await make_link(siiri, Kind.ENTRY, things[Kind.ENTRY], LinkForm(), uuid4())
    for who in (HOST, FAMILY, LINK):
        (link,) = (await load_see_as(siiri, who)).links
        assert link.title == "Play"
        assert link.preview_href.startswith("/shared-preview/")


async def test_nobody_sees_as_somebody_they_have_nothing_to_do_with() -> None:
    school, one, siiri, tuula = await a_school()
    elsewhere = await make_teacher(await make_school())
    otso, kaisa = await make_pupil(school, one), await make_coordinator(school)
    for who in (str(elsewhere.person_id), str(otso.person_id), str(kaisa.person_id), str(siiri.person_id), "x"):
        with pytest.raises(NotFound):
            await load_see_as(siiri, who)
    for adult in (tuula, kaisa):
        with pytest.raises(Refused):
            await load_see_as(adult)
