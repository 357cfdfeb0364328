"""Tags through the real event processor: clicked twice, from two devices, taken off and brought back."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import Refused
from portfolio_app.esco.actions import remove_tag
from portfolio_app.esco.importing import import_esco
from portfolio_app.pages.pupil.entry import EntryState
from portfolio_app.pages.pupil.evidence import EvidenceState
from portfolio_app.pages.pupil.tagging import TaggingState
from portfolio_app.pages.pupil.tags import TagsState
from portfolio_app.portfolio.actions import EntryForm, make_entry
from tests.esco.test_file import packed
from tests.esco.test_tags import BICYCLES, BREAD, some_evidence
from tests.events import OpenTab, tab
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")


async def with_evidence() -> tuple[Actor, str, UUID]:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    return siiri, (await signed_in(siiri))[1], await some_evidence(siiri)


async def tags_on(page: OpenTab, state: Any) -> list[str]:
    return [tag.name for tag in (await page.state(state)).view.tagging.tags]


async def test_a_double_click_and_two_devices_put_a_tag_on_once(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri, key, evidence = await with_evidence()
    address = f"/en/evidence?id={evidence}"
    async with tab(key, address=address) as page:
        await page.send(EvidenceState.load)
        form = {"chosen": str(BICYCLES), "request": (await page.state(EvidenceState)).view.tagging.request}
        await page.send(EvidenceState.choose_tag, form=form)
        await page.send(EvidenceState.choose_tag, form=form)
        assert page.notice.kind == "good"
        assert await tags_on(page, EvidenceState) == ["repair bicycles"]
    async with tab((await signed_in(siiri))[1], address=address) as page:
        await page.send(EvidenceState.load)
        request = (await page.state(EvidenceState)).view.tagging.request
        await page.send(EvidenceState.put_on, skill=str(BICYCLES), request=request)
        assert await tags_on(page, EvidenceState) == ["repair bicycles"]
        await page.send(EvidenceState.take_off, tag=(await page.state(EvidenceState)).view.tagging.tags[0].id)
        undo = page.notice.undo
        assert await tags_on(page, EvidenceState) == []
        await page.send(EvidenceState.choose_tag, form=form)
        assert await tags_on(page, EvidenceState) == [], "the form that was sent before"
        await page.send(EvidenceState.undo, what=undo)
        assert await tags_on(page, EvidenceState) == ["repair bicycles"]
        await page.send(EvidenceState.undo, what="tag:nonsense")
        assert page.notice.kind == "problem"


async def test_unknown_skills_and_other_peoples_tags_are_refused_in_a_sentence(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri, key, evidence = await with_evidence()
    async with tab(key, address=f"/en/evidence?id={evidence}") as page:
        await page.send(EvidenceState.load)
        await page.send(EvidenceState.put_on, skill=str(uuid4()), request=str(uuid4()))
        assert (page.notice.kind, page.notice.field) == ("problem", "search")
        await page.send(EvidenceState.choose_tag, form={"chosen": "http://data.europa.eu/esco/skill/1", "request": ""})
        assert page.notice.kind == "problem"
        await page.send(EvidenceState.put_on, skill=str(BREAD), request=str(uuid4()))
        tag = (await page.state(EvidenceState)).view.tagging.tags[0].id
    _eero, stranger, _own = await with_evidence()
    async with tab(stranger, address=f"/en/evidence?id={evidence}") as page:
        await page.send(EvidenceState.put_on, skill=str(BICYCLES), request=str(uuid4()))
        assert page.notice.text == Refused().sentence()
        await page.send(EvidenceState.take_off, tag=tag)
        assert page.notice.text == Refused().sentence()
    await remove_tag(siiri, UUID(tag))
    tuula = await make_teacher(await make_school())
    async with tab((await signed_in(tuula))[1], address=f"/en/tagging?evidence={evidence}&search=bread") as page:
        await page.send(TaggingState.undo, what=f"tag:{tag}")
        assert page.notice.text == Refused().sentence()


async def test_the_page_of_what_was_found(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri, key, _evidence = await with_evidence()
    entry = await make_entry(siiri, EntryForm("A week at the workshop"), uuid4())
    async with tab(key, address=f"/en/tagging?entry={entry}&search=bicicles") as page:
        await page.send(TaggingState.load)
        view = (await page.state(TaggingState)).view
        assert (view.title, [one.name for one in view.found]) == ("A week at the workshop", ["repair bicycles"])
        assert view.said == "1 skill found."
        await page.send(TaggingState.put_on, skill=view.found[0].id, request=view.tagging.request)
        view = (await page.state(TaggingState)).view
        assert view.found[0].tag == view.tagging.tags[0].id, "it says that it is put on"
        page.address = f"/en/tagging?entry={entry}&search={'bicycle ' * 1_250}%00%F0%9F%9A%B2"
        await page.send(TaggingState.load)
        view = (await page.state(TaggingState)).view
        assert len(view.search) <= 80
        page.address = f"/en/entry?id={entry}"
        await page.send(EntryState.load)
        assert await tags_on(page, EntryState) == ["repair bicycles"]
        page.address = "/en/tags?search=workshop"
        await page.send(TagsState.load)
        (skill,) = (await page.state(TagsState)).view.skills
        assert [(thing.title, thing.href) for thing in skill.things] == [
            ("A week at the workshop", f"/en/entry?id={entry}")
        ]


async def test_without_esco_there_is_no_field_and_nothing_to_find() -> None:
    _siiri, key, evidence = await with_evidence()
    async with tab(key, address=f"/en/evidence?id={evidence}") as page:
        await page.send(EvidenceState.load)
        assert (await page.state(EvidenceState)).view.tagging.offered is False
        page.address = f"/en/tagging?evidence={evidence}&search=bread"
        await page.send(TaggingState.load)
        view = (await page.state(TaggingState)).view
        assert (view.loaded, view.found, view.tagging.offered) == (True, (), False)
