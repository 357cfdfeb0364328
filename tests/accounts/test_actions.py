"""An account is its owner's: passphrase, sessions, language and colours."""

import json
from datetime import timedelta

import pytest

from portfolio_app.accounts import actions, sessions
from portfolio_app.accounts.queries import demo_people, load_account, load_choosing
from portfolio_app.core import clock
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.models import Mark
from portfolio_app.settings import Settings
from tests.people import (
    PASSPHRASE,
    make_admin,
    make_coordinator,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
    signed_in,
)

NEW = "quiet yellow boat"


async def test_a_changed_passphrase_ends_every_other_session(database: Settings) -> None:
    person = await make_person(username="siiri.n", passphrase=PASSPHRASE)
    here, key = await signed_in(person)
    _elsewhere, other = await signed_in(person)
    await actions.choose_passphrase(here, NEW, NEW, current=PASSPHRASE)
    assert await sessions.actor_of(key)
    assert await sessions.actor_of(other) is None
    with pytest.raises(actions.WrongSignIn):
        await actions.sign_in("siiri.n", PASSPHRASE, own_device=False, device="", address="1")
    await actions.sign_in(" SIIRI.N ", NEW, own_device=False, device="", address="1")


@pytest.mark.parametrize(
    ("new", "again", "current", "field"),
    [
        (NEW, NEW, "wrong", "current"),
        (NEW, NEW + "s", PASSPHRASE, "again"),
        ("short", "short", PASSPHRASE, "new"),
        ("password1", "password1", PASSPHRASE, "new"),
        ("siiri.niemi", "siiri.niemi", PASSPHRASE, "new"),
    ],
)
async def test_what_is_wrong_with_a_passphrase_is_said(
    database: Settings, new: str, again: str, current: str, field: str
) -> None:
    person = await make_person(username="siiri.niemi", passphrase=PASSPHRASE)
    here, key = await signed_in(person)
    with pytest.raises(Invalid) as problem:
        await actions.choose_passphrase(here, new, again, current=current)
    assert problem.value.field == field
    assert await sessions.actor_of(key)


async def test_a_session_is_ended_by_its_owner_alone(database: Settings) -> None:
    siiri, onni = await make_person(), await make_person()
    siiri, key = await signed_in(siiri)
    onni, _key = await signed_in(onni)
    assert siiri.session_id
    with pytest.raises(NotFound):
        await actions.end_session(onni, siiri.session_id)
    assert await sessions.actor_of(key)
    await actions.end_session(siiri, siiri.session_id)
    assert await sessions.actor_of(key) is None


async def test_an_account_lists_its_open_sessions_and_nobody_elses(database: Settings) -> None:
    siiri = await make_person(username="siiri.n", name="Siiri Niemi", passphrase=PASSPHRASE)
    here, _key = await signed_in(siiri)
    other, _other_key = await signed_in(siiri, own_device=True)
    await signed_in(await make_person())
    view = await load_account(here)
    assert (view.name, view.username) == ("Siiri Niemi", "siiri.n")
    assert [one.here for one in view.sessions] == [True, False]
    assert {one.id for one in view.sessions} == {str(here.session_id), str(other.session_id)}
    with clock.at(clock.now() + timedelta(hours=2)):
        asleep = await load_account(here)
    assert [(one.here, one.own_device) for one in asleep.sessions] == [(True, False), (False, True)]


async def test_language_and_colours_are_what_there_is(database: Settings) -> None:
    siiri, key = await signed_in(await make_person())
    await actions.choose_appearance(siiri, language="fi", theme="dark")
    known = await sessions.actor_of(key)
    assert known is not None
    assert (known.language, known.theme) == ("fi", "dark")
    for wrong in ({"language": "xx"}, {"theme": "pink"}):
        with pytest.raises(Invalid):
            await actions.choose_appearance(siiri, **wrong)


async def test_a_demo_lists_people_to_be_and_others_list_nobody(database: Settings) -> None:
    school = await make_school()
    await make_pupil(school, name="Siiri Niemi", username="siiri")
    await make_teacher(school, name="Tuula Virtanen", username="tuula")
    await make_coordinator(school, name="Kaisa Korhonen", username="kaisa")
    await make_admin(name="Aino Salo", username="admin")
    assert await demo_people() == ()
    async with writing() as session:
        session.add(Mark(name="demo", value=json.dumps(["siiri", "tuula", "kaisa", "admin", "gone"])))
    assert [(one.username, one.name, one.role) for one in await demo_people()] == [
        ("siiri", "Siiri Niemi", "Pupil"),
        ("tuula", "Tuula Virtanen", "Teacher"),
        ("kaisa", "Kaisa Korhonen", "School coordinator"),
        ("admin", "Aino Salo", "Admin"),
    ]


async def test_choosing_with_the_former_passphrase_speaks_of_no_code(database: Settings) -> None:
    siiri, _key = await signed_in(await make_person(username="siiri.n", passphrase=PASSPHRASE))
    view = await load_choosing(siiri)
    assert (view.username, view.must_choose, view.given) == ("siiri.n", False, "")
