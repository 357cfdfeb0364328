"""The original of a copy improves: what the school has not changed can be taken over, and what it has changed stays."""

import asyncio
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, NotFound, Refused
from portfolio_app.learning.own.changing import Unsound, save_part
from portfolio_app.learning.own.copying import copy_module
from portfolio_app.learning.own.difference_view import DifferenceView, load_difference
from portfolio_app.learning.own.editor_view import Asked, load_editor
from portfolio_app.learning.own.improving import MOST_LINES_SOUGHT, changes_of, lines_of, pieces_of, taken
from portfolio_app.learning.own.own_view import load_own_modules
from portfolio_app.learning.own.parts import part_of, source_of
from portfolio_app.learning.own.reaching import module_for
from portfolio_app.learning.own.taking_over import Done, keep_ours, take_over, take_piece, undo
from portfolio_app.learning.reading import ABOUT, Files, Module
from tests.learning.own.generated import modules
from tests.learning.teaching.doing import look_again as look_at_files
from tests.lessons import NAME
from tests.people import make_admin, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")
TOGETHER = "- {code: together"


def improve(folder: Path, before: str, after: str, path: str = "en.md") -> None:
    """Somebody improves the module that comes with the app."""
    file = folder / path
    said = file.read_text("utf-8")
    assert before in said, before
    file.write_text(said.replace(before, after), encoding="utf-8")
    look_at_files()


def with_one_more(lessons: Path) -> None:
    """The words of one more activity, with its notes, in every language."""
    for path in ("en.md", "fi.md"):
        source = (lessons / path).read_text("utf-8")
        for level, code, text in (
            ("##", "together", "## One more {#one-more}\n\nTell each other.\n\n### What was new? {#what-new}\n"),
            ("###", "teacher.together", "### One more {#teacher.one-more}\n\nTen minutes.\n"),
        ):
            at = source.rindex(f"\n{level} ", 0, source.index(f"{{#{code}}}"))
            source = f"{source[:at]}\n{text}{source[at:]}"
        (lessons / path).write_text(source, "utf-8")
    look_at_files()


def take_away(lessons: Path) -> None:
    """The module is no longer shipped."""
    rmtree(lessons)
    look_at_files()


async def a_copy() -> tuple[Actor, str]:
    tuula = await make_teacher(await make_school(), name="Tuula")
    return tuula, await copy_module(tuula, NAME, None, uuid4())


async def now_is(teacher: Actor, name: str) -> Module:
    async with reading() as session:
        return await module_for(session, teacher, name)


async def change(teacher: Actor, name: str, code: str, before: str, after: str) -> None:
    """The teacher changes some words of a part of the school's own."""
    part = part_of(source_of((await now_is(teacher, name)).files["en.md"]), code)
    assert part
    assert before in part.body
    editor = await load_editor(teacher, Asked(name, language="en", part=code))
    await save_part(teacher, name, "en", replace(part, body=part.body.replace(before, after)), editor.mark)


async def shown(teacher: Actor, name: str) -> DifferenceView:
    return await load_difference(teacher, name)


async def test_nothing_is_said_before_the_original_changes(lessons: Path) -> None:
    tuula, name = await a_copy()
    assert (await shown(tuula, name)).changes == ()
    assert (await load_editor(tuula, Asked(name))).improved_href == ""
    assert [one.improved_href for one in (await load_own_modules(tuula)).lines] == [""]
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    assert (await load_editor(tuula, Asked(name))).improved_href
    assert all(one.improved_href for one in (await load_own_modules(tuula)).lines)


async def test_what_the_school_has_not_changed_is_taken_over_to_the_byte(lessons: Path) -> None:
    tuula, name = await a_copy()
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    improve(lessons, "kind: read, minutes: 25", "kind: read, minutes: 30", ABOUT)
    view = await shown(tuula, name)
    assert [(one.path, one.by_us) for one in view.changes] == [(ABOUT, False), ("en.md", False)]
    assert "25 minutes before, 30 now" in view.changes[0].said
    words = [one for line in view.changes[1].lines for one in line.words if one.how]
    assert [(one.text.strip(), one.how) for one in words] == [("paper.", "gone"), ("paper and pens.", "new")]
    await take_over(tuula, name, view.seen, int(view.version))
    original = await now_is(tuula, NAME)
    assert (await now_is(tuula, name)).files == original.files
    assert (await shown(tuula, name)).changes == ()
    assert (await load_editor(tuula, Asked(name))).improved_href == ""


async def test_what_it_has_changed_stays_until_somebody_takes_the_new_one(lessons: Path) -> None:
    tuula, name = await a_copy()
    await change(tuula, name, "reading", "**three**", "**four**")
    before = (await now_is(tuula, name)).files["en.md"]
    improve(lessons, "A slip has **three** lines.", "A slip has **five** lines.")
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    view = await shown(tuula, name)
    conflict = next(one for one in view.changes if one.code == "reading")
    assert (conflict.by_us, "four" in conflict.ours) == (True, True)
    done = await take_over(tuula, name, view.seen, int(view.version))
    source = source_of((await now_is(tuula, name)).files["en.md"])
    assert "**four**" in source
    assert "paper and pens" in source
    assert done
    await undo(tuula, name, Done.of(str(done)))
    assert (await now_is(tuula, name)).files["en.md"] == before
    view = await shown(tuula, name)
    assert len(view.changes) == 2
    await take_piece(tuula, name, "en.md", "reading", view.seen, int(view.version))
    assert "**five**" in source_of((await now_is(tuula, name)).files["en.md"])
    view = await shown(tuula, name)
    assert [one.code for one in view.changes] != []
    await take_piece(tuula, name, "en.md", view.changes[0].code, view.seen, int(view.version))
    assert (await load_editor(tuula, Asked(name))).improved_href == ""  # nothing is left to look at


async def test_seen_and_kept_as_it_is(lessons: Path) -> None:
    tuula, name = await a_copy()
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    view = await shown(tuula, name)
    done = await keep_ours(tuula, name, view.seen)
    assert done
    assert await keep_ours(tuula, name, view.seen) is None  # pressed twice
    assert (await shown(tuula, name)).changes == ()
    assert "Bring paper." in source_of((await now_is(tuula, name)).files["en.md"])
    await undo(tuula, name, done)
    assert len((await shown(tuula, name)).changes) == 1
    await keep_ours(tuula, name, view.seen)
    improve(lessons, "Bring paper and pens.", "Bring nothing.")
    assert len((await shown(tuula, name)).changes) == 1


async def test_an_activity_that_is_new_comes_with_its_notes(lessons: Path) -> None:
    tuula, name = await a_copy()
    await change(tuula, name, "reading", "**three**", "**four**")
    improve(lessons, TOGETHER, f"- {{code: one-more, kind: group, minutes: 10}}\n  {TOGETHER}", ABOUT)
    with_one_more(lessons)
    view = await shown(tuula, name)
    assert "New activity: One more." in view.changes[0].said
    await take_over(tuula, name, view.seen, int(view.version))
    changed = await now_is(tuula, name)
    codes = [one.code for one in changed.about.activities]
    assert codes.index("one-more") == codes.index("together") - 1
    assert "**four**" in source_of(changed.files["en.md"])


async def test_what_would_break_it_is_told_and_changes_nothing(lessons: Path) -> None:
    """An activity of `module.yaml` alone, without its text."""
    tuula, name = await a_copy()
    improve(lessons, TOGETHER, f"- {{code: one-more, kind: group, minutes: 10}}\n  {TOGETHER}", ABOUT)
    with_one_more(lessons)
    view = await shown(tuula, name)
    with pytest.raises(Unsound):
        await take_piece(tuula, name, ABOUT, "", view.seen, int(view.version))
    assert (await shown(tuula, name)).version == view.version
    await take_over(tuula, name, view.seen, int(view.version))
    assert (await now_is(tuula, name)).files == (await now_is(tuula, NAME)).files


async def test_a_colleague_or_the_original_in_between_is_noticed(lessons: Path) -> None:
    tuula, name = await a_copy()
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    view = await shown(tuula, name)
    await change(tuula, name, "reading", "**three**", "**four**")
    with pytest.raises(Conflict):
        await take_over(tuula, name, view.seen, int(view.version))
    view = await shown(tuula, name)
    improve(lessons, "Bring paper and pens.", "Bring nothing.")
    for refused in (
        take_over(tuula, name, view.seen, int(view.version)),
        take_piece(tuula, name, "en.md", "teacher", view.seen, int(view.version)),
        keep_ours(tuula, name, view.seen),
    ):
        with pytest.raises(Conflict):
            await refused


async def test_at_the_same_moment_it_is_taken_over_once(lessons: Path) -> None:
    tuula, name = await a_copy()
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    view = await shown(tuula, name)
    found = await asyncio.gather(*(take_over(tuula, name, view.seen, int(view.version)) for _time in range(3)))
    (done,) = [one for one in found if one]
    assert int((await load_editor(tuula, Asked(name))).version) == 2
    assert await take_piece(tuula, name, "en.md", "teacher", view.seen, int(view.version)) is None
    await change(tuula, name, "reading", "**three**", "**four**")
    with pytest.raises(Conflict):
        await undo(tuula, name, done)  # a colleague has saved since
    assert "**four**" in source_of((await now_is(tuula, name)).files["en.md"])


async def test_who_may_and_who_may_not(lessons: Path) -> None:
    tuula, name = await a_copy()
    improve(lessons, "Bring paper.", "Bring paper and pens.")
    view = await shown(tuula, name)
    base = str(uuid4())
    school = tuula.roles[0].school_id
    assert school
    for who in (await make_teacher(await make_school()), await make_pupil(school), await make_admin()):
        for refused in (
            load_difference(who, name),
            take_over(who, name, view.seen, 1),
            take_piece(who, name, "en.md", "teacher", view.seen, 1),
            keep_ours(who, name, view.seen),
            undo(who, name, Done(0, base)),
        ):
            with pytest.raises((NotFound, Refused)):
                await refused
    for nonsense in ("", "x", base, f"1 {base}", f"-1 {base}", f"99999999 {base}"):
        with pytest.raises(NotFound):
            await undo(tuula, name, Done.of(nonsense))
    with pytest.raises(NotFound):
        await take_piece(tuula, name, "../en.md", "teacher", view.seen, 1)
    assert (await now_is(tuula, name)).files != (await now_is(tuula, NAME)).files


async def test_an_original_that_is_gone_says_so(lessons: Path) -> None:
    tuula, name = await a_copy()
    take_away(lessons)
    view = await shown(tuula, name)
    assert (view.lost, view.changes) == (True, ())
    assert (await load_editor(tuula, Asked(name))).improved_href == ""
    with pytest.raises(NotFound):
        await keep_ours(tuula, name, view.seen)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=modules())
def test_pieces_are_the_text_and_an_untouched_copy_becomes_the_original(files: Files) -> None:
    for path, content in files.items():
        if path.endswith(".md"):
            source = source_of(content)
            assert "".join(one.text for one in pieces_of(source)) == source
    path = next(one for one in files if one.endswith(".md"))
    other = {**files, path: files[path] + b"\nOne more line.\n"}
    assert taken(files, other, files) == other
    assert changes_of(files, files, other) == ()
    assert taken(files, files, other) == other


def test_a_difference_is_shown_word_by_word() -> None:
    found = lines_of("One two three.\n\nSame.\n\nLast.", "One 2 three.\n\nSame.\n\nLast.\n\nMore.")
    assert [(one.text, one.how) for one in found[0]] == [("One ", ""), ("two", "gone"), ("2", "new"), (" three.", "")]
    assert (found[-1][0].text, found[-1][0].how) == ("More.", "new")


def test_a_difference_of_very_long_texts_is_shown_whole() -> None:
    same = "\n".join(f"Line {number}." for number in range(MOST_LINES_SOUGHT))
    found = lines_of(f"{same}\nOne two three.\n{same}", f"{same}\nOne 2 three.\n{same}")
    assert [(one.text, one.how) for line in found for one in line if one.how] == [("two", "gone"), ("2", "new")]
    found = lines_of(f"{same}\nGone.", f"{same}")
    assert [(one.text, one.how) for one in found[-1]] == [("Gone.", "gone")]
    was, is_ = ("a b " * 1000).strip(), ("b c " * 1000).strip()
    assert [(one.text, one.how) for one in lines_of(was, is_)[0]] == [(was, "gone"), (is_, "new")]
