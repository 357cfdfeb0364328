"""One's own portfolio as a document: made to be handed on, so what stays with its owner alone is not in it."""

import asyncio
import io
from uuid import UUID, uuid4

import page
import pytest
from PIL import Image
from sqlalchemy import update

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.database import writing
from portfolio_app.esco.actions import add_tag
from portfolio_app.esco.file import URI, ReadFile, ReadSkill
from portfolio_app.esco.importing import put_in, skill_id
from portfolio_app.plan.actions import GoalForm, delete_goal, make_goal
from portfolio_app.plan.steps import StepForm, add_step
from portfolio_app.portfolio import shareable
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.document import portfolio_pdf
from portfolio_app.portfolio.own_document import load_document, own_portfolio_pdf
from portfolio_app.portfolio.queries import load_portfolio
from portfolio_app.schools.models import Barrier, School
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, change_evidence
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.framework import frameworks
from portfolio_app.skills.models import EvidenceKind
from tests.pdfs import assert_accessible, in_one_line, text_of
from tests.people import make_class, make_pupil, make_school

assert shareable.find_entries  # entries can be tagged once that module is there, as it is in the app
pytestmark = pytest.mark.usefixtures("database")


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


def form(people: str) -> EvidenceForm:
    return EvidenceForm(f"Photo, {people}", people_in_it=people, capabilities=("S1",))


async def a_photo(owner: Actor, people: str) -> UUID:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#2F6B3A").save(out, "JPEG", comment=people.encode())
    picture = CleanPicture(out.getvalue(), out.getvalue(), 64, 48)
    return await add_evidence(owner, EvidenceKind.PHOTO, form(people), uuid4(), await keep_file(owner, picture))


async def test_a_photo_of_somebody_who_was_not_asked_is_left_out_and_its_owner_told_how_many() -> None:
    siiri = await a_pupil()
    nobody, not_asked = await a_photo(siiri, "nobody"), await a_photo(siiri, "not_asked")
    for title in ("Club", "Café"):
        await make_entry(siiri, EntryForm(title, evidence=(nobody, not_asked)), uuid4())
    document = await load_document(siiri, "en")
    assert [[photo.alt for photo in entry.photos] for entry in document.entries] == [["Photo, nobody"]] * 2
    shown = [one.evidence for theme in document.themes for one in theme.capabilities if one.evidence]
    assert shown == [("Photo, nobody",)]
    assert (await load_portfolio(siiri)).left_out == (
        "1 photo is not in the PDF, because you have not asked the person in it."
    )
    await change_evidence(siiri, not_asked, form("agreed"), 1)
    assert (await load_portfolio(siiri)).left_out == ""
    assert len((await load_document(siiri, "en")).entries[0].photos) == 2


async def test_goals_are_in_it_unless_their_owner_wants_it_without_and_never_what_gets_in_the_way() -> None:
    siiri, other = await a_pupil(), await a_pupil()
    barriers = {Barrier.MONEY: "The bus is dear"}
    goal = await make_goal(siiri, GoalForm("Bakery", why="Mornings", helpers="Mum", barriers=barriers), uuid4())
    await make_goal(other, GoalForm("Somebody else's"), uuid4())
    await add_step(siiri, goal, StepForm("Ask my aunt"), uuid4())
    (shown,) = (await load_document(siiri, "en")).goals
    assert (shown.title, shown.why, [step.words for step in shown.steps]) == ("Bakery", "Mornings", ["Ask my aunt"])
    assert "bus" not in str(shown)
    assert "Mum" not in str(shown)
    assert (await load_document(siiri, "en", goals=False)).goals == ()
    await delete_goal(siiri, goal)
    assert (await load_document(siiri, "en")).goals == ()


async def test_two_clicks_make_one_document_after_the_other() -> None:
    siiri = await a_pupil()
    await make_entry(siiri, EntryForm("Club", evidence=(await a_photo(siiri, "nobody"),)), uuid4())
    made = await asyncio.gather(own_portfolio_pdf(siiri, "en"), own_portfolio_pdf(siiri, "fi"))
    assert all(one.pdf.startswith(b"%PDF") for one in made)


@pytest.mark.parametrize("to", list(frameworks()))
async def test_whoever_comes_to_another_framework_keeps_a_document_with_all_that_was_shown(to: str) -> None:
    """The new one may have fewer themes, and other ones."""
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    for used in frameworks().values():
        async with writing() as session:
            await session.execute(update(School).values(framework=used.code))
        await make_entry(siiri, EntryForm(used.code, capabilities=used.codes), uuid4())
    async with writing() as session:
        await session.execute(update(School).values(framework=to))
    document = await load_document(siiri, "en")
    assert {entry.title: len(entry.skills) for entry in document.entries} == {
        used.code: len(used.codes) for used in frameworks().values()
    }
    made = await portfolio_pdf(document)
    report = page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [str(failure) for failure in report.failures]


async def test_the_tags_of_an_entry_are_in_a_line_with_their_source() -> None:
    siiri = await a_pupil()
    entry = await make_entry(siiri, EntryForm("Bakery"), uuid4())
    assert "ESCO" not in text_of((await own_portfolio_pdf(siiri, "en")).pdf)
    skill = ReadSkill(f"{URI}skill/1", False, "bake bread", (), "")
    await put_in(ReadFile("en", "1.1.1", (skill,)))
    await add_tag(siiri, Kind.ENTRY, entry, skill_id(skill.uri), uuid4())
    made = await own_portfolio_pdf(siiri, "en")
    assert_accessible(made.pdf)
    text = in_one_line(text_of(made.pdf))
    assert "Tags: bake bread" in text
    assert "This publication uses the ESCO classification of the European Commission." in text
