"""A passkey opens its owner's account, on this site, while it is theirs; and nothing else does."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.coming_in import SignedIn
from portfolio_app.accounts.models import Passkey
from portfolio_app.accounts.passkeys import (
    MOST,
    Site,
    add_passkey,
    begin_adding,
    begin_signing_in,
    remove_passkey,
    restore_passkey,
    sign_in_with_passkey,
)
from portfolio_app.accounts.retention import remove_rested_passkeys
from portfolio_app.core import clock
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.core.models import Audit
from portfolio_app.settings import Settings
from tests.authenticator import Authenticator
from tests.people import PASSPHRASE, make_person, signed_in

HERE = Site("polku.example.org", "https://polku.example.org")
THERE = Site("po1ku.example.org", "https://po1ku.example.org")
_places = count(1)


async def someone() -> Actor:
    person = await make_person(username=f"siiri.{next(_places)}", passphrase=PASSPHRASE)
    return (await signed_in(person))[0]


async def added(actor: Actor, device: Authenticator, name: str = "my phone") -> None:
    await add_passkey(actor, device.made(await begin_adding(actor, PASSPHRASE, HERE), HERE.origin), name, HERE)


async def coming_in(device: Authenticator, site: Site = HERE, options: str = "", origin: str = "") -> SignedIn:
    answer = device.signed(options or begin_signing_in(site), origin or site.origin, site.host)
    return await sign_in_with_passkey(
        answer, HERE, own_device=False, device="Chrome", address=f"10.1.0.{next(_places)}"
    )


async def the_passkey(actor: Actor) -> Passkey:
    async with reading() as session:
        return (await session.execute(select(Passkey).where(col(Passkey.person_id) == actor.person_id))).scalar_one()


async def test_a_former_pupil_comes_in_with_their_phone_alone(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    await added(actor, device, "  my   phone ")
    opened = await coming_in(device)
    assert (opened.person_id, opened.must_choose) == (actor.person_id, False)
    found = await sessions.actor_of(opened.key)
    assert found is not None
    assert found.person_id == actor.person_id
    kept = await the_passkey(actor)
    assert (kept.name, kept.sign_count, kept.last_used_on is not None) == ("my phone", 1, True)
    async with reading() as session:
        rows = await session.execute(select(col(Audit.action)).where(col(Audit.about_id) == actor.person_id))
        assert {"accounts.add_passkey", "accounts.sign_in"} <= set(rows.scalars())


async def test_adding_one_asks_for_the_passphrase_since_the_screen_may_be_anybodys(database: Settings) -> None:
    actor = await someone()
    with pytest.raises(Invalid) as problem:
        await begin_adding(actor, "wrong", HERE)
    assert problem.value.field == "passphrase"
    for _time in range(4):
        with pytest.raises(Invalid):
            await begin_adding(actor, "wrong", HERE)
    with pytest.raises(TooMany):
        await begin_adding(actor, PASSPHRASE, HERE)


async def test_whoever_must_choose_a_passphrase_first_adds_no_way_in(database: Settings) -> None:
    actor = replace(await someone(), must_choose=True)
    with pytest.raises(NotFound):
        await begin_adding(actor, PASSPHRASE, HERE)


async def test_a_removed_one_opens_nothing_until_it_is_brought_back(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    await added(actor, device)
    passkey = await the_passkey(actor)
    await remove_passkey(actor, passkey.id)
    await remove_passkey(actor, passkey.id)
    with pytest.raises(Invalid):
        await coming_in(device)
    await restore_passkey(actor, passkey.id)
    assert (await coming_in(device)).person_id == actor.person_id


async def test_a_removed_one_goes_for_good_after_its_rest(database: Settings) -> None:
    actor, removed, kept = await someone(), Authenticator(), Authenticator()
    await added(actor, removed)
    await remove_passkey(actor, (await the_passkey(actor)).id)
    await added(actor, kept)
    assert await remove_rested_passkeys() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert await remove_rested_passkeys() == 1
        assert await remove_rested_passkeys() == 0
    assert (await coming_in(kept)).person_id == actor.person_id


async def test_nobody_touches_the_passkeys_of_others(database: Settings) -> None:
    actor, other = await someone(), await someone()
    await added(actor, Authenticator())
    passkey = await the_passkey(actor)
    for change in (remove_passkey, restore_passkey):
        with pytest.raises(NotFound):
            await change(other, passkey.id)
        with pytest.raises(NotFound):
            await change(actor, uuid4())
    assert (await the_passkey(actor)).ended_at is None


async def test_a_key_made_or_used_on_another_site_is_worth_nothing(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    options = await begin_adding(actor, PASSPHRASE, HERE)
    for origin, host in ((THERE.origin, ""), (HERE.origin, THERE.host)):
        with pytest.raises(Invalid):
            await add_passkey(actor, device.made(options, origin, host), "phone", HERE)
        options = await begin_adding(actor, PASSPHRASE, HERE)
    await added(actor, device)
    with pytest.raises(Invalid):  # a page that looks like ours passes our challenge on
        await coming_in(device, THERE, begin_signing_in(HERE))
    with pytest.raises(Invalid):
        await coming_in(device, HERE, begin_signing_in(HERE), THERE.origin)


async def test_a_challenge_is_good_once_for_a_while_and_for_what_it_was_made(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    options = await begin_adding(actor, PASSPHRASE, HERE)
    other, _key = await signed_in(actor)
    with pytest.raises(Invalid):  # in another browser of theirs
        await add_passkey(other, device.made(options, HERE.origin), "phone", HERE)
    await added(actor, device)
    asked = begin_signing_in(HERE)
    await coming_in(device, options=asked)
    with pytest.raises(Invalid):
        await coming_in(device, options=asked)
    forged = json.loads(begin_signing_in(HERE)) | {"challenge": "A" * 75}
    with pytest.raises(Invalid):
        await coming_in(device, options=json.dumps(forged))
    late = begin_signing_in(HERE)
    with clock.at(clock.now() + timedelta(minutes=6)), pytest.raises(Invalid):
        await coming_in(device, options=late)


async def test_a_device_that_asks_for_no_pin_and_a_copied_key_are_refused(database: Settings) -> None:
    actor, careless, device = await someone(), Authenticator(verifies=False), Authenticator()
    with pytest.raises(Invalid):
        await added(actor, careless)
    await added(actor, device)
    await coming_in(device)
    copy = Authenticator(count=device.count - 1, credential=device.credential, key=device.key, user=device.user)
    with pytest.raises(Invalid):
        await coming_in(copy)
    device.verifies = False
    with pytest.raises(Invalid):
        await coming_in(device)
    stranger = Authenticator(credential=device.credential, count=50)
    with pytest.raises(Invalid):
        await coming_in(stranger)


async def test_the_same_key_is_kept_once_and_ten_are_enough(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    await added(actor, device)
    with pytest.raises(Invalid):
        await added(actor, device)
    for _number in range(MOST - 1):
        await added(actor, Authenticator())
    with pytest.raises(Invalid):
        await added(actor, Authenticator())


async def test_a_name_is_needed_and_may_be_in_any_script(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    options = await begin_adding(actor, PASSPHRASE, HERE)
    with pytest.raises(Invalid) as problem:
        await add_passkey(actor, device.made(options, HERE.origin), "  ", HERE)
    assert problem.value.field == "name"
    await add_passkey(actor, device.made(options, HERE.origin), "هاتفي " * 40, HERE)
    assert len((await the_passkey(actor)).name) == 60


@given(
    st.one_of(
        st.text(max_size=300),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "challenge"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=8,
        ).map(json.dumps),
    )
)
@chosen(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
async def test_whatever_is_sent_is_answered_with_a_sentence(database: Settings, answer: str) -> None:
    with pytest.raises((Invalid, TooMany)):
        await sign_in_with_passkey(answer, HERE, own_device=False, device="", address=f"10.2.0.{next(_places)}")
