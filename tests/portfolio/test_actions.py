"""Entries: kept once however often they are sent, never anybody else's, never lost to a second tab."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core import clock
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import load_draft, save_draft
from portfolio_app.core.errors import Conflict, DomainError, Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.portfolio import actions, queries
from portfolio_app.portfolio.actions import EntryForm
from portfolio_app.portfolio.entry_form import load_entry_form
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.retention import remove_rested_entries
from portfolio_app.skills.actions import delete_evidence, restore_evidence
from portfolio_app.skills.models import Evidence, EvidenceCapability
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


async def words(person: Actor, title: str = "Baked bread") -> UUID:
    """An evidence of somebody's."""
    row = Evidence(
        person_id=person.person_id,
        kind="words",
        title=title,
        words="Forty rolls.",
        made_at=now(),
        changed_at=now(),
        request=uuid4(),
    )
    async with writing() as session:
        session.add(row)
        await session.flush()
        session.add(EvidenceCapability(evidence_id=row.id, framework="scotland-cms", capability="T1"))
    return row.id


async def many_words(person: Actor, count: int) -> None:
    """More evidence of somebody's than a form offers."""
    async with writing() as session:
        for number in range(count):
            given = {"person_id": person.person_id, "title": f"{number}", "words": "x", "request": uuid4()}
            session.add(Evidence(kind="words", made_at=now(), changed_at=now(), **given))


async def titles(person: Actor) -> list[str]:
    return [entry.title for entry in (await queries.load_portfolio(person)).listed]


async def test_an_entry_keeps_what_was_written_and_what_belongs_to_it() -> None:
    siiri = await pupil()
    bread = await words(siiri)
    name = "Søren O'Ŋgård 🌱 محمد"
    entry = await actions.make_entry(
        siiri, EntryForm(f"  {name} ", "a", "b", "c", "d", ("T1", "N2"), (bread,)), uuid4()
    )
    view = await queries.load_entry(siiri, str(entry))
    assert (view.title, view.happened, view.noticed, view.learned, view.try_next) == (name, "a", "b", "c", "d")
    assert [skill.code for skill in view.skills] == ["T1", "N2"]
    assert [part.title for part in view.attachments] == ["Baked bread"]
    assert view.who.private
    assert view.unsettable == ""


async def test_the_owner_is_told_which_characters_the_pdf_cannot_set() -> None:
    siiri = await pupil()
    entry = await actions.make_entry(siiri, EntryForm("中 and あ", happened="plain"), uuid4())
    assert (await queries.load_entry(siiri, str(entry))).unsettable == "あ 中"


async def test_an_entry_sent_twice_at_once_is_kept_once() -> None:
    siiri, request = await pupil(), uuid4()
    made = await asyncio.gather(*(actions.make_entry(siiri, EntryForm("Café"), request) for _ in range(5)))
    assert len(set(made)) == 1
    assert await titles(siiri) == ["Café"]


async def test_another_persons_request_is_not_theirs_to_repeat() -> None:
    siiri, eero, request = await pupil(), await pupil(), uuid4()
    await actions.make_entry(siiri, EntryForm("Café"), request)
    with pytest.raises(NotFound):
        await actions.make_entry(eero, EntryForm("Café"), request)
    assert await titles(eero) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (EntryForm("   "), "title"),
        (EntryForm("x" * 161), "title"),
        (EntryForm("x", learned="y" * 8001), "learned"),
    ],
)
async def test_what_does_not_fit_is_said_and_nothing_is_kept(form: EntryForm, field: str) -> None:
    siiri = await pupil()
    with pytest.raises(Invalid) as problem:
        await actions.make_entry(siiri, form, uuid4())
    assert problem.value.field == field
    assert "{" not in problem.value.sentence()
    assert await titles(siiri) == []


async def test_a_capability_that_is_none_and_evidence_of_others_are_refused() -> None:
    siiri, eero = await pupil(), await pupil()
    theirs = await words(eero)
    for form in (
        EntryForm("x", capabilities=("Z9",)),
        EntryForm("x", evidence=(theirs,)),
        EntryForm("x", evidence=(uuid4(),)),
    ):
        with pytest.raises(NotFound):
            await actions.make_entry(siiri, form, uuid4())
    assert await titles(siiri) == []


async def test_the_second_of_two_tabs_is_told_and_can_keep_both() -> None:
    siiri = await pupil()
    entry = await actions.make_entry(siiri, EntryForm("Café"), uuid4())
    assert await actions.change_entry(siiri, entry, EntryForm("Café, tab one"), 1) == 2
    with pytest.raises(Conflict):
        await actions.change_entry(siiri, entry, EntryForm("Café, tab two"), 1)
    assert await titles(siiri) == ["Café, tab one"]
    await save_draft(siiri.person_id, f"entry:{entry}", {"title": "Café, tab two"}, 0)
    await actions.make_entry(siiri, EntryForm("Café, tab two"), uuid4(), instead_of=entry)
    assert sorted(await titles(siiri)) == ["Café, tab one", "Café, tab two"]
    async with reading() as session:
        assert await load_draft(session, siiri.person_id, f"entry:{entry}") is None


async def test_of_ten_changes_at_once_one_is_kept_and_nine_are_told() -> None:
    siiri = await pupil()
    entry = await actions.make_entry(siiri, EntryForm("Café"), uuid4())
    outcomes = await asyncio.gather(
        *(actions.change_entry(siiri, entry, EntryForm(f"Tab {n}"), 1) for n in range(10)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict"] * 9 + ["int"]


async def test_a_draft_is_what_the_form_shows_until_it_is_kept_or_dropped() -> None:
    siiri = await pupil()
    await save_draft(siiri.person_id, actions.NEW, {"title": "Half a", "skill:T1": "yes"}, 0)
    form = await load_entry_form(siiri)
    assert form.title == "Half a"
    assert form.from_draft
    assert [one.value for group in form.skills for one in group.choices if one.chosen] == ["T1"]
    entry = await actions.make_entry(siiri, EntryForm("Half a story"), UUID(form.request))
    assert not (await load_entry_form(siiri)).from_draft
    await save_draft(siiri.person_id, f"entry:{entry}", {"title": "Other"}, 0)
    assert (await load_entry_form(siiri, str(entry))).title == "Other"
    await actions.drop_entry_draft(siiri, entry)
    assert (await load_entry_form(siiri, str(entry))).title == "Half a story"


async def test_an_entry_can_begin_with_an_evidence() -> None:
    siiri, eero = await pupil(), await pupil()
    bread = await words(siiri)
    form = await load_entry_form(siiri, evidence_id=str(bread))
    assert (form.title, form.happened) == ("Baked bread", "Forty rolls.")
    assert [one.value for one in form.evidence if one.chosen] == [str(bread)]
    with pytest.raises(NotFound):
        await load_entry_form(eero, evidence_id=str(bread))


async def test_correcting_a_word_takes_no_evidence_from_an_entry_however_old_or_deleted_it_is() -> None:
    siiri = await pupil()
    with clock.at(now() - timedelta(days=400)):
        old, deleted, unticked = [await words(siiri, title) for title in ("Old", "Deleted", "Unticked")]
    entry = await actions.make_entry(siiri, EntryForm("Cafe", evidence=(old, deleted, unticked)), uuid4())
    await many_words(siiri, 210)
    await delete_evidence(siiri, deleted)
    form = await load_entry_form(siiri, str(entry))
    assert {one.label for one in form.evidence if one.chosen} == {"Old", "Unticked"}
    assert len(form.evidence) == 202
    shown = tuple(UUID(one) for one in form.shown.split())
    await restore_evidence(siiri, deleted)  # in another tab, while the form is open
    assert await actions.change_entry(siiri, entry, EntryForm("Café", evidence=(old,), shown=shown), form.version) == 2
    view = await queries.load_entry(siiri, str(entry))
    assert (view.title, [part.title for part in view.attachments]) == ("Café", ["Old", "Deleted"])


async def test_evidence_deleted_after_it_was_ticked_is_no_reason_to_refuse_the_entry() -> None:
    siiri = await pupil()
    bread = await words(siiri)
    await delete_evidence(siiri, bread)
    entry = await actions.make_entry(siiri, EntryForm("Café", evidence=(bread,)), uuid4())
    assert (await queries.load_entry(siiri, str(entry))).attachments == ()
    await restore_evidence(siiri, bread)
    assert len((await queries.load_entry(siiri, str(entry))).attachments) == 1


async def test_an_entry_begun_from_an_evidence_leaves_the_draft_of_another_new_entry_alone() -> None:
    siiri = await pupil()
    with clock.at(now() - timedelta(days=400)):
        bread = await words(siiri)
    await many_words(siiri, 210)
    await save_draft(siiri.person_id, actions.NEW, {"title": "Half a story"}, 0)
    form = await load_entry_form(siiri, evidence_id=str(bread))
    assert (form.title, form.draft_version, form.from_draft) == ("Baked bread", 0, False)
    ticks = {"title": "Bread for forty", f"evidence:{bread}": "yes"}
    await save_draft(siiri.person_id, form.draft, ticks, form.draft_version)
    again = await load_entry_form(siiri, evidence_id=str(bread))
    assert (again.title, again.from_draft) == ("Bread for forty", True)
    assert [one.value for one in again.evidence if one.chosen] == [str(bread)]
    assert (await queries.load_portfolio(siiri)).draft_href == f"/en/entry-form?evidence={bread}"
    assert form.begun_from == str(bread)
    await actions.make_entry(siiri, EntryForm("Bread for forty", evidence=(bread,)), uuid4(), begun_from=bread)
    assert (await load_entry_form(siiri)).title == "Half a story"
    assert (await load_entry_form(siiri, evidence_id=str(bread))).title == "Baked bread"
    assert (await queries.load_portfolio(siiri)).draft_href == "/en/entry-form"


async def test_moving_different_entries_at_once_in_two_tabs_waits_for_nobody_for_ever() -> None:
    siiri = await pupil()
    made = [await actions.make_entry(siiri, EntryForm(title), uuid4()) for title in "dcba"]
    for _ in range(5):
        await asyncio.gather(
            *(actions.move_entry(siiri, one, by) for one, by in zip(made, (-1, 1, -1, 1), strict=True))
        )
    assert sorted(await titles(siiri)) == list("abcd")


async def test_a_double_click_on_delete_is_harmless_and_takes_the_draft_too() -> None:
    siiri, eero = await pupil(), await pupil()
    entry = await actions.make_entry(siiri, EntryForm("Café"), uuid4())
    await save_draft(siiri.person_id, f"entry:{entry}", {"title": "Half a word"}, 0)
    await actions.delete_entry(siiri, entry)
    await actions.delete_entry(siiri, entry)
    with pytest.raises(NotFound):
        await actions.delete_entry(eero, entry)
    async with reading() as session:
        assert await load_draft(session, siiri.person_id, f"entry:{entry}") is None


async def test_deleted_entries_rest_and_come_back_to_their_place() -> None:
    siiri = await pupil()
    made = [await actions.make_entry(siiri, EntryForm(title), uuid4()) for title in "cba"]
    await actions.delete_entry(siiri, made[1])
    assert await titles(siiri) == ["a", "c"]
    assert [entry.title for entry in await queries.load_deleted_entries(siiri)] == ["b"]
    with pytest.raises(NotFound):
        await queries.load_entry(siiri, str(made[1]))
    await actions.restore_entry(siiri, made[1])
    await actions.restore_entry(siiri, made[1])
    assert await titles(siiri) == ["a", "b", "c"]


async def test_nobody_else_can_do_anything_with_an_entry() -> None:
    siiri, eero = await pupil(), await pupil()
    tuula = await make_teacher(await make_school())
    entry = await actions.make_entry(siiri, EntryForm("Café"), uuid4())
    for stranger, refusal in ((eero, NotFound), (tuula, Refused)):
        for attempt in (
            actions.change_entry(stranger, entry, EntryForm("Mine now"), 1),
            actions.delete_entry(stranger, entry),
            actions.restore_entry(stranger, entry),
            actions.move_entry(stranger, entry, 1),
            actions.drop_entry_draft(stranger, entry),
            queries.load_entry(stranger, str(entry)),
            load_entry_form(stranger, str(entry)),
        ):
            with pytest.raises(refusal):
                await attempt
    with pytest.raises(Refused):
        await actions.make_entry(tuula, EntryForm("A teacher's"), uuid4())
    assert await titles(siiri) == ["Café"]


async def test_every_change_leaves_an_audit_row_without_what_was_written() -> None:
    siiri = await pupil()
    entry = await actions.make_entry(siiri, EntryForm("A secret", "nobody knows"), uuid4())
    await actions.change_entry(siiri, entry, EntryForm("Another secret"), 1)
    await actions.move_entry(siiri, entry, -1)
    await actions.delete_entry(siiri, entry)
    await actions.restore_entry(siiri, entry)
    async with reading() as session:
        rows = list((await session.execute(select(Audit).order_by(Audit.at))).scalars())  # type: ignore[arg-type]
    ours = [row for row in rows if row.action.startswith("portfolio.")]
    assert [row.action.removeprefix("portfolio.") for row in ours] == [
        "make_entry",
        "change_entry",
        "move_entry",
        "delete_entry",
        "restore_entry",
    ]
    assert {row.thing for row in ours} == {f"entry:{entry}"}
    assert "secret" not in str([row.detail for row in ours])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.sampled_from([-1, 1])), max_size=8))
async def test_moving_entries_never_loses_or_doubles_one(moves: list[tuple[int, int]]) -> None:
    siiri = await pupil()
    made = [await actions.make_entry(siiri, EntryForm(title), uuid4()) for title in "edcba"]
    expected = list("abcde")
    for which, by in moves:
        title = "edcba"[which]
        here = expected.index(title)
        expected.insert(min(max(here + by, 0), 4), expected.pop(here))
        await actions.move_entry(siiri, made[which], by)
    assert await titles(siiri) == expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=170), text=st.text(max_size=60))
async def test_any_text_is_kept_as_it_is_or_refused_with_a_sentence(title: str, text: str) -> None:
    siiri = await pupil()
    try:
        expected = one_line(title, field="title", most=160, empty="empty")
    except DomainError:
        with pytest.raises(Invalid):
            await actions.make_entry(siiri, EntryForm(title, happened=text), uuid4())
        return
    entry = await actions.make_entry(siiri, EntryForm(title, happened=text), uuid4())
    async with reading() as session:
        kept = await session.get(Entry, entry)
    assert kept is not None
    assert kept.title == expected
    assert kept.happened == several_lines(text, field="", most=8000)


async def test_deleted_entries_go_for_good_after_thirty_days_and_nothing_else_does() -> None:
    siiri = await pupil()
    bread = await words(siiri)
    gone = await actions.make_entry(siiri, EntryForm("Old", evidence=(bread,)), uuid4())
    recent = await actions.make_entry(siiri, EntryForm("Recent"), uuid4())
    await actions.make_entry(siiri, EntryForm("Kept"), uuid4())
    with clock.at(now() - timedelta(days=31)):
        await actions.delete_entry(siiri, gone)
        await save_draft(siiri.person_id, f"entry:{gone}", {"title": "Typed in a tab that was still open"}, 0)
    await actions.delete_entry(siiri, recent)
    assert await remove_rested_entries() == 1
    assert await remove_rested_entries() == 0
    assert [entry.title for entry in await queries.load_deleted_entries(siiri)] == ["Recent"]
    assert await titles(siiri) == ["Kept"]
    async with reading() as session:
        assert await load_draft(session, siiri.person_id, f"entry:{gone}") is None
    assert "Baked bread" in [one.label for one in (await load_entry_form(siiri)).evidence]
