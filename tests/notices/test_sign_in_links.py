"""A link by mail opens an account whose owner said so: once, soon, and only for whoever reads that address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import WrongSignIn, sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.coming_in import SignedIn
from portfolio_app.accounts.models import OneTimeCode
from portfolio_app.core import outbox
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, TooMany
from portfolio_app.notices import sign_in_links
from portfolio_app.notices.addresses import UsedUp, confirm_address, confirming_key, give_address
from portfolio_app.notices.models import MailAddress
from portfolio_app.notices.queries import load_notices
from portfolio_app.notices.sign_in_links import allow_links, ask_for_link, open_mail_link
from portfolio_app.portfolio_app import app
from tests.conftest import Configure
from tests.notices.smtp import Mailbox, mail_server
from tests.notices.test_mail import run, text, until_done
from tests.people import PASSPHRASE, make_person, signed_in

pytestmark = pytest.mark.usefixtures("database")
assert app  # registers what the outbox does

ADDRESS = "siiri@example.org"


@pytest.fixture
def box(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that works, an instance that uses it, and nobody who has asked before."""
    monkeypatch.setattr(outbox, "_away", {})
    monkeypatch.setattr(sign_in_links, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    with mail_server() as made:
        configure(mail_url=made.url, mail_from="Polku <polku@school.example>", public_url="https://polku.example")
        yield made


async def someone(address: str = ADDRESS, *, allowed: bool = True, username: str = "") -> Actor:
    actor = (await signed_in(await make_person(username=username, passphrase=PASSPHRASE)))[0]
    async with writing() as session:
        session.add(MailAddress(person_id=actor.person_id, address=address, confirmed_at=now(), language="fi"))
    if allowed:
        await allow_links(actor, PASSPHRASE, allowed=True)
        await run()  # its owner is told so by mail
    return actor


def links(box: Mailbox) -> list[EmailMessage]:
    return [letter for letter in box.letters if "come-in" in text(letter)]


def key_in(box: Mailbox, letter: int = -1) -> str:
    found = re.search(r"https://polku\.example/fi/come-in\?key=([0-9a-f]{64})", text(links(box)[letter]))
    assert found
    return found[1]


async def opened(key: str) -> SignedIn:
    return await open_mail_link(key, own_device=True, device="Safari, iPhone")


async def test_a_former_pupil_comes_in_with_a_link(box: Mailbox) -> None:
    actor = await someone()
    await ask_for_link("  SIIRI@example.org ", "10.0.0.1")
    await run()
    assert [letter["To"] for letter in links(box)] == [ADDRESS]
    assert actor.name not in text(links(box)[0])
    key = key_in(box)
    with pytest.raises(WrongSignIn):  # it is no passphrase
        await sign_in("siiri", key, own_device=False, device="", address="10.0.0.1")
    come = await opened(key)
    assert (come.person_id, come.own_device, come.must_choose) == (actor.person_id, True, False)
    assert await sessions.actor_of(come.key)
    with pytest.raises(UsedUp):
        await opened(key)


async def test_nobody_learns_whether_an_address_is_known(box: Mailbox) -> None:
    await someone(allowed=False)
    await ask_for_link(ADDRESS, "10.0.0.2")
    await ask_for_link("nobody@example.org", "10.0.0.2")
    assert await run() == 0
    with pytest.raises(Invalid) as problem:
        await ask_for_link("not an address", "10.0.0.2")
    assert problem.value.field == "address"


async def test_a_link_is_good_for_half_an_hour_and_the_newest_alone(box: Mailbox) -> None:
    await someone()
    for _time in range(2):
        await ask_for_link(ADDRESS, "10.0.0.3")
        await run()
    first, second = key_in(box, 0), key_in(box, 1)
    with pytest.raises(UsedUp):
        await opened(first)
    with at(now() + timedelta(minutes=31)), pytest.raises(UsedUp):
        await opened(second)
    for wrong in ("", "x" * 64, first[:-1] + "0"):
        with pytest.raises(UsedUp):
            await opened(wrong)


async def test_a_letter_sent_twice_holds_the_same_link(box: Mailbox) -> None:
    await someone()
    await ask_for_link(ADDRESS, "10.0.0.4")
    box.dies_after = True  # taken, but our process does not hear of it
    await run()
    await until_done(box)
    keys = {key_in(box, number) for number in range(len(links(box)))}
    assert (len(links(box)) >= 2, len(keys)) == (True, 1)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(OneTimeCode)) == 1


async def test_switching_it_off_ends_links_under_way(box: Mailbox) -> None:
    actor = await someone()
    await ask_for_link(ADDRESS, "10.0.0.5")
    await run()
    await ask_for_link(ADDRESS, "10.0.0.5")
    await allow_links(actor, "", allowed=False)
    assert await run() == 1
    assert len(links(box)) == 1
    with pytest.raises(UsedUp):
        await opened(key_in(box))


async def test_only_its_owner_with_the_passphrase_switches_it_on_and_is_told(box: Mailbox) -> None:
    actor = await someone(allowed=False)
    with pytest.raises(Invalid) as problem:
        await allow_links(actor, "wrong", allowed=True)
    assert problem.value.field == "passphrase"
    without = (await signed_in(await make_person(passphrase=PASSPHRASE)))[0]
    with pytest.raises(Invalid):
        await allow_links(without, PASSPHRASE, allowed=True)
    await allow_links(actor, PASSPHRASE, allowed=True)
    await allow_links(actor, PASSPHRASE, allowed=True)
    told = await load_notices(actor)
    assert [line.sentence for line in told.lines].count(told.lines[0].sentence) == 1
    assert "a link by e-mail" in told.lines[0].sentence


async def test_another_address_opens_nothing_before_its_owner_says_so(box: Mailbox) -> None:
    actor = await someone()
    await give_address(actor, "other@example.org")
    async with reading() as session:
        row = (
            await session.execute(select(MailAddress).where(col(MailAddress.person_id) == actor.person_id))
        ).scalar_one()
    assert row.asking
    await confirm_address(confirming_key(row, row.asking))
    await run()
    for address in (ADDRESS, "other@example.org"):
        await ask_for_link(address, "10.0.0.6")
    await run()
    assert links(box) == []


async def test_a_family_that_shares_an_address_gets_a_link_each(box: Mailbox) -> None:
    people = {(await someone()).person_id for _one in range(2)}
    await ask_for_link(ADDRESS, "10.0.0.7")
    await run()
    assert {(await opened(key_in(box, number))).person_id for number in range(2)} == people


async def test_nobodys_mailbox_is_filled(box: Mailbox) -> None:
    await someone()
    for _time in range(4):
        await ask_for_link(ADDRESS, "10.0.0.8")
    with pytest.raises(TooMany):
        await ask_for_link(ADDRESS, "10.9.0.8")
    async with writing() as session:
        await session.execute(update(MailAddress).values(address="b@example.org"))
    await ask_for_link("b@example.org", "10.0.0.8")
