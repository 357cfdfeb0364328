"""Writing an entry: who can see it is saved with it, and a photo is added while somebody writes."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.pages.pupil.entry_form import parsed
from portfolio_app.portfolio import shareable  # noqa: F401 - lets entries be shared
from portfolio_app.portfolio.actions import EntryForm, change_entry, draft_of, make_entry
from portfolio_app.portfolio.entry_form import load_entry_form, with_photo
from portfolio_app.portfolio.queries import load_entry, load_portfolio
from portfolio_app.sharing.actions import CLASS_TEACHERS, ONLY_ME, Choice, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.skills.actions import EvidenceForm, add_evidence, new_evidence_draft
from portfolio_app.skills.models import EvidenceKind
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

FAIR = EntryForm("The fair", happened="We sold bread.")


async def a_class() -> tuple[Actor, Actor]:
    """A pupil, and the teacher of her class."""
    school = await make_school()
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def sees(viewer: Actor, owner: Actor, entry: UUID) -> bool:
    async with reading() as session:
        return await may_see(session, viewer, owner.person_id, Kind.ENTRY, str(entry))


async def test_an_entry_is_kept_together_with_who_can_see_it() -> None:
    siiri, tuula = await a_class()
    named = Choice(persons=(tuula.person_id,), until=date(2099, 5, 3))
    entry = await make_entry(siiri, replace(FAIR, audience=named), uuid4())
    assert await sees(tuula, siiri, entry)
    assert (await load_entry(siiri, str(entry))).who.words == "You and Tuula until 3 May 2099"
    await change_entry(siiri, entry, FAIR, 1)  # a change that does not speak of it leaves it as it is
    assert await sees(tuula, siiri, entry)
    await change_entry(siiri, entry, replace(FAIR, audience=ONLY_ME), 2)
    assert not await sees(tuula, siiri, entry)


async def test_an_entry_for_somebody_who_cannot_be_named_is_not_kept_at_all() -> None:
    siiri, _tuula = await a_class()
    stranger = await make_teacher(await make_school())
    with pytest.raises(NotFound):
        await make_entry(siiri, replace(FAIR, audience=Choice(persons=(stranger.person_id,))), uuid4())
    with pytest.raises(Invalid) as told:
        await make_entry(siiri, replace(FAIR, audience=replace(CLASS_TEACHERS, until=date(2020, 1, 1))), uuid4())
    assert told.value.field == "until"
    assert (await load_portfolio(siiri)).count == 0


async def test_the_form_shows_who_can_see_the_entry_and_who_was_ticked_in_its_draft() -> None:
    siiri, tuula = await a_class()
    entry = await make_entry(siiri, replace(FAIR, audience=CLASS_TEACHERS), uuid4())
    form = await load_entry_form(siiri, str(entry))
    assert (form.who.class_teachers, form.who.persons, form.who.until) == (True, (), "")
    assert [one.name for one in form.nameable] == ["Tuula"]
    typed = {"title": "The fair", f"person:{tuula.person_id}": "yes", "until": "2099-05-03"}
    await save_draft(siiri.person_id, draft_of(entry), typed, 0)
    form = await load_entry_form(siiri, str(entry))
    assert (form.who.class_teachers, form.who.persons) == (False, (str(tuula.person_id),))
    assert form.who.until == "2099-05-03"


async def test_a_photo_added_while_writing_is_ticked_and_other_drafts_stay() -> None:
    siiri, _tuula = await a_class()
    view = await load_entry_form(siiri)
    assert view.shows[0].value == ""  # nobody's photo shows a skill that was not chosen
    skill = view.shows[1].value
    await save_draft(siiri.person_id, new_evidence_draft(skill), {"title": "Half typed"}, 0)
    with pytest.raises(NotFound):
        await with_photo(siiri, view)
    form = EvidenceForm("The stall", words="Ours", capabilities=(skill,))
    photo = await add_evidence(siiri, EvidenceKind.WORDS, form, UUID(view.photo_request), from_entry=True)
    after = await with_photo(siiri, view)
    assert [(one.value, one.label, one.chosen) for one in after.evidence] == [(str(photo), "The stall", True)]
    assert after.photo_request != view.photo_request
    assert replace(after, evidence=(), photo_request="") == replace(view, evidence=(), photo_request="")
    assert await kept_draft(siiri.person_id, new_evidence_draft(skill)) is not None


async def test_a_form_left_open_does_not_share_again_what_was_taken_back_meanwhile() -> None:
    siiri, tuula = await a_class()
    entry = await make_entry(siiri, replace(FAIR, audience=CLASS_TEACHERS), uuid4())
    form = await load_entry_form(siiri, str(entry))
    await set_audience(siiri, Kind.ENTRY, str(entry), ONLY_ME)
    fields = {"title": "The fair", "class_teachers": "yes", "until": "", "audience": form.audience}
    await change_entry(siiri, entry, parsed(fields), 1)
    assert not await sees(tuula, siiri, entry)
    await change_entry(siiri, entry, parsed(fields | {"until": "2099-05-03"}), 2)
    assert await sees(tuula, siiri, entry)
