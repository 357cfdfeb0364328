"""From a question to its answer, by everybody who has a hand in it, by keyboard on a phone; and what somebody reads
whose question gives cause for worry."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from portfolio_app.ambassadors.questions.opening import close_box
from portfolio_app.portfolio_app import app
from tests.ambassadors.questions.boxes import a_place, asked, box_of, questions
from tests.browser.phones import awake, nothing_wrong, opened, phone_of, press
from tests.served import Served

assert app  # every table is known

WORDS = {
    "en": {
        "nameless": "Not even those who run the server can look up afterwards who asked.",
        "put in": "Put it into the box",
        "in": "Your question is in the box, without your name.",
        "let through": "Let it through",
        "through": "Let through. Ambassadors can draft an answer now.",
        "send": "Send it to an adult",
        "sent": "Sent. An adult reads it before the class does.",
        "with a sentence": "Give it back with a sentence",
        "give back": "Give it back",
        "given back": "The ambassador has it back, with what you wrote.",
        "returned": "An adult gave it back:",
        "approve": "Approve and show it to the class",
        "approved": "Approved. The class sees question and answer now.",
        "by": "An ambassador wrote the answer, and an adult read it.",
        "worry": "Thank you for writing this",
        "contact": "Let an adult contact me",
        "wanted": "An adult has your name and will contact you.",
        "seen": "I have read it",
        "worries": "Gives cause for worry",
        "aside": "Put aside",
        "undo": "Undo",
        "talked": "I have talked with them",
    },
    "fi": {
        "nameless": "Edes palvelimen ylläpitäjät eivät voi katsoa jälkeenpäin, kuka kysyi.",
        "put in": "Laita laatikkoon",
        "in": "Kysymyksesi on laatikossa, ilman nimeäsi.",
        "let through": "Päästä eteenpäin",
        "through": "Päästetty eteenpäin. Lähettiläät voivat nyt luonnostella vastauksen.",
        "send": "Lähetä aikuiselle",
        "sent": "Lähetetty. Aikuinen lukee sen ennen luokkaa.",
        "with a sentence": "Palauta saatesanojen kanssa",
        "give back": "Palauta",
        "given back": "Lähettiläs sai sen takaisin kirjoittamasi kanssa.",
        "returned": "Aikuinen palautti sen:",
        "approve": "Hyväksy ja näytä luokalle",
        "approved": "Hyväksytty. Luokka näkee nyt kysymyksen ja vastauksen.",
        "by": "Vastauksen kirjoitti lähettiläs, ja aikuinen luki sen.",
        "worry": "Kiitos, että kirjoitit tämän",
        "contact": "Haluan, että aikuinen ottaa minuun yhteyttä",
        "wanted": "Aikuisella on nimesi, ja hän ottaa sinuun yhteyttä.",
        "seen": "Olen lukenut sen",
        "worries": "Herättää huolta",
        "aside": "Siirrä sivuun",
        "undo": "Kumoa",
        "talked": "Olen puhunut hänen kanssaan",
    },
}


async def at_box(page: Page, language: str, place: Any) -> None:
    """Open the page of the pupils."""
    await awake(page, f"/{language}/question-box?class={place.class_id}")


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_from_a_question_to_its_answer(served: Served, browser: Browser, language: str) -> None:
    words = WORDS[language]
    place = await a_place()
    pupil, adult = await phone_of(served, browser, place.siiri), await phone_of(served, browser, place.tuula)
    ambassador = await phone_of(served, browser, place.aada)

    await at_box(pupil, language, place)
    main = pupil.locator("main")
    field = main.locator("[name=words]")
    told = await main.inner_text()
    assert words["nameless"] in told
    assert "Tuula Tapani" in told
    told_at, field_at = await main.get_by_text(words["nameless"]).bounding_box(), await field.bounding_box()
    assert told_at
    assert field_at
    assert told_at["y"] < field_at["y"], "it is read before it is written"
    await nothing_wrong(pupil)
    await field.fill("What does Eino’s mum earn at the bakery?")
    assert await pupil.locator("form[data-draft]").count() == 0
    await press(pupil, words["put in"])
    await expect(pupil.get_by_text(words["in"])).to_be_visible()
    await expect(field).to_have_value("")

    await awake(adult, f"/{language}/class-questions?class={place.class_id}")
    await nothing_wrong(adult)
    shown = adult.locator("main form [name=shown]").first
    await expect(shown).to_have_value("What does […]’s mum earn at the bakery?")
    await shown.fill("What does somebody earn at a bakery?")
    await press(adult, words["let through"])
    await expect(adult.get_by_text(words["through"])).to_be_visible()

    await awake(ambassador, f"/{language}/ambassador-questions")
    await nothing_wrong(ambassador)
    assert "Eino" not in await ambassador.locator("main").inner_text()
    await ambassador.locator("main [name=answer]").fill("Enough.")
    await press(ambassador, words["send"])
    await expect(ambassador.get_by_text(words["sent"])).to_be_visible()

    await awake(adult, f"/{language}/class-questions?class={place.class_id}")
    await nothing_wrong(adult)
    await opened(adult, words["with a sentence"])
    await adult.locator("main [name=why]").fill("Where do you know it from?")
    await press(adult, words["give back"])
    await expect(adult.get_by_text(words["given back"])).to_be_visible()

    await awake(ambassador, f"/{language}/ambassador-questions")
    await expect(ambassador.get_by_text(words["returned"])).to_be_visible()
    await nothing_wrong(ambassador)
    await ambassador.locator("main [name=answer]").fill("1,950 euros a month, says the union.")
    await press(ambassador, words["send"])
    await expect(ambassador.get_by_text(words["sent"])).to_be_visible()

    await awake(adult, f"/{language}/class-questions?class={place.class_id}")
    await press(adult, words["approve"])
    await expect(adult.get_by_text(words["approved"])).to_be_visible()
    await awake(adult, f"/{language}/class-questions?class={place.class_id}&show=answered")
    await nothing_wrong(adult)

    await at_box(pupil, language, place)
    pair = main.get_by_role("article").filter(has_text="What does somebody earn at a bakery?")
    await expect(pair).to_contain_text("1,950 euros a month")
    await expect(pair).to_contain_text(words["by"])
    await nothing_wrong(pupil)


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_a_worry_shows_where_help_is_and_reaches_an_adult(
    served: Served, browser: Browser, language: str
) -> None:
    words = WORDS[language]
    place = await a_place()
    pupil, adult = await phone_of(served, browser, place.siiri), await phone_of(served, browser, place.tuula)
    await at_box(pupil, language, place)
    main = pupil.locator("main")
    await main.locator("[name=words]").fill("En jaksa enää, I want to die")
    await press(pupil, words["put in"])
    await expect(main.get_by_role("heading", name=words["worry"])).to_be_visible()
    await expect(main.get_by_text("116 111")).to_be_visible()
    await expect(main.get_by_text("112").first).to_be_visible()
    await nothing_wrong(pupil)
    await press(pupil, words["contact"])
    await expect(main.get_by_text(words["wanted"]).first).to_be_visible()

    await awake(adult, f"/{language}/class-questions?class={place.class_id}")
    await expect(adult.get_by_role("heading", name=words["worries"])).to_be_visible()
    await expect(adult.locator("main").get_by_role("link", name="Siiri Sirkkola")).to_be_visible()
    await nothing_wrong(adult)
    await press(adult, words["talked"])
    await expect(adult.locator("main").get_by_role("link", name="Siiri Sirkkola")).to_have_count(0)
    await press(adult, words["seen"])
    await expect(adult.get_by_role("button", name=words["seen"])).to_have_count(0)
    await press(adult, words["aside"])
    await expect(adult.get_by_role("heading", name=words["worries"])).to_have_count(0)
    await press(adult, words["undo"])
    await expect(adult.get_by_role("heading", name=words["worries"])).to_be_visible()

    await pupil.reload()
    await awake(pupil)
    await expect(main.get_by_role("heading", name=words["worry"])).to_have_count(0)
    ambassador = await phone_of(served, browser, place.aada)
    await awake(ambassador, f"/{language}/ambassador-questions")
    assert "jaksa" not in await ambassador.content()


async def test_what_was_typed_stays_when_the_box_was_closed_meanwhile(served: Served, browser: Browser) -> None:
    place = await a_place()
    pupil = await phone_of(served, browser, place.siiri)
    await at_box(pupil, "en", place)
    await pupil.locator("main [name=words]").fill("Still here?")
    await close_box(place.tuula, place.class_id)
    await press(pupil, "Put it into the box")
    await expect(pupil.get_by_text("The question box is closed now.")).to_be_visible()
    await expect(pupil.locator("main [name=words]")).to_have_value("Still here?")
    box = await box_of(place)
    assert not [one for one in await questions() if one.box_id == box.id]


async def test_hours_words_and_the_box_itself_are_kept_by_keyboard(served: Served, browser: Browser) -> None:
    place = await a_place(duty=False)
    await asked(place)
    adult = await phone_of(served, browser, place.petri)
    await awake(adult, f"/en/class-questions?class={place.class_id}")
    await opened(adult, "Add hours")
    form = adult.locator("main form").filter(has=adult.locator("[name=begins]"))
    await form.locator("[name=day-1]").check()
    await form.locator("[name=begins]").fill("09:00")
    await form.locator("[name=ends]").fill("08:00")
    await form.locator("[name=ends]").press("Enter")
    await expect(adult.get_by_text("It ends before it begins.").first).to_be_visible()
    await form.locator("[name=ends]").fill("10:00")
    await form.locator("[name=ends]").press("Enter")
    await expect(adult.get_by_text("Tuesday, 09:00–10:00")).to_be_visible()
    await press(adult, "Take away")
    await expect(adult.get_by_text("Tuesday, 09:00–10:00")).to_have_count(0)
    await press(adult, "Undo")
    await expect(adult.get_by_text("Tuesday, 09:00–10:00")).to_be_visible()
    await press(adult, "Close the box")
    await press(adult, "Open it again")
    await awake(adult, "/en/worry-words")
    await adult.locator("main [name=word]").fill("Vaping")
    await adult.locator("main [name=word]").press("Enter")
    await expect(adult.locator("main li").filter(has_text="Vaping")).to_have_count(1)
    await press(adult, "Switch off: Vaping")
    await expect(adult.locator("main").get_by_text("switched off").first).to_be_visible()
    await press(adult, "Undo")
    await expect(adult.get_by_role("button", name="Switch off: Vaping")).to_be_visible()
    await nothing_wrong(adult)
