"""Teachers make a module theirs and change it: whatever they type, it stays sound, and nobody's words are lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.learning.doing import begin_module
from portfolio_app.learning.mistakes import grave
from portfolio_app.learning.module_view import Asked as AskedModule
from portfolio_app.learning.module_view import load_module
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.changing import (
    Line,
    NewActivity,
    Unsound,
    go_back,
    save_activities,
    save_file,
    save_part,
)
from portfolio_app.learning.own.copying import copy_module
from portfolio_app.learning.own.editor_view import Asked, EditorView, load_editor, load_preview
from portfolio_app.learning.own.parts import part_of, put_together, source_of, taken_apart, with_part
from portfolio_app.learning.own.reaching import module_for
from portfolio_app.learning.reading import Files, Module, read_module
from portfolio_app.learning.teaching.assigned import load_class_lessons
from portfolio_app.learning.teaching.assigning import AssignForm, assign
from tests.learning.own.generated import modules
from tests.learning.own.sending import own_rows
from tests.learning.teaching.doing import rewrite
from tests.lessons import EN, NAME
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def a_copy(teacher: Actor, request: UUID | None = None) -> str:
    return await copy_module(teacher, NAME, None, request or uuid4())


async def now_is(teacher: Actor, name: str) -> Module:
    async with reading() as session:
        return await module_for(session, teacher, name)


async def editing(teacher: Actor, name: str, **what: str) -> EditorView:
    return await load_editor(teacher, Asked(name, **what))


async def change(teacher: Actor, name: str, code: str, **words: str) -> int:
    """Change a part in English, as its page would."""
    view = await editing(teacher, name, language="en", part=code)
    part = part_of(source_of((await now_is(teacher, name)).files["en.md"]), code)
    assert part
    return await save_part(teacher, name, "en", replace(part, **words), view.mark)


def lines_of(view: EditorView, *out: str, **minutes: int) -> list[Line]:
    return [
        Line(one.code, int(one.place), minutes.get(one.code.replace("-", "_"), int(one.minutes)), out=one.code in out)
        for one in view.activities
    ]


async def test_a_copy_begins_as_the_original_and_the_original_changes_alone(lessons: Path) -> None:
    tuula = await make_teacher(await make_school())
    request = uuid4()
    name = await a_copy(tuula, request)
    assert await a_copy(tuula, request) == name
    assert name.startswith(f"{NAME}-")
    copy = await now_is(tuula, name)
    assert (dict(copy.files), copy.hash != module(NAME).hash) == (dict(module(NAME).files), True)
    rewrite(lessons)
    assert module(NAME).files != copy.files == (await now_is(tuula, name)).files
    assert len(await own_rows()) == 1


async def test_a_part_is_changed_and_the_rest_stays_to_the_character() -> None:
    school = await make_school()
    tuula = await make_teacher(school)
    name = await a_copy(tuula)
    assert await change(tuula, name, "looking-back", title="Look around", body="Think of the *summer*.") == 2
    text = source_of((await now_is(tuula, name)).files["en.md"])
    assert text == EN.replace(
        "## Look back {#looking-back}\n\nThink of a job you did at home.",
        "## Look around {#looking-back}\n\nThink of the *summer*.",
    )
    assert "<em>summer</em>" in (await load_module(tuula, AskedModule(name, "looking-back"))).html
    assert await change(tuula, name, "looking-back", body="Think of the *summer*.") == 2  # the same: no save
    assert (await editing(tuula, name)).saves[0].number == "1"
    assert await go_back(tuula, name, 1) == 3
    assert source_of((await now_is(tuula, name)).files["en.md"]) == EN


async def test_what_would_break_it_is_told_by_the_lines_of_the_field() -> None:
    tuula = await make_teacher(await make_school())
    name = await a_copy(tuula)
    with pytest.raises(Unsound) as caught:
        await change(tuula, name, "in-words", body="One.\n\n### No code here")
    assert any("no code" in one.what for one in caught.value.mistakes)
    part = part_of(EN, "in-words")
    assert part
    preview = await load_preview(tuula, name, "en", replace(part, body="One.\n\n### No code here"))
    assert preview.told[0].where == "Line 3"
    sound = await load_preview(tuula, name, "en", replace(part, body=f"**New** words.\n\n{part.body}"))
    assert (sound.told, [one.label for one in sound.fields]) == ((), ["What is work?", "What is not?"])
    assert "<strong>New</strong>" in sound.html
    assert [one.version for one in await own_rows()] == [1]


async def test_two_who_change_the_same_part_hear_of_each_other_and_nothing_is_lost() -> None:
    school = await make_school()
    tuula, mikko = await make_teacher(school), await make_teacher(school)
    name = await a_copy(tuula)
    mine = await editing(tuula, name, language="en", part="board")
    await save_draft(tuula.person_id, mine.draft, {"title": "On the board", "text": "- Mine?\n- Ours?"}, 0)
    await change(mikko, name, "tonight", body="- One?\n- Two?\n- Three?")  # another part: no matter
    assert (await editing(tuula, name, language="en", part="board")).theirs == ""
    await change(mikko, name, "board", body="- Theirs?")
    part = part_of(EN, "board")
    assert part
    with pytest.raises(Conflict) as caught:
        await save_part(tuula, name, "en", replace(part, body="- Mine?\n- Ours?"), mine.mark)
    assert "changed this meanwhile" in caught.value.sentence()
    again = await editing(tuula, name, language="en", part="board")
    assert (again.text, again.theirs) == ("- Mine?\n- Ours?", "- Theirs?")
    await save_part(tuula, name, "en", replace(part, body=again.text), again.mark)
    after = await editing(tuula, name, language="en", part="board")
    assert (after.text, after.theirs, after.draft_version) == ("- Mine?\n- Ours?", "", 0)


async def test_at_the_same_moment_one_of_them_is_kept() -> None:
    school = await make_school()
    tuula, mikko = await make_teacher(school), await make_teacher(school)
    name = await a_copy(tuula)
    came = await asyncio.gather(
        *(change(who, name, "board", body=f"- {number}?") for number, who in enumerate((tuula, mikko) * 2)),
        return_exceptions=True,
    )
    kept = [one for one in came if isinstance(one, int)]
    assert kept
    assert all(isinstance(one, int | Conflict) for one in came)
    assert [one.version for one in await own_rows()] == [1 + len(kept)]


async def test_activities_are_ordered_timed_left_out_and_added() -> None:
    tuula = await make_teacher(await make_school())
    name = await a_copy(tuula)
    view = await editing(tuula, name)
    lines = lines_of(view, "visiting", "a-dial", reading=40)
    lines[0] = replace(lines[0], place=99)  # what was first comes last
    new = NewActivity("en", "Our bakery!", "short", 20, "We go there.\n\n### What is it like? {#like}", "Call first.")
    await save_activities(tuula, name, lines, new, view.mark)
    now = await now_is(tuula, name)
    codes = [one.code for one in now.about.activities]
    assert codes[0] == "listening"
    assert codes[-2:] == ["reading", "our-bakery"]
    assert {"visiting", "a-dial"}.isdisjoint(codes)
    assert now.minutes == 300 - 60 - 15 + 15 + 20
    assert not grave(read_module(now.files, name).mistakes)
    assert now.text("fi").activities["our-bakery"].title == "Our bakery!"
    assert "Call first" in now.text("en").notes["our-bakery"]
    assert "visiting" not in now.text("en").notes


async def test_minutes_that_do_not_add_up_and_halves_of_an_activity() -> None:
    tuula = await make_teacher(await make_school())
    name = await a_copy(tuula)
    view = await editing(tuula, name)
    few = [one.code for one in view.activities][4:]
    with pytest.raises(Unsound) as caught:
        await save_activities(tuula, name, lines_of(view, *few), None, view.mark)
    assert "a module takes 180 to 360" in caught.value.mistakes[0].what
    with pytest.raises(Unsound):
        await save_activities(tuula, name, lines_of(view, reading=70), None, view.mark)
    with pytest.raises(NotFound):
        await save_activities(tuula, name, lines_of(view)[1:], None, view.mark)
    for field, half in (
        ("new_title", NewActivity("en", "", "short", 20, "x", "y")),
        ("new_kind", NewActivity("en", "A", "game", 20, "x", "y")),
        ("new_text", NewActivity("en", "A", "short", 20, "", "y")),
        ("new_notes", NewActivity("en", "A", "short", 20, "x", "")),
    ):
        with pytest.raises(Invalid) as wrong:
            await save_activities(tuula, name, lines_of(view, "visiting"), half, view.mark)
        assert wrong.value.field == field
    assert [one.version for one in await own_rows()] == [1]


async def test_whole_files_for_those_who_know_how() -> None:
    tuula = await make_teacher(await make_school())
    name = await a_copy(tuula)
    view = await editing(tuula, name, file="module.yaml")
    with pytest.raises(Unsound) as caught:
        await save_file(tuula, name, "module.yaml", view.text.replace("years: [9]", "\tyears: [9]"), view.mark)
    assert caught.value.mistakes[0].line == 2
    await save_file(tuula, name, "module.yaml", view.text.replace("ages: [14, 16]", "ages: [13, 15]"), view.mark)
    assert (await now_is(tuula, name)).about.ages == (13, 15)
    for path in ("media/slip.png", "nl.md", "../x", ""):
        with pytest.raises(NotFound):
            await save_file(tuula, name, path, "x", view.mark)


async def test_who_may_and_who_may_not() -> None:
    school, elsewhere = await make_school(), await make_school()
    tuula, stranger = await make_teacher(school), await make_teacher(elsewhere)
    pupil = await make_pupil(school, await make_class(school))
    name = await a_copy(tuula)
    with pytest.raises(Refused):
        await a_copy(pupil)
    with pytest.raises(NotFound):
        await copy_module(tuula, NAME, elsewhere, uuid4())
    with pytest.raises(NotFound):
        await copy_module(stranger, name, None, uuid4())
    part = part_of(EN, "board")
    assert part
    for who in (stranger, pupil):
        for refused in (
            load_editor(who, Asked(name)),
            load_preview(who, name, "en", part),
            save_part(who, name, "en", part, ""),
            save_activities(who, name, [], None, ""),
            save_file(who, name, "en.md", EN, ""),
            go_back(who, name, 1),
        ):
            with pytest.raises(NotFound):
                await refused
    with pytest.raises(NotFound):
        await load_editor(tuula, Asked(NAME))  # what is shipped is nobody's to change


async def test_a_class_in_it_keeps_its_version_until_it_is_given_the_new_one() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    name = await a_copy(tuula)
    await assign(tuula, one, AssignForm(name, today(), today() + timedelta(days=7)), uuid4())
    shown = await load_module(siiri, AskedModule(name))
    await begin_module(siiri, name, shown.version)
    await change(tuula, name, "looking-back", body="Something else.")
    assert (await load_module(siiri, AskedModule(name))).version == shown.version
    (card,) = (await load_class_lessons(tuula, str(one))).listed
    assert "newer version" in card.newer


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(modules())
def test_texts_taken_apart_and_put_together_stay_sound(files: Files) -> None:
    for path in (one for one in files if one.endswith(".md")):
        source = source_of(files[path])
        parts = taken_apart(source)
        assert [one.code for one in taken_apart(put_together(parts))] == [one.code for one in parts]
        for part in parts:
            changed = with_part(source, replace(part, title="Other"))
            assert not grave(read_module({**files, path: changed.encode()}, "our-week").mistakes), part.code
