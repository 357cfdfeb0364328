"""Home says what is next: a comment first, then the beginning, then an entry, then the next skill; counts for staff."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.codes import dismiss_told
from portfolio_app.accounts.models import OneTimeCode, Person, Role
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.portfolio import shareable
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.home import HomeSection, HomeView, load_home
from portfolio_app.schools.codes import give_code
from portfolio_app.settings import Settings
from portfolio_app.sharing.actions import CLASS_TEACHERS, Choice, set_audience, stop_sharing
from portfolio_app.sharing.comments import comment, mark_read
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, delete_evidence
from portfolio_app.skills.class_lesson import start_class_lesson
from portfolio_app.skills.first_lesson_actions import answer_question, finish
from portfolio_app.skills.models import EvidenceKind
from tests.people import (
    end_roles,
    join_class,
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
)

assert shareable  # entries can be shared once it is imported


def details(section: HomeSection) -> list[str]:
    """What the lines of a section say."""
    return [f"{line.title}: {line.detail}" for line in section.lines]


def only(view: HomeView) -> HomeSection:
    """The one section of somebody with one role."""
    (section,) = view.sections
    return section


async def evidence(actor: Actor, title: str) -> UUID:
    """An evidence in words."""
    form = EvidenceForm(title=title, words="It held.", capabilities=("T1",))
    return await add_evidence(actor, EvidenceKind.WORDS, form, uuid4())


async def entry(actor: Actor, title: str, *parts: UUID) -> UUID:
    """An entry, perhaps with evidence."""
    return await make_entry(actor, EntryForm(title=title, happened="It rained.", evidence=parts), uuid4())


async def test_a_new_pupil_begins_with_the_first_lesson_and_then_with_one_skill(database: Settings) -> None:
    """Nothing is there yet, and nothing is counted as a lack."""
    school = await make_school()
    eino = await make_pupil(school, await make_class(school), name="Eino Lehtonen")
    view = await load_home(eino)
    assert view.greeting == "Hello, Eino Lehtonen"
    assert view.sentence.startswith("No idea where to begin?")
    assert (view.action, view.href) == ("Begin", "/en/first-lesson")
    await answer_question(eino, 1, "like", ["draw"])
    assert (await load_home(eino)).action == "Go on"
    await finish(eino, 1, ["I like drawing."], uuid4())
    view = await load_home(eino)
    assert "Begin with one skill" in view.sentence
    assert view.href.startswith("/en/capability?code=")
    assert details(only(view)) == [
        "My skills: 0 of 17 skills so far · 0 pieces of evidence",
        "About me: I like drawing.",
        "Strengths and interests: Two times 5 minutes, for yourself alone",
        "My portfolio: 0 entries",
        "My plan: 0 open goals",
        "Who has looked: Nobody in the last 30 days",
        "Which support now?: Five points to start from, and a person first",
    ]


async def test_what_a_class_does_now_is_next_for_whoever_has_not_done_it(database: Settings) -> None:
    """Whatever else they have; for a week, or until the teacher ends it."""
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    await evidence(siiri, "A bridge")
    assert (await load_home(siiri)).href != "/en/first-lesson"
    await start_class_lesson(tuula, one)
    assert (await load_home(siiri)).sentence == "Your class does the first lesson. It takes ten minutes."
    with at(now() + timedelta(days=8)):
        assert (await load_home(siiri)).href != "/en/first-lesson"
    await finish(siiri, 1, ["I like drawing."], uuid4())
    assert (await load_home(siiri)).href != "/en/first-lesson"


async def test_fresh_evidence_becomes_an_entry_until_one_is_made(database: Settings) -> None:
    """Then Home speaks of a skill again; a deleted entry does not count, evidence of last year is let be."""
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    await assess(siiri, "T1", 2, "I am careful.", uuid4())
    with at(now() - timedelta(days=90)):
        await evidence(siiri, "Old drawing")
    assert "Look at one more skill" in (await load_home(siiri)).sentence
    stool = await evidence(siiri, "Stool")
    view = await load_home(siiri)
    assert "“Stool”" in view.sentence
    assert (view.action, view.href) == ("Make an entry", f"/en/entry-form?evidence={stool}")
    made = await entry(siiri, "The stool that wobbled", stool)
    assert "Look at one more skill" in (await load_home(siiri)).sentence
    await delete_entry(siiri, made)
    assert "“Stool”" in (await load_home(siiri)).sentence


async def test_an_unread_comment_comes_first(database: Settings) -> None:
    """Until it is read."""
    school = await make_school()
    in_class = await make_class(school)
    siiri, tuula = await make_pupil(school, in_class), await make_teacher(school, in_class, name="Tuula Virtanen")
    stool = await evidence(siiri, "Stool")
    await assess(siiri, "T1", 2, "", uuid4())
    await set_audience(siiri, Kind.EVIDENCE, str(stool), CLASS_TEACHERS)
    await comment(tuula, siiri.person_id, Kind.EVIDENCE, str(stool), "What helped you?", uuid4())
    view = await load_home(siiri)
    assert view.sentence == "Tuula Virtanen wrote something about “Stool”."
    await mark_read(siiri, Kind.EVIDENCE, str(stool))
    assert (await load_home(siiri)).action == "Make an entry"


async def test_a_teacher_reads_counts_of_what_is_newly_shared(database: Settings) -> None:
    """Pupils are counted once; nothing of what is private, taken back, deleted, of old or of another class."""
    school = await make_school()
    class_8b, class_10a = await make_class(school, "8B"), await make_class(school, "10A")
    tuula = await make_teacher(school, class_8b, class_10a)
    siiri, venla = await make_pupil(school, class_8b), await make_pupil(school, class_8b)
    stranger = await make_pupil(school, await make_class(school))
    view = await load_home(tuula)
    assert view.sentence == "Nothing new was shared with you in the last two weeks."
    assert details(only(view)) == ["8B: 2 pupils · nothing new shared", "10A: 0 pupils · nothing new shared"]
    for owner in (siiri, stranger):
        for title in ("One", "Two"):
            await set_audience(owner, Kind.EVIDENCE, str(await evidence(owner, title)), CLASS_TEACHERS)
    gone, kept_back = await evidence(venla, "Gone"), await evidence(venla, "Kept back")
    for one in (gone, kept_back):
        await set_audience(venla, Kind.EVIDENCE, str(one), CLASS_TEACHERS)
    await delete_evidence(venla, gone)
    await stop_sharing(venla, Kind.EVIDENCE, str(kept_back))
    with at(now() - timedelta(days=30)):
        await set_audience(venla, Kind.CAPABILITY, "scotland-cms:T1", CLASS_TEACHERS)
    view = await load_home(tuula)
    assert view.sentence == "1 pupil shared something new with you in the last two weeks."
    assert details(only(view))[0] == "8B: 2 pupils · 1 shared something new"
    assert "One" not in str(view)
    await end_roles(tuula)
    assert (await load_home(Actor(tuula.person_id, tuula.name, ()))).sections == ()


async def test_a_counsellor_is_told_of_pupils_who_named_them(database: Settings) -> None:
    """Although the counsellor teaches none of them."""
    school = await make_school()
    siiri, petri = await make_pupil(school, await make_class(school)), await make_counsellor(school)
    assert only(await load_home(petri)).lines == ()
    assert "Pupils choose you" in only(await load_home(petri)).empty
    entry_id = await entry(siiri, "A week at the theatre")
    await set_audience(siiri, Kind.ENTRY, str(entry_id), Choice(persons=(petri.person_id,)))
    assert details(only(await load_home(petri))) == ["Pupils who share with you: 1 shared something new"]


async def test_a_coordinator_sees_what_waits_and_only_at_their_school(database: Settings) -> None:
    """Pupils without a class, people who never signed in; another school's do not count."""
    school, elsewhere = await make_school("Auranlaakso"), await make_school()
    kaisa = await make_coordinator(school)
    in_class = await make_class(school)
    await make_pupil(school, in_class)
    await make_pupil(elsewhere)
    await _signed_in_everybody()
    assert details(only(await load_home(kaisa))) == ["Auranlaakso: Classes, people and one-time codes"]
    newcomer = await make_pupil(school)
    view = await load_home(kaisa)
    assert view.sentence == "1 pupil has no class yet."
    assert [line.title for line in only(view).lines] == [
        "Auranlaakso",
        "1 pupil has no class",
        "1 person never signed in",
    ]
    await join_class(newcomer, in_class)
    assert (await load_home(kaisa)).sentence == "Every pupil is in a class."


async def _signed_in_everybody() -> None:
    async with writing() as session:
        await session.execute(update(Person).values(last_sign_in_on=now().date()))


async def test_an_admin_sees_the_schools_that_have_no_coordinator_first(database: Settings) -> None:
    """And no pupil's anything."""
    admin = await make_admin()
    assert only(await load_home(admin)).empty == "There is no school yet."
    await make_coordinator(await make_school("Aura"))
    await make_school("Bruheim")
    view = await load_home(admin)
    assert details(only(view)) == ["Bruheim: No coordinator yet", "Aura: Has a coordinator"]
    assert view.href == "/en/schools"


async def test_somebody_with_two_roles_has_both_parts(database: Settings) -> None:
    """A teacher who is the coordinator too."""
    school = await make_school()
    both = await make_person((Role.TEACHER, school), (Role.COORDINATOR, school))
    assert [section.title for section in (await load_home(both)).sections] == ["Your classes", "Your school"]


async def test_a_code_is_told_of_until_put_away(database: Settings) -> None:
    """To its owner alone."""
    school = await make_school()
    in_class = await make_class(school)
    siiri, venla = await make_pupil(school, in_class), await make_pupil(school, in_class)
    tuula = await make_teacher(school, in_class, name="Tuula Virtanen")
    await give_code(tuula, siiri.person_id)
    (told,) = (await load_home(siiri)).told
    assert "Tuula Virtanen" in told.sentence
    assert (await load_home(venla)).told == ()
    await dismiss_told(venla, [told.id])
    assert (await load_home(siiri)).told
    await dismiss_told(siiri, [told.id])
    assert (await load_home(siiri)).told == ()
    async with reading() as session:
        assert (await session.execute(select(col(OneTimeCode.told_at)))).scalar_one() is not None
