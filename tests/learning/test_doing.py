"""A pupil does a lesson: every kind of activity is answered, resumed elsewhere, and becomes what they want it to be."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import check_form, kept_draft, save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.learning import doing, outcomes
from portfolio_app.learning.asked import SELECT, WORDS, YES
from portfolio_app.learning.doing import begin_module, draft_of, keep_work
from portfolio_app.learning.lessons_view import asked as asked_list
from portfolio_app.learning.lessons_view import load_lessons
from portfolio_app.learning.media import media_file
from portfolio_app.learning.models import Lesson, LessonWork, ModuleContent, ModuleVersion
from portfolio_app.learning.module_view import ModuleView, asked, load_module
from portfolio_app.learning.modules import module, shelf
from portfolio_app.learning.versions import kept_now, version_of
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.plan.models import Goal, GoalStep
from portfolio_app.portfolio.models import Entry, EntryDial, EntryEvidence
from portfolio_app.skills.models import Assessment, Evidence
from tests.conftest import Configure
from tests.lessons import EN, NAME, PNG, something, with_lessons
from tests.people import make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def lessons(database: object, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the only module."""
    monkeypatch.setattr("portfolio_app.learning.modules.LOOK_AGAIN_SECONDS", 0)
    return with_lessons(configure, tmp_path)


async def shown(actor: Actor, step: str = "0", language: str = "en", **query: str) -> ModuleView:
    with speaking(language):
        return await load_module(actor, asked({"name": NAME, "step": step, **query}))


async def done(actor: Actor, activity: str, **answers: str) -> ModuleView:
    version = (await shown(actor)).version
    await keep_work(actor, NAME, version, activity, {name.replace("__", "-"): one for name, one in answers.items()})
    return await shown(actor, activity)


async def test_every_kind_of_activity_is_answered_and_what_was_said_is_there_on_any_device() -> None:
    siiri = await make_pupil(await make_school())
    first = await shown(siiri)
    assert (first.does, first.begun, len(first.steps), first.percent) == (True, False, 17, 0)
    await begin_module(siiri, NAME, first.version)
    await begin_module(siiri, NAME, first.version)
    for number in range(1, 18):
        step = await shown(siiri, str(number))
        answers = something(step.fields)
        assert answers, step.activity
        await keep_work(siiri, NAME, step.version, step.activity, answers)
        again = await shown(siiri, step.activity)
        assert again.done
        if step.kind != "skills":
            kept = {one.name: one.value for one in again.fields if one.kind in (WORDS, SELECT)}
            assert kept.items() <= answers.items()
    whole = await shown(siiri)
    assert whole.percent == 100
    assert all(one.done for one in whole.steps)
    with speaking("en"):
        lists = await load_lessons(siiri, asked_list({}))
    assert [one.name for one in lists.done] == [NAME]
    assert not lists.begun
    async with reading() as session:
        lesson = (await session.execute(select(Lesson))).scalar_one()
        assert lesson.done_at
        said = (await session.execute(select(col(Assessment.capability), col(Assessment.step)))).all()
        trail = set((await session.execute(select(col(Audit.action)))).scalars())
    assert sorted(said) == [("H2", 4), ("S5", 4)]
    assert {"learning.begin_module", "learning.keep_work"} <= trail


async def test_a_quiz_says_what_is_right_once_it_is_answered() -> None:
    siiri = await make_pupil(await make_school())
    before = await shown(siiri, "finding-out")
    assert not any(one.told for one in before.fields)
    assert not any(option.told for one in before.fields for option in one.options)
    after = await done(siiri, "finding-out", **{"c-amina": "0", "c-take-off-0": YES})
    amina, take_off = after.fields
    assert [(one.mark, one.words) for one in amina.told] == [("Not this one", "2,000"), ("This is right", "1,740")]
    assert [(one.mark, one.good) for one in take_off.told] == [("Right", True), ("This is right too", True)]
    choosing = await shown(siiri, "choosing")
    assert all(option.told for option in choosing.fields[0].options)


async def test_sorted_cards_say_where_they_belong_and_cards_lie_mixed() -> None:
    siiri = await make_pupil(await make_school())
    before = await shown(siiri, "sorting")
    labels = [one.label for one in before.fields]
    assert sorted(labels) == ["Bus ticket", "Lunch", "Safety shoes"]
    after = await done(siiri, "sorting", **{one.name: "you" for one in before.fields})
    marks = {one.label: one.told[0].mark for one in after.fields}
    assert marks == {"Bus ticket": "Right", "Lunch": "Right", "Safety shoes": "It belongs here:"}
    free = await shown(siiri, "sorting-freely")
    assert [one.label for one in free.fields] == ["Working outdoors", "Working at night", "Working alone"]


async def test_a_key_is_read_after_answering() -> None:
    siiri = await make_pupil(await make_school())
    assert not (await shown(siiri, "in-words")).fields[0].key
    assert "needs" in (await done(siiri, "in-words", **{"q-what": "Baking"})).fields[0].key


@pytest.mark.parametrize(
    ("activity", "answers", "field"),
    [
        ("ranking", {"r-0": "1", "r-1": "1"}, "r-1"),
        ("ranking", {"r-0": "9"}, "r-0"),
        ("choosing", {"c-say": "7"}, "c-say"),
        ("choosing", {}, "c-say"),
        ("in-words", {"q-what": "  \n "}, "q-what"),
        ("in-words", {"q-what": "x" * 4001}, "q-what"),
        ("sorting", {"s-0": "nowhere"}, "s-0"),
        ("my-skills", {"skill-S5": "5"}, "skill-S5"),
    ],
)
async def test_what_cannot_be_an_answer_is_said_at_its_field(
    activity: str, answers: dict[str, str], field: str
) -> None:
    siiri = await make_pupil(await make_school())
    with pytest.raises(Invalid) as problem:
        await done(siiri, activity, **answers)
    assert problem.value.field == field
    assert not (await shown(siiri, activity)).done


async def test_fields_of_other_activities_are_not_kept() -> None:
    siiri = await make_pupil(await make_school())
    await done(siiri, "in-words", **{"q-what": "Baking", "q-nothing": "x", "c-amina": "0"})
    async with reading() as session:
        assert (await session.execute(select(col(LessonWork.answers)))).scalar_one() == {"q-what": "Baking"}


async def test_what_is_typed_is_a_draft_until_it_is_done() -> None:
    siiri = await make_pupil(await make_school())
    form = (await shown(siiri, "in-words")).draft
    await save_draft(siiri.person_id, form, {"q-what": "Ba"}, 0)
    there = await shown(siiri, "in-words")
    assert (there.fields[0].value, there.draft_version, there.done) == ("Ba", 1, False)
    await done(siiri, "in-words", **{"q-what": "Baking"})
    assert await kept_draft(siiri.person_id, form) is None


async def test_a_class_keeps_its_version_when_the_module_changes(lessons: Path) -> None:
    school = await make_school()
    siiri, onni = await make_pupil(school), await make_pupil(school)
    former = (await shown(siiri)).version
    await done(siiri, "in-words", **{"q-what": "Baking"})
    (lessons / "en.md").write_text(
        EN.replace("### What is work? {#what}", "### What is a job? {#job}"), encoding="utf-8"
    )
    (lessons / "fi.md").unlink()
    (lessons / "module.yaml").write_text(
        (lessons / "module.yaml").read_text(encoding="utf-8").replace("[en, fi]", "[en]"), encoding="utf-8"
    )
    assert (await shown(siiri, "in-words")).fields[0].label == "What is work?"
    await done(siiri, "in-words", **{"q-what": "Paid baking"})
    new = await shown(onni, "in-words")
    assert new.fields[0].label == "What is a job?"
    # A page that was open while the file changed still counts.
    await keep_work(onni, NAME, former, "in-words", {"q-what": "Selling"})
    assert (await shown(onni, "in-words")).version == former
    shelf().former.clear()
    kaisa = await make_pupil(school)
    with pytest.raises(Conflict):
        await keep_work(kaisa, NAME, "0" * 64, "in-words", {"q-what": "Selling"})


async def test_whoever_was_given_a_version_begins_with_that_one(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    siiri = await make_pupil(await make_school())
    async with writing() as session:
        version = await kept_now(session, module(NAME))

    async def given(_session: AsyncSession, _person: UUID, name: str) -> UUID | None:
        return version if name == NAME else None

    monkeypatch.setattr(doing, "_given", [])
    doing.ask_for_given(given)
    (lessons / "en.md").write_text(EN.replace("What is work?", "What is a job?"), encoding="utf-8")
    assert module(NAME).text("en").activities["in-words"].questions[0].title == "What is a job?"
    shelf().former.clear()
    assert (await shown(siiri, "in-words")).fields[0].label == "What is work?"
    await done(siiri, "in-words", **{"q-what": "Baking"})
    async with reading() as session:
        assert (await session.execute(select(col(Lesson.version_id)))).scalar_one() == version


async def test_a_kept_version_is_whole_without_the_folder(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = module(NAME)
    async with writing() as session:
        kept = await kept_now(session, one)
        assert await kept_now(session, one) == kept
    monkeypatch.setattr("portfolio_app.learning.versions.known", lambda _hash: None)
    async with reading() as session:
        again = await version_of(session, kept)
        assert len((await session.execute(select(ModuleVersion))).all()) == 1
        assert len((await session.execute(select(ModuleContent))).all()) == 5
    assert (again.hash, again.text("fi")) == (one.hash, one.text("fi"))
    assert again.files == one.files


async def test_a_language_that_is_lacking_is_said_and_marked() -> None:
    siiri = await make_pupil(await make_school())
    for language, there, other in (("fi", "fi", False), ("nl", "en", True)):
        view = await shown(siiri, "reading", language)
        assert (view.language, bool(view.other)) == (there, other)
    easy = await shown(siiri, "reading", easy="1")
    assert (easy.has_easy, easy.easy, "A slip has three lines." in easy.html) == (True, True, True)
    assert not (await shown(siiri, "reading", "fi", easy="1")).easy


async def test_what_was_done_becomes_an_entry_once_its_pupil_says_so() -> None:
    siiri = await make_pupil(await make_school())
    with speaking("en"):
        with pytest.raises(NotFound):
            await outcomes.make_entry_of(siiri, NAME, "an-entry")
        view = await done(siiri, "an-entry", **{"q-made": "A shelf", "q-hard": "The corners"})
        assert (view.outcome.kind, view.outcome.became) == ("entry", "")
        made = [await outcomes.make_entry_of(siiri, NAME, "an-entry") for _click in range(2)]
        assert made[0] == made[1]
        with pytest.raises(NotFound):
            await outcomes.make_evidence_of(siiri, NAME, "an-entry")
    async with reading() as session:
        entry = (await session.execute(select(Entry))).scalar_one()
    assert (entry.kind, entry.title) == ("project", "Make something of it")
    assert "What did you make?\nA shelf" in entry.happened
    assert entry.happened.endswith("From the lesson “A trial of everything”: Make something of it")
    after = await shown(siiri, "an-entry")
    assert after.outcome.href == f"/en/entry?id={entry.id}"
    assert after.outcome.edit_href == f"/en/entry-form?id={entry.id}"


async def test_an_entry_has_its_evidence_with_it_where_the_module_says_so(lessons: Path) -> None:
    about = (lessons / "module.yaml").read_text(encoding="utf-8")
    both = about.replace(
        "entry: project}\n  - {code: my", "entry: work, outcome: evidence, capabilities: [S5]}\n  - {code: my"
    )
    (lessons / "module.yaml").write_text(both, encoding="utf-8")
    siiri = await make_pupil(await make_school())
    with speaking("en"):
        await done(siiri, "an-entry", **{"q-made": "A shelf"})
        await outcomes.make_entry_of(siiri, NAME, "an-entry")
    async with reading() as session:
        entry = (await session.execute(select(Entry))).scalar_one()
        evidence = (await session.execute(select(Evidence))).scalar_one()
        link = (await session.execute(select(EntryEvidence))).scalar_one()
    assert (entry.kind, link.entry_id, link.evidence_id) == ("work", entry.id, evidence.id)


async def test_looking_back_becomes_an_entry_by_questions_or_by_a_dial() -> None:
    siiri = await make_pupil(await make_school())
    with speaking("en"):
        await done(siiri, "looking-back", **{"k-happened": "I baked", "k-learned": "To wait"})
        await outcomes.make_entry_of(siiri, NAME, "looking-back")
        await done(siiri, "a-dial", **{"d-position": "2", "d-words": "A bit of both"})
        await outcomes.make_entry_of(siiri, NAME, "a-dial")
    async with reading() as session:
        entries = {one.title: one for one in (await session.execute(select(Entry))).scalars()}
        dial = (await session.execute(select(EntryDial))).scalar_one()
    assert entries["Look back"].learned == "To wait"
    assert entries["Look back"].happened.startswith("I baked")
    assert entries["Chosen or by chance"].scaffold == "dials"
    assert (dial.capability, dial.position, dial.words) == ("choice-chance", 2, "A bit of both")


async def test_evidence_and_steps_land_where_they_belong() -> None:
    siiri = await make_pupil(await make_school())
    with speaking("en"):
        await done(siiri, "in-words", **{"q-what": "Baking"})
        for _click in range(2):
            await outcomes.make_evidence_of(siiri, NAME, "in-words")
        await done(siiri, "asking", **{"q-first-job": "Ask my uncle", "q-learnt": "x"})
        view = await shown(siiri, "asking")
        assert (view.outcome.kind, view.outcome.words, view.outcome.goals) == ("step", "Ask my uncle", ())
        with pytest.raises(Invalid):
            await outcomes.make_step_of(siiri, NAME, "asking", " ", "")
        goal = await make_goal(siiri, GoalForm(title="A summer job"), uuid4())
        other = await make_goal(await make_pupil(await make_school()), GoalForm(title="Not hers"), uuid4())
        with pytest.raises(NotFound):
            await outcomes.make_step_of(siiri, NAME, "asking", "Ask", str(other))
        await outcomes.make_step_of(siiri, NAME, "asking", "Ask my uncle on Sunday", str(goal))
        became = await outcomes.make_step_of(siiri, NAME, "asking", "Ask my uncle on Sunday", str(goal))
    async with reading() as session:
        evidence = (await session.execute(select(Evidence))).scalar_one()
        step = (await session.execute(select(GoalStep))).scalar_one()
        goals = (await session.execute(select(Goal).where(col(Goal.person_id) == siiri.person_id))).all()
    assert "What is work?\nBaking" in evidence.words
    assert (step.words, became, len(goals)) == ("Ask my uncle on Sunday", f"goal:{goal}", 1)


async def test_a_step_can_be_a_goal_of_its_own() -> None:
    siiri = await make_pupil(await make_school())
    with speaking("en"):
        await done(siiri, "asking", **{"q-first-job": "Ask my uncle"})
        became = await outcomes.make_step_of(siiri, NAME, "asking", "Ask my uncle", "")
    async with reading() as session:
        goal = (await session.execute(select(Goal))).scalar_one()
    assert (goal.title, became) == ("Ask my uncle", f"goal:{goal.id}")


async def test_a_teacher_sees_it_as_a_pupil_does_with_the_answers_and_notes_beside() -> None:
    school = await make_school()
    teacher = await make_teacher(school)
    view = await shown(teacher, "finding-out")
    assert (view.does, view.teaches, view.draft) == (False, True, "")
    assert [one.mark for one in view.fields[0].told] == ["Not this one", "Right"]
    assert "1,740." in view.notes
    whole = await shown(teacher)
    assert whole.teacher
    assert len(whole.board) == 2
    assert [one.code for one in whole.material] == ["cards.paid", "answers", "places.fi"]
    paper = await shown(teacher, "paper")
    assert paper.part == "paper"
    assert all(words in paper.html for words in ("What does Amina get?", "Nobody has to speak of home", "Safety shoes"))
    siiri = await make_pupil(school)
    pupils = await shown(siiri)
    assert (pupils.teacher, pupils.board, pupils.paper_href) == ("", (), "")
    assert [one.code for one in pupils.material] == ["cards.paid", "places.fi"]
    assert (await shown(siiri, "paper")).part == "overview"
    assert not (await shown(siiri, "finding-out")).notes


async def test_whoever_does_no_lessons_cannot_answer() -> None:
    school = await make_school()
    teacher = await make_teacher(school)
    version = (await shown(teacher)).version
    for action in (
        begin_module(teacher, NAME, version),
        keep_work(teacher, NAME, version, "in-words", {"q-what": "x"}),
        outcomes.make_entry_of(teacher, NAME, "an-entry"),
    ):
        with pytest.raises(Refused):
            await action
    nobody = Actor(uuid4(), "Nobody", ())
    for look in (load_module(nobody, asked({"name": NAME})), load_lessons(nobody, asked_list({}))):
        with pytest.raises(Refused):
            await look
    with pytest.raises(Refused):
        await media_file(nobody, version, "slip.png")


async def test_what_there_is_not_is_not_found() -> None:
    siiri = await make_pupil(await make_school())
    version = (await shown(siiri)).version
    with pytest.raises(NotFound):
        await load_module(siiri, asked({"name": "lost"}))
    with pytest.raises(NotFound):
        await keep_work(siiri, NAME, version, "lost", {"q-what": "x"})
    with pytest.raises(NotFound):
        await keep_work(siiri, "lost", version, "in-words", {"q-what": "x"})
    for step in ("99", "-1", "x" * 500, "٣", "lost"):
        assert (await shown(siiri, step)).part == "overview"


async def test_pictures_are_served_by_version_and_nothing_else_of_the_folder() -> None:
    siiri = await make_pupil(await make_school())
    version = (await shown(siiri)).version
    assert await media_file(siiri, version, "slip.png") == (PNG, "image/png")
    for name in ("../en.md", "en.md", "none.png", "module.yaml"):
        with pytest.raises(NotFound):
            await media_file(siiri, version, name)
    with pytest.raises(NotFound):
        await media_file(siiri, "0" * 64, "slip.png")


async def test_lessons_are_found_by_aim_skill_age_year_length_and_words() -> None:
    teacher = await make_teacher(await make_school())
    for query, found in (
        ({}, 1),
        ({"aim": "1"}, 1),
        ({"aim": "9"}, 0),
        ({"skill": "S5"}, 1),
        ({"skill": "N3"}, 0),
        ({"skill": "nonsense"}, 1),
        ({"age": "15"}, 1),
        ({"age": "12"}, 0),
        ({"year": "9"}, 1),
        ({"year": "8"}, 0),
        ({"takes": "300"}, 1),
        ({"takes": "180"}, 0),
        ({"search": "WAGE slip"}, 1),
        ({"search": "fishing"}, 0),
        ({"page": "9", "aim": "x"}, 1),
    ):
        with speaking("en"):
            view = await load_lessons(teacher, asked_list(query))
        assert len(view.lines) == found, query
        assert not view.begun


def test_the_draft_of_the_longest_code_has_a_name_that_drafts_may_have() -> None:
    check_form(draft_of("f" * 64, "a" * 40))
