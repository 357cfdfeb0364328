"""Going through one's things: what is hidden nobody sees, what is deleted rests, and both come back."""

from uuid import uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.leaving.things import (
    COMMENTS,
    SIGNED,
    OwnThing,
    delete_thing,
    hide_thing,
    list_things,
    undo_decision,
)
from portfolio_app.portfolio.resting import load_resting
from portfolio_app.portfolio_app import app
from portfolio_app.settings import Settings
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.links import LinkForm, make_link
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import shared_things
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import EvidenceKind
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.portfolio.credentials.samples import accepted

assert app

CODE = framework().capabilities[0].code


async def school() -> tuple[Actor, Actor]:
    """A pupil and their teacher."""
    here = await make_school()
    one = await make_class(here)
    return await make_pupil(here, one), await make_teacher(here, one)


async def things_of(actor: Actor, show: str = "", search: str = "") -> dict[str, OwnThing]:
    return {one.title: one for one in (await list_things(actor, 1, search, show)).things}


async def sees(teacher: Actor, owner: Actor) -> set[str]:
    async with reading() as session:
        return {thing for _owner, _kind, thing in await shared_things(session, teacher, [owner.person_id])}


async def test_all_of_it_is_listed_with_who_sees_it_and_the_rule(database: Settings) -> None:
    siiri, tuula = await school()
    entry = await make_entry(siiri, EntryForm("A day at the café"), uuid4())
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    await comment(tuula, siiri.person_id, Kind.ENTRY, str(entry), "Well seen", uuid4())
    await add_evidence(siiri, EvidenceKind.WORDS, EvidenceForm("My notes", words="Yes", capabilities=(CODE,)), uuid4())
    await accepted(siiri, tuula, "Café crew")
    listed = await things_of(siiri)
    assert set(listed) == {"A day at the café", "My notes", "Café crew"}
    assert listed["A day at the café"].rule == COMMENTS
    assert listed["Café crew"].rule == SIGNED
    assert listed["My notes"].seen == "Only you"
    assert not listed["My notes"].hides  # nobody else sees it anyway
    assert set(await things_of(siiri, "shared")) == {"A day at the café"}
    assert set(await things_of(siiri, "evidence")) == {"My notes"}
    assert set(await things_of(siiri, search="café")) == {"A day at the café", "Café crew"}


async def test_a_hidden_entry_lies_in_the_corner_and_comes_back_as_it_was(database: Settings) -> None:
    siiri, tuula = await school()
    entry = await make_entry(siiri, EntryForm("A day"), uuid4())
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    undo = await hide_thing(siiri, "entry", str(entry))
    assert await sees(tuula, siiri) == set()
    assert "corner" in (await things_of(siiri))["A day"].seen
    await hide_thing(siiri, "entry", str(entry))
    await undo_decision(siiri, undo)
    await undo_decision(siiri, undo)
    assert await sees(tuula, siiri) == {str(entry)}


async def test_hidden_evidence_loses_people_and_link_at_once_and_gets_both_back(database: Settings) -> None:
    siiri, tuula = await school()
    form = EvidenceForm("A link", url="https://example.org", capabilities=(CODE,))
    evidence = str(await add_evidence(siiri, EvidenceKind.LINK, form, uuid4()))
    await set_audience(siiri, Kind.EVIDENCE, evidence, CLASS_TEACHERS)
    await make_link(siiri, Kind.EVIDENCE, evidence, LinkForm(), uuid4())
    undo = await hide_thing(siiri, "evidence", evidence)
    assert (await things_of(siiri))["A link"].seen == "Only you"
    await undo_decision(siiri, undo)
    seen = (await things_of(siiri))["A link"].seen
    assert "teachers" in seen
    assert "link" in seen
    assert await sees(tuula, siiri) == {evidence}


async def test_what_is_deleted_rests_and_comes_back(database: Settings) -> None:
    siiri, _tuula = await school()
    entry = await make_entry(siiri, EntryForm("A day"), uuid4())
    undo = await delete_thing(siiri, "entry", str(entry))
    await delete_thing(siiri, "entry", str(entry))
    assert await things_of(siiri) == {}
    assert [one.title for one in (await load_resting(siiri)).things] == ["A day"]
    await undo_decision(siiri, undo)
    assert set(await things_of(siiri)) == {"A day"}


async def test_nobody_decides_about_somebody_elses(database: Settings) -> None:
    siiri, tuula = await school()
    other, _teacher = await school()
    entry = await make_entry(siiri, EntryForm("A day"), uuid4())
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    for attempt in (
        hide_thing(other, "entry", str(entry)),
        delete_thing(other, "entry", str(entry)),
        undo_decision(other, f"entry {entry} back"),
        undo_decision(other, f"evidence {entry} 2026-01-01T00:00:00+00:00"),
        undo_decision(other, "evidence"),
        undo_decision(other, f"goal {uuid4()} no moment"),
        hide_thing(other, "nonsense", str(entry)),
        delete_thing(other, "voice", str(entry)),
        list_things(tuula, 1, "", ""),
    ):
        with pytest.raises((NotFound, Refused)):
            await attempt
    assert await sees(tuula, siiri) == {str(entry)}


async def test_a_long_list_has_pages(database: Settings) -> None:
    siiri, _tuula = await school()
    for number in range(23):
        await make_entry(siiri, EntryForm(f"Entry {number}"), uuid4())
    view = await list_things(siiri, 2, "", "")
    assert (len(view.things), view.paging.pages, view.findable) == (3, 2, True)
