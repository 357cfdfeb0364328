"""A piece of evidence and the entries it appears in: from both sides, each seen by whom it is shared with."""

import asyncio
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import Conflict, NotFound, Refused
from portfolio_app.portfolio import shareable  # noqa: F401 - lets entries be shared
from portfolio_app.portfolio.actions import EntryForm, change_entry, delete_entry, draft_of, make_entry
from portfolio_app.portfolio.entry_form import load_entry_form
from portfolio_app.portfolio.evidence_entries import attach_evidence, detach_evidence, load_evidence_page
from portfolio_app.portfolio.own_document import load_document
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.queries import load_entry
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def a_class() -> tuple[Actor, Actor]:
    school = await make_school()
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def a_cake(owner: Actor, origin: str = "hobby", title: str = "Cake") -> UUID:
    form = EvidenceForm(title, words="The fourth one rose", origin=origin, capabilities=("T3", "N1"))
    return await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())


async def titles(owner: Actor, evidence: UUID) -> list[str]:
    return [one.title for one in (await load_evidence_page(owner, str(evidence))).appears.listed]


async def test_one_evidence_supports_several_skills_and_appears_in_several_entries() -> None:
    siiri, _tuula = await a_class()
    cake = await a_cake(siiri)
    party, shop = [await make_entry(siiri, EntryForm(title), uuid4()) for title in ("The party", "The shop")]
    offered = (await load_evidence_page(siiri, str(cake))).appears
    assert (offered.listed, [one.label for one in offered.others]) == ((), ["The shop", "The party"])
    for entry in (party, party, shop):
        await attach_evidence(siiri, entry, cake)
    assert await titles(siiri, cake) == ["The shop", "The party"]
    (part,) = (await load_entry(siiri, str(party))).attachments
    assert (part.title, part.about_href) == ("Cake", f"/en/evidence?id={cake}")
    for _ in range(2):
        await detach_evidence(siiri, party, cake)
    assert await titles(siiri, cake) == ["The shop"]
    await delete_entry(siiri, shop)
    assert await titles(siiri, cake) == []
    themes = (await load_document(siiri, "en")).themes
    shown = {one.name: one.evidence for theme in themes for one in theme.capabilities if one.evidence}
    assert list(shown.values()) == [("Cake (A hobby)",)] * 2


async def test_a_form_of_the_entry_that_is_open_meanwhile_takes_nothing_back() -> None:
    siiri, _tuula = await a_class()
    cake, bread = await a_cake(siiri), await a_cake(siiri, title="Bread")
    entry = await make_entry(siiri, EntryForm("The party", evidence=(bread,)), uuid4())
    await save_draft(siiri.person_id, draft_of(entry), {"title": "A party", f"evidence:{bread}": "on"}, 0)
    await attach_evidence(siiri, entry, cake)
    await detach_evidence(siiri, entry, bread)
    with pytest.raises(Conflict):
        await change_entry(siiri, entry, EntryForm("A party", evidence=(bread,), shown=(bread,)), 1)
    form = await load_entry_form(siiri, str(entry))
    assert (form.title, [one.label for one in form.evidence if one.chosen]) == ("A party", ["Cake"])


async def test_clicks_at_the_same_time_put_it_in_once() -> None:
    siiri, _tuula = await a_class()
    cake, entry = await a_cake(siiri), await make_entry(siiri, EntryForm("The party"), uuid4())
    await asyncio.gather(*(attach_evidence(siiri, entry, cake) for _ in range(5)))
    assert await titles(siiri, cake) == ["The party"]
    assert len((await load_entry(siiri, str(entry))).attachments) == 1


async def test_a_teacher_is_led_to_what_is_shared_and_to_nothing_else() -> None:
    siiri, tuula = await a_class()
    cake, entry = await a_cake(siiri), await make_entry(siiri, EntryForm("The party"), uuid4())
    hidden = await make_entry(siiri, EntryForm("At home"), uuid4())
    for one in (entry, hidden):
        await attach_evidence(siiri, one, cake)
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    pupil = str(siiri.person_id)
    (part,) = (await load_pupil(tuula, pupil, Kind.ENTRY, str(entry))).opened.entry.attachments
    assert (part.title, part.about_href) == ("Cake", "")
    await set_audience(siiri, Kind.EVIDENCE, str(cake), CLASS_TEACHERS)
    (part,) = (await load_pupil(tuula, pupil, Kind.ENTRY, str(entry))).opened.entry.attachments
    assert part.about_href == f"/en/pupil?id={pupil}&evidence={cake}"
    view = await load_pupil(tuula, pupil, Kind.EVIDENCE, str(cake))
    assert view.lead.startswith("Siiri · Words · A hobby, ")
    assert [one.title for one in view.opened.appears] == ["The party"]


async def test_both_are_ones_own_to_put_together() -> None:
    siiri, tuula = await a_class()
    twin = await make_pupil(await make_school())
    cake, entry = await a_cake(siiri), await make_entry(siiri, EntryForm("The party"), uuid4())
    theirs, other = await a_cake(twin), await make_entry(twin, EntryForm("Mine"), uuid4())
    for change in (attach_evidence, detach_evidence):
        for pair in ((entry, theirs), (other, cake), (entry, uuid4()), (uuid4(), cake)):
            with pytest.raises(NotFound):
                await change(siiri, *pair)
        with pytest.raises(Refused):
            await change(tuula, entry, cake)
    for who, refusal in ((twin, NotFound), (tuula, Refused)):
        with pytest.raises(refusal):
            await load_evidence_page(who, str(cake))
