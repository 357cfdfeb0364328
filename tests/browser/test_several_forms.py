"""Pages with several forms: what is typed into one stays while another is answered; the answered one is empty then."""

import re

from playwright.async_api import Browser, expect

from tests.browser.phones import awake, nothing_wrong, opened, phone_of, press
from tests.people import make_region, make_regional
from tests.served import Served


async def test_what_is_typed_stays_when_another_form_is_answered(served: Served, browser: Browser) -> None:
    region = await make_region("Region with a library")
    sirpa = await phone_of(served, browser, await make_regional(region))
    await awake(sirpa, f"/en/region?id={region}")
    await opened(sirpa, "Add a partner")
    await opened(sirpa, "A key for a program")
    reader = sirpa.get_by_label("Who reads with it")
    await reader.fill("The town")
    await press(sirpa, "Add this partner")  # without a name: nothing is lost in either
    await expect(sirpa.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    await expect(reader).to_have_value("The town")

    name = sirpa.get_by_label("Name of the partner")
    await name.fill("Library")
    await sirpa.get_by_label("What they do").fill("Lends tools")
    await press(sirpa, "Add this partner")
    await expect(sirpa.get_by_role("status").filter(has_text="Added")).to_be_visible()
    await expect(name.last).to_have_value("")
    await expect(reader).to_have_value("The town")
    await nothing_wrong(sirpa)

    await press(sirpa, "Make a key")
    await expect(sirpa.get_by_text("Copy this key now")).to_be_visible()
    await expect(reader).to_have_value("")
    await sirpa.context.close()
