"""Long lists of one's own: a page at a time, and a word finds a thing again."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.errors import NotFound
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.queries import load_portfolio
from portfolio_app.portfolio.resting import load_resting, restore_resting
from portfolio_app.skills.actions import EvidenceForm, add_evidence, delete_evidence
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.queries import load_capability
from tests.people import make_class, make_pupil, make_school

pytestmark = pytest.mark.usefixtures("database")


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


async def some_words(owner: Actor, title: str) -> UUID:
    form = EvidenceForm(title, words="x", capabilities=("S1",))
    return await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())


async def test_what_rests_of_every_kind_comes_newest_first_in_pages_and_can_be_found() -> None:
    siiri, eero = await a_pupil(), await a_pupil()
    for number in range(12):
        with at(now() - timedelta(hours=20 - number)):
            await delete_evidence(siiri, await some_words(siiri, f"Evidence {number}"))
            entry = await make_entry(siiri, EntryForm(f"Entry {number}"), uuid4())
        with at(now() - timedelta(hours=20 - number, minutes=-1)):
            await delete_entry(siiri, entry)
    first, second = await load_resting(siiri), await load_resting(siiri, 2)
    assert [thing.title for thing in first.things[:3]] == ["Entry 11", "Evidence 11", "Entry 10"]
    assert (len(first.things), len(second.things), first.findable) == (20, 4, True)
    assert first.paging.following_href == "/en/deleted?page=2"
    (found,) = (await load_resting(siiri, search=" ÉNTRY  7 ")).things
    with pytest.raises(NotFound):
        await restore_resting(eero, found.shelf, UUID(found.id))
    with pytest.raises(NotFound):
        await restore_resting(siiri, "cupboard", UUID(found.id))
    await restore_resting(siiri, found.shelf, UUID(found.id))
    assert [entry.title for entry in (await load_portfolio(siiri)).listed] == ["Entry 7"]
    assert (await load_resting(eero)).things == ()


async def test_all_evidence_of_a_skill_can_be_reached_page_by_page() -> None:
    siiri = await a_pupil()
    for number in range(45):
        with at(now() - timedelta(days=number)):
            await some_words(siiri, f"{number}")
    pages = [await load_capability(siiri, "S1", page) for page in (1, 2, 3, 99)]
    assert [item.title for view in pages[:3] for item in view.evidence] == [f"{number}" for number in range(45)]
    assert pages[3].evidence == pages[2].evidence
    assert pages[0].evidence_pages.following_href == "/en/capability?code=S1&page=2#evidence"
    assert pages[2].evidence_pages.following_href == ""


async def test_a_word_finds_an_entry_among_many_and_its_order_stays_out_of_reach() -> None:
    siiri = await a_pupil()
    assert not (await load_portfolio(siiri)).findable
    for number in range(21):
        await make_entry(siiri, EntryForm(f"Entry {number}", learned="Mitä opin: ÄÄNI" if number == 3 else ""), uuid4())
    everything = await load_portfolio(siiri)
    assert (everything.count, len(everything.listed), everything.findable) == (21, 20, True)
    found = await load_portfolio(siiri, search="ääni opin")
    assert [(card.title, card.first, card.last) for card in found.listed] == [("Entry 3", True, True)]
    assert (await load_portfolio(siiri, search="nothing has this")).listed == ()
    assert (await load_portfolio(siiri, 2)).paging.previous_href == "/en/portfolio?page=1"
