"""Everybody can delete their account: at once out of sight, for a while undone by signing in, then gone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import WrongSignIn, sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.ending import end_account, erase_due, load_ending, load_receipt, remove_old_receipts
from portfolio_app.accounts.models import Person, Receipt
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.class_grid import load_class
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio_app import app
from portfolio_app.schools.roles import LastCoordinator
from portfolio_app.settings import Settings
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from tests.people import (
    PASSPHRASE,
    make_admin,
    make_class,
    make_coordinator,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
    signed_in,
)

assert app  # says who must not leave yet


async def come_back(passphrase: str = PASSPHRASE) -> bool:
    opened = await sign_in("siiri.n", passphrase, own_device=False, device="", address=str(uuid4()))
    return opened.kept


async def left() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(Entry)) or 0


async def siiri_and_tuula() -> tuple[Actor, str, Actor, str]:
    """Siiri, her session's key, her teacher, and their class; she shares an entry."""
    school = await make_school()
    class_8b = await make_class(school)
    siiri = await make_pupil(school, class_8b, name="Siiri Niemi", username="siiri.n", passphrase=PASSPHRASE)
    entry = await make_entry(siiri, EntryForm("A day"), uuid4())
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    here, key = await signed_in(siiri)
    return here, key, await make_teacher(school, class_8b), str(class_8b)


async def test_it_is_out_of_sight_at_once_and_comes_back_by_signing_in(database: Settings) -> None:
    siiri, session_key, tuula, class_8b = await siiri_and_tuula()
    receipt = await end_account(siiri, PASSPHRASE)
    assert await sessions.actor_of(session_key) is None
    assert (await load_receipt(receipt)).state == "rests"
    with pytest.raises(NotFound):
        await load_pupil(tuula, str(siiri.person_id))
    assert not [one for one in (await load_class(tuula, class_8b)).rows if one.name == "Siiri Niemi"]
    assert await erase_due() == 0
    with pytest.raises(WrongSignIn):
        await come_back("not hers")
    with at(now() + timedelta(days=29)):
        assert await come_back()
    assert (await load_receipt(receipt)).state == "undone"
    assert (await load_pupil(tuula, str(siiri.person_id))).name == "Siiri Niemi"
    assert not await come_back()
    with at(now() + timedelta(days=40)):
        assert await erase_due() == 0
    assert await left() == 1


async def test_after_its_rest_everything_is_gone_and_the_receipt_says_what(database: Settings) -> None:
    siiri, _key, _tuula, _class = await siiri_and_tuula()
    before = await load_ending(siiri)
    assert [line.count for line in before.goes if line.what == "Entries"] == ["1"]
    receipt = await end_account(siiri, PASSPHRASE)
    with at(now() + timedelta(days=30)):
        with pytest.raises(WrongSignIn):
            await come_back()
        assert await erase_due() == 1
        assert await erase_due() == 0
    said = await load_receipt(receipt)
    assert said.state == "gone"
    assert "Entries" in [line.what for line in said.removed]
    assert await left() == 0
    async with reading() as session:
        assert await session.get(Person, siiri.person_id) is None
        assert (await session.execute(select(col(Receipt.person_id)))).scalars().all() == [None]
    with at(now() + timedelta(days=3 * 365 + 40)):
        assert await remove_old_receipts() == 1
    assert (await load_receipt(receipt)).state == ""


async def test_only_its_owner_with_the_passphrase_and_only_once(database: Settings) -> None:
    siiri, _key, tuula, _class = await siiri_and_tuula()
    with pytest.raises(Invalid) as problem:
        await end_account(siiri, "wrong")
    assert problem.value.field == "passphrase"
    with pytest.raises(Invalid):
        await end_account(tuula, PASSPHRASE)
    await end_account(siiri, PASSPHRASE)
    with pytest.raises(NotFound):  # pressed twice
        await end_account(siiri, PASSPHRASE)
    for _time in range(5):
        with pytest.raises((Invalid, TooMany)):
            await end_account(tuula, "guess")


async def test_a_school_keeps_a_coordinator_and_polku_an_admin(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school, passphrase=PASSPHRASE)
    here, _key = await signed_in(kaisa)
    with pytest.raises(LastCoordinator):
        await end_account(here, PASSPHRASE)
    await make_coordinator(school)
    await end_account(here, PASSPHRASE)
    admin, _key = await signed_in(await make_admin(passphrase=PASSPHRASE))
    with pytest.raises(Invalid):
        await end_account(admin, PASSPHRASE)


async def test_two_accounts_that_are_due_go_one_after_the_other(database: Settings) -> None:
    for number in range(2):
        somebody, _key = await signed_in(await make_person(username=f"somebody.{number}", passphrase=PASSPHRASE))
        await end_account(somebody, PASSPHRASE)
    with at(now() + timedelta(days=31)):
        assert [await erase_due() for _time in range(3)] == [1, 1, 0]
