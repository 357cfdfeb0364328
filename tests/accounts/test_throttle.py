"""Guessing is slowed; a school behind one address, and whoever is helped in, are not."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from portfolio_app.accounts import throttle
from portfolio_app.accounts.actions import SignedIn, choose_passphrase, sign_in
from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.errors import Invalid, TooMany
from portfolio_app.schools import codes
from portfolio_app.settings import Settings
from tests.people import PASSPHRASE, make_class, make_person, make_pupil, make_school, make_teacher, signed_in


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Counts are the process's: each test begins with none."""
    throttle._limiter.storage.reset()
    throttle._turns.clear()
    yield
    assert not throttle._under_way


async def come_in(username: str, passphrase: str, address: str = "192.0.2.1") -> SignedIn:
    """Sign in."""
    return await sign_in(username, passphrase, own_device=False, device="", address=address)


async def outcomes(*tries: Any) -> list[str]:
    """What became of tries made all at once: "in", or the name of the error."""
    found = await asyncio.gather(*tries, return_exceptions=True)
    return [type(one).__name__ if isinstance(one, BaseException) else "in" for one in found]


@pytest.mark.parametrize("known", [True, False])
async def test_many_guesses_at_once_are_worth_no_more_than_one_after_the_other(database: Settings, known: bool) -> None:
    if known:
        await make_person(username="siiri.n", passphrase=PASSPHRASE)
    guesses = await outcomes(*(come_in("siiri.n", f"guess {number}") for number in range(40)))
    assert guesses.count("WrongSignIn") == 5
    assert guesses.count("TooMany") == 35
    with pytest.raises(TooMany):
        await come_in("siiri.n", PASSPHRASE)


async def test_a_try_that_came_to_nothing_is_not_held_against_anybody(database: Settings) -> None:
    await make_person(username="siiri.n", passphrase=PASSPHRASE)
    for _time in range(20):
        await come_in("siiri.n", PASSPHRASE)
    trying = [asyncio.ensure_future(come_in("siiri.n", "a guess")) for _time in range(5)]
    await asyncio.sleep(0)
    for one in trying:
        one.cancel()
    await asyncio.gather(*trying, return_exceptions=True)
    await come_in("siiri.n", PASSPHRASE)


async def test_the_current_passphrase_is_not_guessed_at_from_within_a_session(database: Settings) -> None:
    here, _key = await signed_in(await make_person(username="siiri.n", passphrase=PASSPHRASE))
    new = "quiet yellow boat"
    guesses = await outcomes(*(choose_passphrase(here, new, new, current=f"guess {number}") for number in range(20)))
    assert (guesses.count("Invalid"), guesses.count("TooMany")) == (5, 15)
    # Nobody else is kept from changing theirs.
    onni, _key = await signed_in(await make_person(username="onni.a", passphrase=PASSPHRASE))
    with pytest.raises(Invalid):
        await choose_passphrase(onni, new, new, current="wrong")
    await choose_passphrase(onni, new, new, current=PASSPHRASE)


async def test_a_code_or_a_card_helps_in_whom_guessing_has_locked_out(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n", passphrase=PASSPHRASE)
    tuula = await make_teacher(school, made)
    for help_in in ("code", "card"):
        assert (await outcomes(*(come_in("siiri.n", f"guess {n}") for n in range(6)))).count("TooMany") == 1
        with pytest.raises(TooMany):
            await come_in("siiri.n", PASSPHRASE)
        if help_in == "code":
            secret = (await codes.give_code(tuula, siiri.person_id)).code
        else:
            secret = (await codes.make_cards(tuula, made)).cards[0].passphrase
        assert (await come_in("siiri.n", secret)).must_choose


async def test_an_address_that_guessed_too_often_takes_turns_and_the_right_passphrase_still_comes_in(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_person(username="siiri.n", passphrase=PASSPHRASE)
    await make_person(username="onni.a", passphrase=PASSPHRASE)
    for number in range(150):
        throttle.failed(f"nobody{number}", "2001:db8::1")
    monkeypatch.setattr(throttle, "TURNS_A_SECOND", 2.0)
    began = time.monotonic()
    await asyncio.gather(come_in("siiri.n", PASSPHRASE, "2001:db8::2"), come_in("onni.a", PASSPHRASE, "2001:db8::3"))
    assert time.monotonic() - began >= 0.5
    monkeypatch.setattr(throttle, "TURNS_A_SECOND", 0.1)
    monkeypatch.setattr(throttle, "LONGEST_WAIT", 5.0)
    throttle._turns.clear()
    assert (await outcomes(*(come_in("siiri.n", PASSPHRASE, "2001:db8::4") for _time in range(1)))) == ["in"]
    with pytest.raises(TooMany):
        await come_in("onni.a", PASSPHRASE, "2001:db8::5")
    assert (await come_in("onni.a", PASSPHRASE, "2001:db8:0:1::5")).key  # another network


async def test_too_many_at_once_from_one_address_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "AT_ONCE", 3)
    monkeypatch.setattr(throttle, "TURNS_A_SECOND", 20.0)
    begun: list[float] = []

    async def one(number: int) -> None:
        with suppress(TooMany):
            async with throttle.trying(f"somebody{number}", "192.0.2.7"):
                begun.append(time.monotonic())
                await asyncio.sleep(1)

    await asyncio.gather(*(one(number) for number in range(8)))
    assert len(begun) == 8
    assert begun[-1] - begun[0] >= 0.15


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix socket", "unix socket"),
        ("", ""),
    ],
)
def test_an_address_is_counted_by_what_nobody_chooses_freely(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted
