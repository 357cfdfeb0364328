"""A whole term of an ambassador: from the call to the certificate and the hand-over, with a teacher, two pupils and
whoever comes next; and a short address that is scanned. By keyboard, pupils on a phone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.ambassadors.models import Ambassador, AmbassadorTerm
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.portfolio_app import app
from tests.ambassadors.schools import train
from tests.browser.phones import awake, axe, nothing_wrong, opened, phone_of, press, tab_to
from tests.browser.words import Words
from tests.people import make_class, make_pupil, make_region, make_school, make_teacher
from tests.served import Served

assert app  # every table is known


@dataclass
class People:
    """A page for each of them."""

    school: UUID
    tuula: Page
    siiri: Page
    aada: Page
    pupils: tuple[Actor, Actor]
    name: str

    async def close(self) -> None:
        for page in (self.tuula, self.siiri, self.aada):
            await page.context.close()


@pytest.fixture
async def people(served: Served, browser: Browser) -> AsyncIterator[People]:
    school = await make_school(region=await make_region(country="FI"))
    class_id = await make_class(school, "9A")
    pupils = await make_pupil(school, class_id, name="Siiri Niemi"), await make_pupil(school, class_id, name="Aada Aho")
    made = People(
        school=school,
        tuula=await phone_of(served, browser, await make_teacher(school, class_id, name="Tuula Virta")),
        siiri=await phone_of(served, browser, pupils[0]),
        aada=await phone_of(served, browser, pupils[1]),
        pupils=pupils,
        name=f"Ambassadors {uuid4().hex[:6]}",
    )
    await made.tuula.set_viewport_size({"width": 1366, "height": 768})
    yield made
    await made.close()


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_a_term_from_the_call_to_the_hand_over(people: People, language: str) -> None:
    said = Words(language)
    await call(people, said, people.name, first=today() - timedelta(days=2))
    await apply(people.siiri, said, people.name)
    await choose(people, said, people.name, "Siiri Niemi")
    me = await ambassador_of(people.pupils[0])
    await plan_and_log(people, said, me)
    await talk(people, said, me)
    await look_back(people, said, me)
    await sign(people, said, me)
    following = f"{people.name} II"
    await call(people, said, following, first=today() + timedelta(days=1))
    await apply(people.aada, said, following)
    await choose(people, said, following, "Aada Aho")
    other = await ambassador_of(people.pupils[1])
    await awake(people.aada, said.at(f"/ambassador?id={other}"))
    await expect(people.aada.get_by_text("Ask the janitor before you tape anything")).to_be_visible()
    await nothing_wrong(people.aada)


async def call(people: People, said: Words, name: str, *, first: date) -> None:
    """The teacher opens a call, and goes on to its term."""
    tuula = people.tuula
    await awake(tuula, said.at("/ambassadors"))
    await opened(tuula, said("Open a call"))
    main = tuula.locator("main")
    await main.locator("[name=name]").fill(name)
    await main.locator("[name=first_day]").fill(first.isoformat())
    await main.locator("[name=last_day]").fill((first + timedelta(days=60)).isoformat())
    await main.locator("[name=apply_until]").fill((today() + timedelta(days=14)).isoformat())
    await main.locator("[name=places]").fill("2")
    await main.locator("[name=words]").fill("An hour a week")
    await nothing_wrong(tuula)
    await press(tuula, said("Open this call"))
    await expect(tuula.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()
    await nothing_wrong(tuula)


async def apply(pupil: Page, said: Words, name: str) -> None:
    """A pupil finds the call on their Home; what is missing is said in words, and nothing is lost."""
    await awake(pupil, said.at("/home"))
    await expect(pupil.get_by_text(said("Ambassadors wanted"))).to_be_visible()
    await awake(pupil, said.at("/ambassadors"))
    await nothing_wrong(pupil)
    card = pupil.get_by_role("article").filter(has=pupil.get_by_role("heading", name=name, exact=True))
    send = card.get_by_role("button", name=said("Apply"), exact=True)
    await card.locator("[name=why]").fill("I like to explain")
    await tab_to(pupil, send)
    await pupil.keyboard.press("Enter")
    await expect(pupil.get_by_text(said("Choose whom you can reach.")).first).to_be_visible()
    assert await card.locator("[name=why]").input_value() == "I like to explain"
    await card.locator("[name=reaches]").select_option("class")
    await tab_to(pupil, send)
    await pupil.keyboard.press("Enter")
    await expect(pupil.get_by_text(said("You have applied. There is no answer yet."))).to_be_visible()
    await nothing_wrong(pupil)


async def choose(people: People, said: Words, name: str, pupil: str) -> None:
    """The teacher reads what was written, and chooses."""
    tuula = people.tuula
    async with reading() as session:
        term = (await session.execute(select(AmbassadorTerm).where(col(AmbassadorTerm.name) == name))).scalar_one()
    await awake(tuula, said.at(f"/ambassador-term?id={term.id}"))
    await expect(tuula.get_by_text("I like to explain")).to_be_visible()
    await press(tuula, f"{said('Choose')}: {pupil}")
    await expect(tuula.get_by_role("link", name=pupil)).to_be_visible()
    await nothing_wrong(tuula)


async def plan_and_log(people: People, said: Words, me: UUID) -> None:
    """The ambassador is trained, plans an action of today, and writes down how it went."""
    siiri = people.siiri
    await train(me)
    await awake(siiri, said.at(f"/ambassador?id={me}"))
    await nothing_wrong(siiri)
    main = siiri.locator("main")
    await opened(siiri, said("Plan an action"))
    new = main.locator("form", has=siiri.get_by_role("button", name=said("Put it in my plan"), exact=True))
    await new.locator("[name=kind]").select_option("demo")
    await new.locator("[name=day]").fill(today().isoformat())
    await new.locator("[name=place]").fill("Room 214")
    await press(siiri, said("Put it in my plan"))
    card = main.get_by_role("article").filter(has_text="Room 214")
    await expect(card).to_have_count(1)
    await nothing_wrong(siiri)
    await card.locator("[name^=minutes]").fill("25")
    await card.locator("[name^=heads]").fill("22")
    await card.locator("[name^=learned]").fill("Show one example first")
    await press(siiri, said("Put it in my log"))
    await expect(card.get_by_text("Show one example first").first).to_be_visible()
    await expect(siiri.get_by_text(said("Nothing is planned."))).to_be_visible()
    await press(siiri, f"{said('Take it out')}: {await name_of(card)}")
    await expect(card).to_have_count(0)
    await press(siiri, said("Undo"))
    await expect(card).to_have_count(1)
    await nothing_wrong(siiri)


async def name_of(card: Locator) -> str:
    """What the button of an action is called after its colon."""
    label = await card.locator("button[aria-label]").last.get_attribute("aria-label")
    return str(label).partition(": ")[2]


async def talk(people: People, said: Words, me: UUID) -> None:
    """The ambassador thinks first; the teacher notes what they agreed."""
    siiri, tuula = people.siiri, people.tuula
    await opened(siiri, said("Think about it before you talk"))
    await siiri.locator("main [name=happened]").fill("One demo")
    button = siiri.locator("main form", has=siiri.locator("[name=happened]")).get_by_role("button")
    await button.press("Enter")
    saved = said("Saved. The adult you talk with reads it, too.")
    await expect(siiri.locator(".notices").get_by_text(saved)).to_be_visible()
    await awake(tuula, said.at(f"/ambassador?id={me}"))
    await expect(tuula.get_by_text("One demo")).to_be_visible()
    await nothing_wrong(tuula)
    await opened(tuula, said("Note the talk"))
    await tuula.locator("main [name=agreed]").fill("A help hour in May")
    await press(tuula, said("Note it"))
    await expect(tuula.get_by_text("A help hour in May").first).to_be_visible()
    await opened(tuula, said("Note how they were told, or tell them by mail"))
    await tuula.locator("main [name=way]").select_option("talk")
    await press(tuula, said("Note it, or send the mail"))
    await expect(tuula.get_by_text(said("In a talk or a call")).first).to_be_visible()


async def look_back(people: People, said: Words, me: UUID) -> None:
    """The ambassador looks back, keeps it as evidence, and writes for whoever comes next."""
    siiri = people.siiri
    await awake(siiri, said.at(f"/ambassador?id={me}"))
    await expect(siiri.get_by_text("A help hour in May").first).to_be_visible()
    await opened(siiri, said("Write how it was"))
    form = siiri.locator("main form", has=siiri.locator("[name=looked_back]"))
    await form.locator("[name=looked_back]").fill("I learned to wait")
    await form.get_by_role("checkbox").first.check()
    await form.get_by_role("button", name=said("Save"), exact=True).press("Enter")
    await expect(siiri.get_by_text("I learned to wait").first).to_be_visible()
    await press(siiri, said("Keep it as evidence of these skills"))
    await expect(siiri.get_by_role("link", name=said("Among your evidence"))).to_be_visible()
    await opened(siiri, said("Write for whoever comes next"))
    form = siiri.locator("main form", has=siiri.locator("[name=hand_over]"))
    await form.locator("[name=hand_over]").fill("Ask the janitor before you tape anything")
    await form.locator("[name=buddy_from]").fill(today().isoformat())
    await form.get_by_role("button", name=said("Save"), exact=True).press("Enter")
    await expect(siiri.get_by_text("Ask the janitor before you tape anything").first).to_be_visible()
    await nothing_wrong(siiri)


async def sign(people: People, said: Words, me: UUID) -> None:
    """The teacher signs; the pupil has the certificate, and the credential to accept."""
    tuula, siiri = people.tuula, people.siiri
    await awake(tuula, said.at(f"/ambassador?id={me}"))
    await press(tuula, said("Sign this term"))
    await expect(tuula.get_by_role("button", name=said("Take the signature back"))).to_be_visible()
    await nothing_wrong(tuula)
    await awake(siiri, said.at(f"/ambassador?id={me}"))
    paper = siiri.get_by_role("link", name=said("The certificate (PDF)"))
    answer = await siiri.request.get(str(await paper.get_attribute("href")))
    assert answer.ok
    assert (await answer.body()).startswith(b"%PDF")
    await nothing_wrong(siiri)
    await siiri.get_by_role("link", name=said("The credential that your school offers you")).click()
    await expect(siiri.get_by_text(people.name).first).to_be_visible()


async def test_a_short_address_is_scanned_by_two_phones(people: People, browser: Browser, served: Served) -> None:
    """A class holds up its phones; one of them has no scripts; the same one comes twice."""
    said = Words("en")
    tuula = people.tuula
    await awake(tuula, said.at("/campaigns"))
    await nothing_wrong(tuula)
    await opened(tuula, "Make a short address")
    await tuula.locator("main [name=name]").fill("Poster by the canteen")
    await tuula.locator("main [name=goal]").fill("20")
    await press(tuula, "Make it")
    await expect(tuula.get_by_role("article").filter(has_text="Poster by the canteen")).to_have_count(1)
    await nothing_wrong(tuula)
    async with reading() as session:
        link = (
            await session.execute(select(CampaignLink).where(col(CampaignLink.school_id) == people.school))
        ).scalar_one()
    phone = await browser.new_context(base_url=served.url, bypass_csp=True, viewport={"width": 360, "height": 740})
    page = await phone.new_page()
    async with page.expect_response(lambda answer: "quietly" in answer.url) as counted:
        await page.goto(f"/go/{link.code}?language=en")
    assert (await counted.value).status == 204
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.reload()
    await page.get_by_role("button", name="Go to Polku").click()
    await page.wait_for_url("**/sign-in")
    await phone.close()
    plain = await browser.new_context(base_url=served.url, java_script_enabled=False)
    page = await plain.new_page()
    await page.goto(f"/go/{link.code}?language=fi")
    await page.get_by_role("button", name="Siirry Polkuun").click()
    await page.wait_for_url("**/fi/sign-in")
    await plain.close()
    async with reading() as session:
        row = (await session.execute(select(CampaignCount).where(col(CampaignCount.link_id) == link.id))).scalar_one()
    assert (row.scans, row.starts) == (2, 0)
    await awake(tuula, said.at("/campaigns"))
    await expect(tuula.get_by_text("fewer than five devices came by it")).to_be_visible()
    await press(tuula, "End it: Poster by the canteen")
    await press(tuula, "Undo")
    await expect(tuula.get_by_role("article").filter(has_text="Poster by the canteen")).to_have_count(1)


async def ambassador_of(pupil: Actor) -> UUID:
    """By what a pupil is one."""
    async with reading() as session:
        wanted = select(col(Ambassador.id)).where(col(Ambassador.person_id) == pupil.person_id)
        return (await session.execute(wanted)).scalar_one()


async def test_an_ambassador_who_is_removed_finds_their_log_and_nothing_to_do(people: People) -> None:
    said = Words("en")
    await call(people, said, people.name, first=today() - timedelta(days=2))
    await apply(people.siiri, said, people.name)
    await choose(people, said, people.name, "Siiri Niemi")
    me = await ambassador_of(people.pupils[0])
    await plan_and_log(people, said, me)
    async with writing() as session:
        row = await session.get_one(Ambassador, me)
        row.ended_at, row.ended_why, row.ended_words = now(), "removed", "Talk with me on Monday"
    siiri = people.siiri
    await awake(siiri, said.at(f"/ambassador?id={me}"))
    await expect(siiri.get_by_text("Talk with me on Monday")).to_be_visible()
    await expect(siiri.get_by_text("Show one example first")).to_be_visible()
    await expect(siiri.get_by_role("button", name="Put it in my log")).to_have_count(0)
    await nothing_wrong(siiri)
