"""A pupil who will leave adds ways to sign in that are theirs: on a phone, with the keyboard alone, and tries each."""

import re

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import LONGEST_WAIT
from tests.browser.phones import PHONE, awake, nothing_wrong, tab_to
from tests.browser.walking import ready
from tests.pdfs import text_of
from tests.people import PASSPHRASE, make_pupil, make_school
from tests.served import Served


async def key_keeper(page: Page) -> None:
    """A phone that keeps passkeys and whose owner's finger is always there."""
    client = await page.context.new_cdp_session(page)
    await client.send("WebAuthn.enable")
    chosen = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await client.send("WebAuthn.addVirtualAuthenticator", {"options": chosen})


async def outside(page: Page, address: str) -> None:
    """Wait at a page for whoever is signed out."""
    await page.goto(address)
    await ready(page, signed_in=False)
    await expect(page.locator("html[data-ready]")).to_have_count(1)


async def sign_in(page: Page, passphrase: str) -> None:
    await outside(page, "/en/sign-in")
    await page.get_by_label("User name").fill("siiri.ways")
    await page.get_by_label("Passphrase", exact=True).fill(passphrase)
    await page.keyboard.press("Enter")


async def test_a_leaver_adds_a_passkey_and_a_code_book_and_comes_in_with_each(served: Served, browser: Browser) -> None:
    await make_pupil(await make_school(), name="Siiri Salo", username="siiri.ways", passphrase=PASSPHRASE)
    context = await browser.new_context(
        base_url=served.url, bypass_csp=True, locale="en-GB", accept_downloads=True, **PHONE
    )
    page = await context.new_page()
    page.set_default_timeout(LONGEST_WAIT)
    await key_keeper(page)
    await sign_in(page, PASSPHRASE)
    await expect(page).to_have_url(re.compile("/en/home"))
    await awake(page, "/en/account")
    await tab_to(page, page.get_by_role("link", name="Ways to sign in"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/ways-in")
    await awake(page)
    await nothing_wrong(page)

    await tab_to(page, page.get_by_label("What you call it"))
    await page.keyboard.type("My phone")
    await tab_to(page, page.locator("#passkey-passphrase"))
    await page.keyboard.type("not it")
    await page.keyboard.press("Enter")
    await expect(page.locator("#passkey-problem")).to_have_text("This is not your current passphrase.")
    await expect(page.locator("#passkey-problem")).to_be_focused()
    await expect(page.get_by_label("What you call it")).to_have_value("My phone")
    await nothing_wrong(page)
    await page.locator("#passkey-passphrase").fill(PASSPHRASE)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/ways-in?done=passkey")
    await awake(page)
    await expect(page.locator("main")).to_contain_text("The passkey is added.")
    await expect(page.locator("#passkeys")).to_contain_text("My phone")

    await page.get_by_role("button", name="Remove My phone").click()
    await expect(page.locator("#passkeys")).not_to_contain_text("My phone")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("#passkeys")).to_contain_text("My phone")

    await page.locator("#book-passphrase").fill(PASSPHRASE)
    async with page.expect_download() as waited:
        await page.keyboard.press("Enter")
    with open(await (await waited.value).path(), "rb") as sheet:  # noqa: ASYNC230, PTH123 - a small file
        codes = re.findall(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", text_of(sheet.read()))
    await awake(page, "/en/ways-in")
    await expect(page.locator("#book")).to_contain_text("10 codes are left")
    await nothing_wrong(page)

    await context.clear_cookies()
    await outside(page, "/en/sign-in?next=/en/ways-in")
    await nothing_wrong(page)
    await tab_to(page, page.get_by_role("button", name="Sign in with a passkey"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/en/ways-in")
    await expect(page.locator("header")).to_contain_text("Siiri Salo")

    await context.clear_cookies()
    await sign_in(page, codes[4])
    await page.wait_for_url("**/en/choose-passphrase")
    await expect(page.locator("main")).to_contain_text("a code of the code book")
    await context.close()


async def test_a_phone_without_the_key_says_so_and_a_link_can_be_asked_for(served: Served, browser: Browser) -> None:
    context = await browser.new_context(base_url=served.url, bypass_csp=True, locale="fi", **PHONE)
    page = await context.new_page()
    await key_keeper(page)
    await outside(page, "/fi/sign-in")
    await page.get_by_role("button", name="Kirjaudu pääsyavaimella").click()
    await expect(page.locator("#passkey-problem")).to_contain_text("Pääsyavainta ei käytetty.")
    await outside(page, "/fi/come-in")
    await nothing_wrong(page)
    await page.get_by_label("Sähköpostiosoitteesi").fill("joku@example.org")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/fi/come-in?done=asked")
    await expect(page.locator("main")).to_contain_text("siihen on lähetetty linkki")
    await nothing_wrong(page)
    await context.close()
