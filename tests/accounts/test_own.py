"""An account after school: its owner's own once they accept that, or gone after a time that is told to them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.dormant import look_after_dormant
from portfolio_app.accounts.ending import erase_due, load_receipt, receipt_key
from portfolio_app.accounts.models import Person, Receipt, Role
from portfolio_app.accounts.own import (
    TERMS_VERSION,
    TermsChanged,
    accept_terms,
    follow_the_setting,
    leaves_school,
    load_own_account,
)
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio_app import app
from portfolio_app.settings import Settings
from tests.people import PASSPHRASE, actor_now, end_roles, make_pupil, make_school, signed_in

assert app  # says who is told

BY = "Town of Aura, polku@aura.example"
START = now()
Configure = Callable[..., Settings]


async def leaver(username: str = "siiri.n") -> Actor:
    """A pupil who has left school just now."""
    siiri = await make_pupil(await make_school(), username=username, passphrase=PASSPHRASE)
    await end_roles(siiri)
    with at(START):
        async with writing() as session:
            await leaves_school(session, siiri.person_id)
    return siiri


async def behind(key: str) -> Actor | None:
    sessions.forget()
    return await sessions.actor_of(key)


async def test_until_they_accept_they_are_nobody_and_then_they_keep_a_portfolio(
    database: Settings, configure: Configure
) -> None:
    configure(personal_accounts=True, personal_accounts_by=BY)
    siiri, key = await signed_in(await leaver())
    before = await behind(key)
    assert before
    assert before.roles == ()
    assert (await load_own_account(siiri)).state == "terms"
    await accept_terms(siiri, TERMS_VERSION, BY)
    await accept_terms(siiri, TERMS_VERSION, BY)
    after = await behind(key)
    assert after
    assert after.keeps_a_portfolio
    assert not after.has(Role.PUPIL)
    assert (await load_own_account(siiri)).state == "own"


async def test_whoever_else_is_responsible_must_be_accepted_anew(database: Settings, configure: Configure) -> None:
    configure(personal_accounts=True, personal_accounts_by=BY)
    siiri, key = await signed_in(await leaver())
    await accept_terms(siiri, TERMS_VERSION, BY)
    configure(personal_accounts_by="A foundation, hello@foundation.example")
    known = await behind(key)
    assert known
    assert known.roles == ()
    with pytest.raises(TermsChanged):
        await accept_terms(siiri, TERMS_VERSION, BY)  # what stood on the page that was open
    with pytest.raises(TermsChanged):
        await accept_terms(siiri, TERMS_VERSION - 1, "A foundation, hello@foundation.example")


async def test_nobody_accepts_what_is_not_theirs(database: Settings, configure: Configure) -> None:
    siiri = await leaver()
    with pytest.raises(NotFound):
        await accept_terms(siiri, TERMS_VERSION, "")
    configure(personal_accounts=True, personal_accounts_by=BY)
    with pytest.raises(NotFound):
        await accept_terms(await make_pupil(await make_school()), TERMS_VERSION, BY)


async def test_without_personal_accounts_they_are_told_three_times_and_then_it_goes(database: Settings) -> None:
    siiri = await leaver()
    done: dict[int, int] = {}
    for day in (0, 1, 89, 90, 149, 150, 179, 180, 209, 210, 211):
        with at(START + timedelta(days=day)):
            if day < 180:
                assert (await load_own_account(siiri)).state == "going"
            done[day] = await look_after_dormant()
            if day == 180:
                assert len((await load_notices(siiri)).lines) == 3
            if day == 211:
                assert await erase_due() == 1
    assert [day for day, count in done.items() if count] == [0, 90, 150, 180]


async def test_signing_in_does_not_put_it_off_but_brings_it_back_for_some_days(database: Settings) -> None:
    siiri = await leaver()
    for day in (0, 90, 150, 160, 180):
        with at(START + timedelta(days=day)):
            if day == 160:
                await sign_in("siiri.n", PASSPHRASE, own_device=False, device="", address="10.4.0.1")
            await look_after_dormant()
    async with reading() as session:
        assert (await session.get_one(Person, siiri.person_id)).erase_on == (START + timedelta(days=210)).date()
    with at(START + timedelta(days=200)):
        assert (await sign_in("siiri.n", PASSPHRASE, own_device=False, device="", address="10.4.0.1")).kept
        assert await look_after_dormant() == 0
    with at(START + timedelta(days=231)):
        assert await look_after_dormant() == 1


async def test_its_receipt_can_be_had_by_the_letter_alone(database: Settings) -> None:
    await leaver()
    for day in (0, 90, 150, 180):
        with at(START + timedelta(days=day)):
            await look_after_dormant()
    async with reading() as session:
        receipt = (await session.execute(select(Receipt))).scalar_one()
    with at(START + timedelta(days=211)):
        assert (await load_receipt(receipt_key(receipt.id))).state == "rests"
        assert await erase_due() == 1
        view = await load_receipt(receipt_key(receipt.id))
    assert view.state == "gone"
    assert view.removed


async def test_the_operator_changes_their_mind(database: Settings, configure: Configure) -> None:
    siiri = await leaver()
    assert await follow_the_setting() == 0
    configure(personal_accounts=True)
    assert await follow_the_setting() == 0  # half a setting: nobody says who is responsible
    configure(personal_accounts_by=BY)
    assert [await follow_the_setting(), await follow_the_setting()] == [1, 0]
    assert (await load_own_account(siiri)).state == "terms"
    configure(personal_accounts_by="")
    assert await follow_the_setting() == 0
    configure(personal_accounts=False)
    assert [await follow_the_setting(), await follow_the_setting()] == [1, 0]
    assert (await load_own_account(siiri)).state == "going"
    assert (await actor_now(siiri.person_id)).roles == ()


async def test_an_account_of_ones_own_is_dormant_like_any_other(database: Settings, configure: Configure) -> None:
    configure(personal_accounts=True, personal_accounts_by=BY)
    siiri = await leaver()
    await accept_terms(siiri, TERMS_VERSION, BY)
    with at(START + timedelta(days=700)):
        assert await look_after_dormant() == 0
    with at(START + timedelta(days=731)):
        assert await look_after_dormant() == 1
    async with reading() as session:
        found = await session.execute(select(col(Person.warned)).where(col(Person.id) == siiri.person_id))
        assert found.scalar_one() == 1
