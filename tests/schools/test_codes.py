"""Help comes from near and from above, is told, is listed, and never opens the wrong door."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import actions, sessions
from portfolio_app.accounts.actions import WrongSignIn, choose_passphrase, sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.codes import UsedUp, dismiss_told, open_link
from portfolio_app.accounts.models import OneTimeCode, Role
from portfolio_app.accounts.passphrases import hash_passphrase
from portfolio_app.accounts.queries import load_account, load_choosing
from portfolio_app.core import clock
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.schools import actions as school_actions
from portfolio_app.schools import codes, roles
from portfolio_app.settings import Settings
from tests.people import (
    PASSPHRASE,
    join_class,
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
    signed_in,
    told_to,
)


async def come_in(username: str, secret: str) -> Actor:
    """Sign in and return the actor of the new session."""
    opened = await sign_in(username, secret, own_device=False, device="Firefox", address="1")
    actor = await sessions.actor_of(opened.key)
    assert actor is not None
    return actor


async def test_a_pupil_chooses_a_new_passphrase_with_a_code_and_is_told_of_it(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n", passphrase=PASSPHRASE)
    tuula = await make_teacher(school, made, name="Tuula Virtanen")
    _former, key = await signed_in(siiri)

    given = await codes.give_code(tuula, siiri.person_id)
    assert (given.name, given.username) == (siiri.name, "siiri.n")
    here = await come_in("siiri.n", given.code.upper().replace("-", " "))
    assert here.must_choose
    assert "Tuula Virtanen" in (await load_choosing(here)).given
    await choose_passphrase(here, "quiet yellow boat", "quiet yellow boat")

    assert await sessions.actor_of(key) is None
    with pytest.raises(WrongSignIn):
        await come_in("siiri.n", given.code)
    back = await come_in("siiri.n", "quiet yellow boat")
    told = await told_to(back)
    assert len(told) == 1
    assert "Tuula Virtanen" in told[0].sentence
    assert "It was used to sign in." in told[0].sentence
    await dismiss_told(tuula, [told[0].id])
    assert await told_to(back) == told
    await dismiss_told(back, [told[0].id])
    assert await told_to(back) == ()


async def test_whoever_comes_in_with_a_code_cannot_hide_that_it_was_given(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n", passphrase=PASSPHRASE)
    tuula = await make_teacher(school, made)
    card = (await codes.make_cards(tuula, made)).cards[0]
    thief = await come_in("siiri.n", card.passphrase)
    await choose_passphrase(thief, "not her own words", "not her own words")
    assert "printed a sign-in card" in (await told_to(siiri))[0].sentence


async def test_a_first_card_leaves_nothing_to_tell(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n")
    card = (await codes.make_cards(await make_teacher(school, made), made)).cards[0]
    here = await come_in("siiri.n", card.passphrase)
    await choose_passphrase(here, "quiet yellow boat", "quiet yellow boat")
    assert await told_to(siiri) == ()


async def test_who_may_give_whom_a_code(database: Settings) -> None:
    school, other = await make_school(), await make_school()
    made, second = await make_class(school), await make_class(school)
    siiri, pupil_of_second = await make_pupil(school, made), await make_pupil(school, second)
    tuula, colleague = await make_teacher(school, made), await make_teacher(school, made)
    counsellor, kaisa, deputy = (
        await make_counsellor(school),
        await make_coordinator(school),
        await make_coordinator(school),
    )
    elsewhere, admin, other_admin = await make_coordinator(other), await make_admin(), await make_admin()
    two_schools = await make_person((Role.TEACHER, school), (Role.TEACHER, other))
    everybody = {
        "siiri": siiri,
        "pupil_of_second": pupil_of_second,
        "tuula": tuula,
        "colleague": colleague,
        "counsellor": counsellor,
        "kaisa": kaisa,
        "deputy": deputy,
        "elsewhere": elsewhere,
        "admin": admin,
        "other_admin": other_admin,
        "two_schools": two_schools,
    }
    helped = {
        "siiri": set[str](),
        "tuula": {"siiri"},
        "colleague": {"siiri"},
        "two_schools": set[str](),
        "counsellor": {"siiri", "pupil_of_second"},
        "kaisa": {"siiri", "pupil_of_second", "tuula", "colleague", "counsellor"},
        "elsewhere": set[str](),
        "admin": {"tuula", "colleague", "counsellor", "kaisa", "deputy", "elsewhere", "two_schools"},
    }
    for giver, allowed in helped.items():
        for name, person in everybody.items():
            for give in (codes.give_code, codes.give_link):
                if name in allowed:
                    assert (await give(everybody[giver], person.person_id)).name == person.name
                else:
                    with pytest.raises(NotFound):
                        await give(everybody[giver], person.person_id)


async def test_a_teacher_never_gets_into_a_colleagues_account_by_calling_them_a_pupil(database: Settings) -> None:
    school, other = await make_school(), await make_school()
    made = await make_class(school)
    both = await make_person((Role.PUPIL, school), (Role.TEACHER, other))
    await join_class(both, made)
    for giver in (await make_teacher(school, made), await make_coordinator(school), await make_admin()):
        with pytest.raises(NotFound):
            await codes.give_code(giver, both.person_id)
    assert (await codes.make_cards(await make_teacher(school, made), made)).cards == ()


async def test_a_code_opens_for_a_quarter_of_an_hour(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n")
    given = await codes.give_code(await make_teacher(school, made), siiri.person_id)
    with clock.at(clock.now() + timedelta(minutes=14)):
        assert (await come_in("siiri.n", given.code)).must_choose
    with clock.at(clock.now() + timedelta(minutes=16)), pytest.raises(WrongSignIn):
        await come_in("siiri.n", given.code)


async def test_the_next_code_voids_the_former_also_when_given_at_once(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n")
    teachers = [await make_teacher(school, made) for _ in range(4)]
    given = await asyncio.gather(*(codes.give_code(one, siiri.person_id) for one in teachers))
    opening = 0
    for one in given:
        try:
            await come_in("siiri.n", one.code)
        except WrongSignIn:
            continue
        opening += 1
    assert opening == 1


async def test_cards_are_printed_for_ones_own_class_and_void_the_former(database: Settings) -> None:
    school = await make_school()
    made, second = await make_class(school), await make_class(school)
    tuula = await make_teacher(school, made)
    await make_pupil(school, made, name="Siiri Niemi", username="siiri.n", passphrase=PASSPHRASE)
    onni = await make_pupil(school, made, name="Onni Aalto", username="onni.a")
    first = (await codes.make_cards(tuula, made)).cards
    assert [card.name for card in first] == ["Onni Aalto", "Siiri Niemi"]
    again = (await codes.make_cards(tuula, made, [str(onni.person_id)])).cards
    assert [card.name for card in again] == ["Onni Aalto"]
    with pytest.raises(WrongSignIn):
        await come_in("onni.a", first[0].passphrase)
    assert (await come_in("onni.a", again[0].passphrase)).must_choose
    assert not (await come_in("siiri.n", PASSPHRASE)).must_choose
    async with reading() as session:
        kept = (await session.execute(select(col(OneTimeCode.secret_hash)))).scalars().all()
    assert not {card.passphrase for card in (*first, *again)} & set(kept)

    stranger = await make_pupil(school, second)
    for actor, class_id, people in (
        (tuula, second, None),
        (tuula, made, [str(stranger.person_id)]),
        (await make_teacher(school, second), made, None),
        (await make_counsellor(school), made, None),
        (onni, made, None),
        (await make_admin(), made, None),
        (await make_coordinator(await make_school()), made, None),
    ):
        with pytest.raises(NotFound):
            await codes.make_cards(actor, class_id, people)
    assert len((await codes.make_cards(await make_coordinator(school), made)).cards) == 2


async def test_a_coordinator_finds_every_code_in_a_list(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    made = await make_class(school)
    siiri = await make_pupil(school, made, name="Siiri Niemi", username="siiri.n")
    tuula = await make_teacher(school, made, name="Tuula Virtanen")
    given = await codes.give_code(tuula, siiri.person_id)
    await codes.make_cards(tuula, made)
    await come_in("siiri.n", given.code)
    view = await codes.load_codes(kaisa, str(school))
    assert {(line.kind, line.giver, line.person) for line in view.lines} == {
        ("One-time code", "Tuula Virtanen", "Siiri Niemi"),
        ("Sign-in card", "Tuula Virtanen", "Siiri Niemi"),
    }
    only = await codes.load_codes(kaisa, str(school), kind="code")
    assert [line.outcome.startswith("Used on") for line in only.lines] == [True]
    for actor in (tuula, siiri, await make_coordinator(await make_school()), await make_admin()):
        with pytest.raises(NotFound):
            await codes.load_codes(actor, str(school))


async def test_a_link_opens_once_for_choosing_a_passphrase(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    tuula = await make_teacher(school)
    link = await codes.give_link(kaisa, tuula.person_id)
    opened = await open_link(link.key, device="Firefox")
    here = await sessions.actor_of(opened.key)
    assert here is not None
    assert here.must_choose
    await choose_passphrase(here, "quiet yellow boat", "quiet yellow boat")
    for key in (link.key, "", "nonsense", link.key[:-1]):
        with pytest.raises(UsedUp):
            await open_link(key, device="Firefox")
    late = await codes.give_link(kaisa, tuula.person_id)
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(UsedUp):
        await open_link(late.key, device="Firefox")


async def test_a_session_ends_with_the_code_that_opened_it(database: Settings) -> None:
    """Whoever came in with a secret that is replaced, or whose giver no longer works there, chooses nothing with it."""
    school = await make_school()
    made = await make_class(school)
    kaisa = await make_coordinator(school)
    siiri = await make_pupil(school, made, username="siiri.n", passphrase=PASSPHRASE)
    tuula = await make_teacher(school, made)

    async def still_here(actor: Actor, key: str) -> bool:
        with pytest.raises(NotFound):
            await choose_passphrase(actor, "not her own words", "not her own words")
        return await sessions.actor_of(key) is not None

    async def opened_with(secret: str) -> tuple[Actor, str]:
        opened = await sign_in("siiri.n", secret, own_device=False, device="", address="1")
        actor = await sessions.actor_of(opened.key)
        assert actor is not None
        return actor, opened.key

    by_code = await opened_with((await codes.give_code(tuula, siiri.person_id)).code)
    await codes.give_code(kaisa, siiri.person_id)
    assert not await still_here(*by_code)

    by_card = await opened_with((await codes.make_cards(tuula, made)).cards[0].passphrase)
    own, own_key = await signed_in(siiri)
    await roles.end_role(kaisa, school, tuula.person_id, Role.TEACHER)
    assert not await still_here(*by_card)
    assert await sessions.actor_of(own_key)
    await choose_passphrase(own, "quiet yellow boat", "quiet yellow boat", current=PASSPHRASE)


async def test_who_came_in_with_a_code_has_a_quarter_of_an_hour_to_choose_and_not_longer(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n")
    card = (await codes.make_cards(await make_teacher(school, made), made)).cards[0]
    opened = await sign_in("siiri.n", card.passphrase, own_device=True, device="", address="1")
    start = clock.now()
    for minutes in (5, 10, 14):
        with clock.at(start + timedelta(minutes=minutes)):
            assert await sessions.actor_of(opened.key)
    with clock.at(start + timedelta(minutes=16)):
        assert await sessions.actor_of(opened.key) is None
        here, _key = await signed_in(siiri)
        assert len((await load_account(here)).sessions) == 1
        assert (await come_in("siiri.n", card.passphrase)).must_choose


async def test_a_code_replaced_while_the_new_passphrase_is_hashed_chooses_nothing(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = await make_school()
    made = await make_class(school)
    siiri = await make_pupil(school, made, username="siiri.n", passphrase=PASSPHRASE)
    tuula = await make_teacher(school, made)
    thief = await come_in("siiri.n", (await codes.give_code(tuula, siiri.person_id)).code)

    async def slowly(passphrase: str) -> str:
        await codes.give_code(tuula, siiri.person_id)
        return await hash_passphrase(passphrase)

    monkeypatch.setattr(actions, "hash_passphrase", slowly)
    with pytest.raises(NotFound):
        await choose_passphrase(thief, "not her own words", "not her own words")
    assert not (await come_in("siiri.n", PASSPHRASE)).must_choose


async def test_a_code_is_listed_where_its_giver_and_the_person_meet(database: Settings) -> None:
    school, newer = await make_school(), await make_school()
    made = await make_class(school)
    onni = await make_person((Role.PUPIL, school), (Role.PUPIL, newer))
    await join_class(onni, made)
    both = await make_person((Role.TEACHER, school), (Role.TEACHER, newer))
    await join_class(both, made, Role.TEACHER)
    for giver in (both, await make_counsellor(school), await make_coordinator(school)):
        await codes.give_code(giver, onni.person_id)
    await codes.give_code(await make_counsellor(newer), onni.person_id)
    assert len((await codes.load_codes(await make_coordinator(school), str(school))).lines) == 3
    assert len((await codes.load_codes(await make_coordinator(newer), str(newer))).lines) == 1


async def test_what_a_teacher_gave_ends_with_the_class_unless_they_still_teach_the_pupil(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    made, second, third = await make_class(school), await make_class(school), await make_class(school)
    tuula = await make_teacher(school, made, second)
    await make_pupil(school, made, username="siiri.n")
    onni = await make_pupil(school, made, second, username="onni.a")
    await make_pupil(school, second, username="eino.k")
    cards = {card.username: card.passphrase for card in (await codes.make_cards(tuula, made)).cards}
    cards |= {card.username: card.passphrase for card in (await codes.make_cards(tuula, second)).cards}
    by_kaisa = (await codes.give_code(kaisa, onni.person_id)).code

    async def opening() -> set[str]:
        found: set[str] = set()
        for username, secret in cards.items():
            with suppress(WrongSignIn):
                await come_in(username, secret)
                found.add(username)
        return found

    assert await opening() == {"siiri.n", "onni.a", "eino.k"}
    await school_actions.end_class(kaisa, made)
    assert await opening() == {"onni.a", "eino.k"}
    await school_actions.move_pupil(kaisa, onni.person_id, second, third)
    assert await opening() == {"eino.k"}
    await school_actions.leave_class(kaisa, second, tuula.person_id, Role.TEACHER)
    assert await opening() == set()
    assert (await come_in("onni.a", by_kaisa)).must_choose
    await roles.end_role(kaisa, school, onni.person_id, Role.PUPIL)
    with pytest.raises(WrongSignIn):
        await come_in("onni.a", by_kaisa)
