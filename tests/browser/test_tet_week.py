"""A whole week at a workplace, from the announced period to what is kept of it, with seven people: a regional
coordinator, a host by link, a teacher, two pupils, somebody at home by link, and a counsellor. Those who would use a
phone use one. Mail is not sent here: keys and codes are read where the letter would be made of them, and once the week
is agreed its days are moved to the past."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.marketplace import contacts, offering
from portfolio_app.marketplace.hosting.codes import code_of
from portfolio_app.marketplace.hosting.models import HostCode
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.marketplace.placements import asking
from portfolio_app.marketplace.placements.models import FamilyContact, Party, Placement, SignatureAsk
from portfolio_app.portfolio_app import app
from tests.browser.phones import awake, axe, nothing_wrong, opened, phone_of, press, tab_to
from tests.browser.words import Words
from tests.marketplace.seats import a_monday
from tests.people import (
    make_class,
    make_counsellor,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)
from tests.served import Served

assert app  # every table is known


@dataclass
class People:
    """A page for each of the seven; the host and home read without an account or a script."""

    sirpa: Page
    raija: Page
    tuula: Page
    siiri: Page
    aada: Page
    minna: Page
    petri: Page
    pupils: tuple[Actor, Actor]
    class_id: UUID
    host: str

    async def close(self) -> None:
        for page in (self.sirpa, self.raija, self.tuula, self.siiri, self.aada, self.minna, self.petri):
            await page.context.close()


@pytest.fixture
async def people(served: Served, browser: Browser) -> AsyncIterator[People]:
    region = await make_region(f"Region {uuid4().hex[:6]}", country="FI")
    school = await make_school(region=region)
    class_id = await make_class(school, "9A")
    pupils = await make_pupil(school, class_id, name="Siiri Niemi"), await make_pupil(school, class_id, name="Aada Aho")

    async def plain() -> Page:
        phone = await browser.new_context(
            base_url=served.url, bypass_csp=True, locale="en-GB", viewport={"width": 360, "height": 740}
        )
        return await phone.new_page()

    made = People(
        sirpa=await phone_of(served, browser, await make_regional(region, name="Sirpa Aalto")),
        raija=await plain(),
        tuula=await phone_of(served, browser, await make_teacher(school, class_id, name="Tuula Virta")),
        siiri=await phone_of(served, browser, pupils[0]),
        aada=await phone_of(served, browser, pupils[1]),
        minna=await plain(),
        petri=await phone_of(served, browser, await make_counsellor(school, name="Petri Lahti")),
        pupils=pupils,
        class_id=class_id,
        host=f"Leipomo {uuid4().hex[:6]}",
    )
    for adult in (made.sirpa, made.tuula, made.petri):
        await adult.set_viewport_size({"width": 1366, "height": 768})
    yield made
    await made.close()


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_a_week_from_the_announced_period_to_what_is_kept(people: People, language: str) -> None:
    said = Words(language)
    await approve_a_host(people, said)
    await announce_a_period(people, said)
    await offer_a_week(people, said)
    await wish(people, said)
    await book(people, said)
    placed, other = [await placement_of(one) for one in people.pupils]
    await agree(people, said, placed)
    await sign_on_paper(people, said, other)
    await read_the_card(people, said, placed)
    await read_who_comes(people, said)
    await reach_an_adult(people, said, other)
    await as_if_the_week_had_gone_by()
    await keep_a_diary(people, said, placed)
    await say_how_it_went(people, said, placed)
    await keep_it(people, said, placed)
    await read_the_board(people, said)


async def approve_a_host(people: People, said: Words) -> None:
    """The coordinator adds a host; its contact says by the link that the address is theirs."""
    sirpa, raija = people.sirpa, people.raija
    await awake(sirpa, said.at("/hosts"))
    await opened(sirpa, said("Add a host"))
    form = sirpa.locator("main form", has=sirpa.get_by_role("button", name=said("Add this host"), exact=True))
    for name, value in (("name", people.host), ("register_number", "1234567-8"), ("town", "Aura")):
        await form.locator(f"[name={name}]").fill(value)
    await form.locator("[name=field]").select_option("food")
    await press(sirpa, said("Add this host"))
    await sirpa.wait_for_url("**/host?id=*")
    await opened(sirpa, said("Add a contact"))
    form = sirpa.locator("main form", has=sirpa.get_by_role("button", name=said("Add and ask by mail"), exact=True))
    await form.locator("[name=contact_name]").fill("Raija Kettunen")
    await form.locator("[name=mail]").fill("raija@example.org")
    await press(sirpa, said("Add and ask by mail"))
    await expect(sirpa.get_by_text("raija@example.org")).to_be_visible()
    async with writing() as session:
        row = await contact_of(session, people.host)
        row.asking, row.asked_at = uuid4(), now()
        key = contacts.key_of(row)
    await raija.goto(f"/host-contact?key={key}&language={said.language}")
    await right(raija)
    await raija.get_by_role("button", name=said("Yes, that is me"), exact=True).click()
    await expect(raija.get_by_role("heading", level=1)).to_be_visible()
    await awake(sirpa, sirpa.url)
    await press(sirpa, said("Approve"))
    await expect(sirpa.locator(".notices")).not_to_be_empty()


async def announce_a_period(people: People, said: Words) -> None:
    """The teacher plans when the class goes out, asks what pupils wish, and lets hosts know."""
    tuula = people.tuula
    await awake(tuula, said.at("/work-experience"))
    await opened(tuula, said("Plan a period"))
    main = tuula.locator("main")
    await main.locator("[name=name]").fill(f"TET {people.host}")
    await main.locator("[name=first_day]").fill(a_monday().isoformat())
    await main.locator("[name=last_day]").fill((a_monday() + timedelta(days=4)).isoformat())
    await main.locator("[name=wishes_until]").fill((today() + timedelta(days=7)).isoformat())
    await main.locator("[name=adult_phone]").fill("040 123 4567")
    await main.get_by_label("9A").check()
    await press(tuula, said("Make this period"))
    await expect(tuula.get_by_role("heading", level=1, name=f"TET {people.host}")).to_be_visible()
    await press(tuula, said("Announce it to hosts"))
    await nothing_wrong(tuula)


async def offer_a_week(people: People, said: Words) -> None:
    """The host reads when the school goes out, and offers a week with two seats."""
    raija = people.raija
    async with writing() as session:
        row = await contact_of(session, people.host)
        row.opens, row.opens_until = uuid4(), now() + timedelta(days=60)
        key = offering.key_of(row)
    await raija.goto(f"/host-offers?key={key}&language={said.language}")
    await expect(raija.get_by_role("heading", name=said("What schools want, and when"))).to_be_visible()
    await right(raija)
    await raija.get_by_role("link", name=said("Offer something new"), exact=True).click()
    await raija.locator("#kind").select_option("week")
    for field, value in (
        ("title", "A week with dough"),
        ("words", "You shape buns."),
        ("ages_from", "14"),
        ("ages_to", "16"),
        ("responsible", "Raija"),
        ("first-0", a_monday().isoformat()),
        ("last-0", (a_monday() + timedelta(days=4)).isoformat()),
        ("begins-0", "09:00"),
        ("ends-0", "14:00"),
        ("seats-0", "2"),
    ):
        await raija.locator(f"#{field}").fill(value)
    await raija.locator("summary", has_text=said("The week, by half days")).click()
    await raija.get_by_label(said("Fill what is empty with a usual week")).check()
    await right(raija)
    await raija.get_by_role("button", name=said("Save"), exact=True).click()
    await expect(raija.get_by_role("heading", name="A week with dough")).to_be_visible()
    await raija.get_by_role("link", name=said("Safety at your place"), exact=True).click()
    for field, value in (("risks", "The oven is hot."), ("contact", "Raija"), ("phone", "040 765 4321")):
        await raija.locator(f"#{field}").fill(value)
    await raija.get_by_role("button", name=said("Say this for a year"), exact=True).click()
    await expect(raija.get_by_role("status")).to_be_visible()
    await right(raija)


async def wish(people: People, said: Words) -> None:
    """Both pupils say what they wish, the one with a reason."""
    for page, why in ((people.siiri, "I bake at home"), (people.aada, "")):
        await awake(page, said.at("/wishes"))
        await page.locator("main [name=field-1]").select_option("food")
        await page.locator("main [name=why-1]").fill(why)
        await press(page, said("Save my wishes"))
        await expect(page.locator(".notices")).not_to_be_empty()
    await nothing_wrong(people.siiri)


async def book(people: People, said: Words) -> None:
    """The teacher reads the wishes, finds the offer and takes both seats."""
    tuula = people.tuula
    async with reading() as session:
        period = (await session.execute(select(Period).where(col(Period.name) == f"TET {people.host}"))).scalar_one()
        offer = (await session.execute(offers_of(people.host))).scalar_one()
        day = (await session.execute(select(OfferDate).where(col(OfferDate.offer_id) == offer.id))).scalar_one()
    await awake(tuula, said.at(f"/period-wishes?id={period.id}"))
    await expect(tuula.get_by_text("I bake at home")).to_be_visible()
    await awake(tuula, said.at(f"/offer?id={offer.id}&date={day.id}&class={people.class_id}&period={period.id}"))
    await expect(tuula.get_by_text("The oven is hot.")).to_be_visible()
    await expect(tuula.get_by_text(said("Look back together")).first).to_be_visible()
    for one in people.pupils:
        await tuula.get_by_label(one.name, exact=True).check()
        await tuula.get_by_label(f"{said('Month of birth')}: {one.name}").fill("2011-04")
    await press(tuula, said("Take these seats"))
    await expect(tuula.get_by_text(said("Seats taken: {n}.", n=2))).to_be_visible()
    await nothing_wrong(tuula)


async def agree(people: People, said: Words, placed: UUID) -> None:
    """The teacher writes the terms down; home and host sign by a mailed link, the school by its button."""
    tuula = people.tuula
    await awake(tuula, said.at(f"/agreement?id={placed}"))
    await press(tuula, said("Write these terms down"))
    await expect(tuula.get_by_text(said("Sign for the school"), exact=True)).to_be_visible()
    async with writing() as session:
        contact = await contact_of(session, people.host)
        asks = {
            party: SignatureAsk(
                placement_id=placed,
                party=party,
                contact_id=contact.id if party is Party.HOST else None,
                name=name,
                mail="raija@example.org" if party is Party.HOST else "minna@example.org",
                language=said.language,
                opens=uuid4(),
                opens_until=now() + timedelta(days=30),
                asked_at=now(),
            )
            for party, name in ((Party.FAMILY, "Minna Niemi"), (Party.HOST, "Raija Kettunen"))
        }
        await keep_home(session, people.pupils[0], said.language)
        session.add_all(asks.values())
        await session.flush()
        keys = {party: asking.key_of(row) for party, row in asks.items()}
    for page, party in ((people.minna, Party.FAMILY), (people.raija, Party.HOST)):
        for _look in range(2):  # a mail program looks first
            await page.goto(f"/sign-agreement?key={keys[party]}&language={said.language}")
        await right(page)
        named = page.get_by_text(people.pupils[0].name)
        assert bool(await named.count()) is (party is Party.FAMILY)
        await page.locator("#name").fill(asks[party].name)
        await page.get_by_role("button", name=said("I have read this and agree"), exact=True).click()
        await expect(page.get_by_role("status")).to_be_visible()
    await awake(tuula, tuula.url)
    await press(tuula, said("Sign for the school"))
    await expect(tuula.get_by_text(said("Everybody has signed."))).to_be_visible()
    await nothing_wrong(tuula)


async def sign_on_paper(people: People, said: Words, other: UUID) -> None:
    """For the other pupil the counsellor does it: home has signed on paper."""
    petri = people.petri
    await awake(petri, said.at(f"/agreement?id={other}"))
    await press(petri, said("Write these terms down"))
    await expect(petri.get_by_text(said("Sign for the school"), exact=True)).to_be_visible()
    await opened(petri, said("Somebody signed on paper"))
    await petri.locator("main [name=signed_name]").fill("Jukka Aho")
    await press(petri, said("Record it"))
    await expect(petri.get_by_text("Jukka Aho")).to_be_visible()
    await press(petri, said("Sign for the school"))
    await expect(petri.get_by_role("button", name=said("Take the school’s signature back"))).to_be_visible()


async def read_the_card(people: People, said: Words, placed: UUID) -> None:
    """The pupil reads when, where and what to take care of."""
    siiri = people.siiri
    await awake(siiri, said.at(f"/placement?id={placed}"))
    await expect(siiri.get_by_text("The oven is hot.")).to_be_visible()
    await expect(siiri.get_by_text("Raija", exact=True).first).to_be_visible()
    await nothing_wrong(siiri)
    await press(siiri, said("I have read it"))
    await expect(siiri.locator("main").get_by_role("button", name=said("I have read it"))).to_have_count(0)


async def read_who_comes(people: People, said: Words) -> None:
    """The host reads two names, after a code."""
    raija = people.raija
    async with writing() as session:
        row = await contact_of(session, people.host)
        drawn = HostCode(contact_id=row.id, drawn=uuid4(), until_at=now() + timedelta(minutes=15))
        session.add(drawn)
        key, code = offering.key_of(row), code_of(drawn)
    await raija.goto(f"/host-placements?key={key}&language={said.language}")
    await expect(raija.get_by_text("Siiri Niemi")).to_have_count(0)
    await raija.goto(f"/host-placements?key={key}&language={said.language}&done=sent")
    await raija.locator("#code").fill(code)
    await raija.keyboard.press("Enter")
    for name in ("Siiri Niemi", "Aada Aho"):
        await expect(raija.get_by_role("heading", name=name)).to_be_visible()
    await right(raija)


async def reach_an_adult(people: People, said: Words, other: UUID) -> None:
    """The other pupil says that something is wrong; the counsellor reads it at once."""
    await awake(people.aada, said.at(f"/placement?id={other}"))
    await people.aada.locator("main [name=words]").fill("It is too hot")
    await press(people.aada, said("Something is wrong here"))
    await expect(people.aada.get_by_text(said("Nobody has read it yet."))).to_be_visible()
    await awake(people.petri, said.at("/worries"))
    await expect(people.petri.get_by_text("It is too hot")).to_be_visible()
    await press(people.petri, said("I have read it"))
    await expect(people.petri.locator("main").get_by_role("button", name=said("I have read it"))).to_have_count(0)
    await awake(people.aada, said.at(f"/placement?id={other}"))
    await expect(people.aada.get_by_text("Petri Lahti").first).to_be_visible()


async def as_if_the_week_had_gone_by() -> None:
    """All placements of the week are over: their days and those of the offer lie two weeks back."""
    back = a_monday() - (today() - timedelta(days=today().weekday() + 14))
    async with writing() as session:
        for row in (await session.execute(select(Placement))).scalars():
            if row.first_day == a_monday():
                row.first_day, row.last_day = row.first_day - back, row.last_day - back


async def keep_a_diary(people: People, said: Words, placed: UUID) -> None:
    """The pupil writes of a day, and nobody else reads it."""
    siiri = people.siiri
    await awake(siiri, said.at(f"/diary?id={placed}"))
    await siiri.locator("main form[data-draft^=diary-new] [name=words]").fill("I shaped two hundred buns")
    await press(siiri, said("Save in my diary"))
    await expect(siiri.locator("main").get_by_role("article")).to_have_count(1)
    await nothing_wrong(siiri)


async def say_how_it_went(people: People, said: Words, placed: UUID) -> None:
    """The host says how it went; the teacher reads it first and hands it on."""
    raija, tuula = people.raija, people.tuula
    async with reading() as session:
        key = offering.key_of(await contact_of(session, people.host))
    await raija.goto(f"/host-evaluation?key={key}&placement={placed}&language={said.language}")
    for aspect, step in (("punctual", 3), ("initiative", 2), ("cooperation", 4), ("care", 3), ("learning", 0)):
        await raija.locator(f"[name={aspect}][value='{step}']").check()
    await raija.locator("#went_well").fill("She asked before she touched the oven.")
    await right(raija)
    await raija.get_by_role("button", name=said("Send it to the school"), exact=True).click()
    await expect(raija.get_by_role("status")).to_be_visible()
    await awake(tuula, said.at("/evaluations"))
    await expect(tuula.get_by_text("She asked before she touched the oven.")).to_be_visible()
    await press(tuula, said("Hand it on to the pupil"))
    await nothing_wrong(tuula)


async def keep_it(people: People, said: Words, placed: UUID) -> None:
    """The pupil keeps a voice, a credential, an entry and a day as evidence."""
    siiri = people.siiri
    await awake(siiri, said.at(f"/placement?id={placed}"))
    await press(siiri, said("Keep it as a voice"))
    await press(siiri, said("Make it my credential"))
    await expect(siiri.get_by_text(said("You have a credential of these days:"))).to_be_visible()
    await awake(siiri, said.at(f"/afterwards?id={placed}"))
    main = siiri.locator("main")
    await main.locator("[name=proud]").fill("That they sold my buns")
    await main.locator("[name=would][value=maybe]").check()
    await press(siiri, said("Save"))
    await expect(
        siiri.get_by_role("status").filter(has_text=said("Saved. Only you read it, and you can change it."))
    ).to_be_visible()
    await press(siiri, said("Keep in my portfolio"))
    await expect(main.get_by_role("link", name=said("In your portfolio"))).to_be_visible()
    await main.locator("#keep [name=capability]").select_option(index=1)
    await tab_to(siiri, main.get_by_role("button", name=said("Keep as evidence")))
    await siiri.keyboard.press("Enter")
    await expect(main.get_by_role("link", name=said("Among your evidence"))).to_be_visible()
    await nothing_wrong(siiri)
    await awake(siiri, said.at("/evidence-list"))
    await expect(
        siiri.get_by_text("I shaped two hundred buns").or_(siiri.get_by_text(people.host)).first
    ).to_be_visible()


async def read_the_board(people: People, said: Words) -> None:
    """The teacher sees that nothing is missing for the one, and what is for the other."""
    tuula = people.tuula
    async with reading() as session:
        period = (await session.execute(select(Period).where(col(Period.name) == f"TET {people.host}"))).scalar_one()
    await awake(tuula, said.at(f"/period?id={period.id}"))
    row = tuula.get_by_role("row").filter(has_text="Siiri Niemi")
    await expect(row.get_by_text("✓")).to_have_count(9)
    await expect(tuula.get_by_role("row").filter(has_text="Aada Aho").get_by_text("✓")).not_to_have_count(9)
    await nothing_wrong(tuula)


async def right(page: Page) -> None:
    """Nothing is wrong with a page that is plain HTML, and it fits."""
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def contact_of(session: AsyncSession, host: str) -> HostContact:
    """The host's contact."""
    found = select(HostContact).join(Host, col(Host.id) == col(HostContact.host_id)).where(col(Host.name) == host)
    return (await session.execute(found)).scalar_one()


async def placement_of(pupil: Actor) -> UUID:
    """The placement of a pupil."""
    async with reading() as session:
        return (
            await session.execute(select(col(Placement.id)).where(col(Placement.person_id) == pupil.person_id))
        ).scalar_one()


async def keep_home(session: AsyncSession, pupil: Actor, language: str) -> None:
    """Who signs at home, as if an adult had typed it."""
    session.add(
        FamilyContact(
            person_id=pupil.person_id,
            name="Minna Niemi",
            language=language,
            way="mail",
            mail="minna@example.org",
            made_at=now(),
            changed_at=now(),
        )
    )


def offers_of(host: str) -> Select[Offer]:
    return select(Offer).join(Host, col(Host.id) == col(Offer.host_id)).where(col(Host.name) == host)
