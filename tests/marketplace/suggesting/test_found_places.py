"""A pupil has asked at a workplace: an adult who looks after them invites it as a host, or says why not. Nobody else
reads it, nothing is written twice, and pupil and workplace do not write to each other."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Outbox
from portfolio_app.core.resting import rest_lasts
from portfolio_app.marketplace.contacts import ASKING, ContactForm
from portfolio_app.marketplace.host_views import load_host
from portfolio_app.marketplace.hosts import HostForm, approve_host
from portfolio_app.marketplace.models import Host
from portfolio_app.marketplace.suggesting import actions
from portfolio_app.marketplace.suggesting.actions import MOST, PlaceForm
from portfolio_app.marketplace.suggesting.models import FoundPlace
from portfolio_app.marketplace.suggesting.queries import found_at_home, load_found, load_own_places
from portfolio_app.marketplace.suggesting.retention import KEPT_FOR, remove_old_found_places
from portfolio_app.notices.queries import load_notices
from tests.conftest import Configure
from tests.marketplace.hosts import BAKER, a_host, confirm, contacts_of
from tests.people import (
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")

BAKERY = PlaceForm("Leipomo Rieska", "Tampere", "Raija", "raija@example.org", "040 123 4567", "One pupil in March")
HOST = HostForm(name="Leipomo Rieska", kind="company", field="food", town="Tampere")
RAIJA = ContactForm("Raija", "raija@example.org", "", "fi")


class School:
    """A pupil, their teacher, and whoever coordinates the region."""

    region: UUID
    school: UUID
    siiri: Actor
    tuula: Actor
    sirpa: Actor


@pytest.fixture
async def here(configure: Configure) -> School:
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    made = School()
    made.region = await make_region(country="FI")
    made.school = await make_school(region=made.region)
    class_id = await make_class(made.school)
    made.siiri, made.tuula = await make_pupil(made.school, class_id), await make_teacher(made.school, class_id)
    made.sirpa = await make_regional(made.region)
    return made


async def found(here: School, form: PlaceForm = BAKERY) -> str:
    await actions.say_found(here.siiri, form, way := uuid4())
    async with reading() as session:
        return str(await session.scalar(select(col(FoundPlace.id)).where(col(FoundPlace.request) == way)))


async def counted(kind: type[Host] | type[FoundPlace]) -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(kind)) or 0


async def letters() -> int:
    async with reading() as session:
        asked = select(func.count()).select_from(Outbox).where(col(Outbox.kind) == ASKING)
        return await session.scalar(asked) or 0


async def test_what_a_pupil_found_becomes_a_host_that_the_region_approves(here: School) -> None:
    place = await found(here)
    (own,) = (await load_own_places(here.siiri)).places
    assert (own.name, own.stands, own.open) == ("Leipomo Rieska", "No answer yet.", True)
    async with reading() as session:
        (line,) = await found_at_home(session, here.tuula)
    assert line.detail == "1 waits for an answer"
    (read,) = (await load_found(here.tuula)).lines
    assert (read.pupil, read.contact, read.mail, read.waits) == (here.siiri.name, "Raija", "raija@example.org", True)
    assert await actions.invite(here.tuula, place, HOST, RAIJA)
    assert await actions.invite(here.tuula, place, HOST, RAIJA)  # pressed twice
    assert (await counted(Host), await letters()) == (1, 1)
    (own,) = (await load_own_places(here.siiri)).places
    assert own.stands.startswith("Invited on ")
    assert not own.open
    async with reading() as session:
        host = (await session.execute(select(Host))).scalar_one()
    assert (host.approved_until, host.region_id, host.note) == (None, here.region, "")
    assert next(one.sentence for one in (await load_notices(here.sirpa)).lines).startswith(here.tuula.name)
    assert "Leipomo Rieska" in (await load_notices(here.siiri)).lines[0].sentence
    assert (await load_host(here.sirpa, str(host.id))).name == "Leipomo Rieska"
    await confirm(host.id)
    assert "The region looks at it" in (await load_own_places(here.siiri)).places[0].stands
    async with reading() as session:
        assert await found_at_home(session, here.tuula) == ()


async def test_an_approved_one_can_be_booked_and_one_that_ended_takes_nobody(here: School) -> None:
    place = await found(here)
    host = await a_host(here.sirpa, replace(HOST, register_number="1"), contact=BAKER)
    await approve_host(here.sirpa, host, (now() + timedelta(days=99)).date().isoformat())
    before = await letters()
    assert not await actions.invite(here.tuula, place, replace(HOST, name="LEIPOMO  rieska", town="tampere"), RAIJA)
    assert (await counted(Host), await letters()) == (1, before)
    assert len(await contacts_of(host)) == 1
    assert (await load_own_places(here.siiri)).places[0].stands.startswith("They take pupils in.")


async def test_twice_at_once_there_is_one_host_and_one_letter(here: School) -> None:
    place = await found(here)
    await asyncio.gather(*(actions.invite(here.tuula, place, HOST, RAIJA) for _time in range(5)))
    assert (await counted(Host), await letters()) == (1, 1)
    way = uuid4()
    await asyncio.gather(*(actions.say_found(here.siiri, replace(BAKERY, place="Again"), way) for _time in range(5)))
    assert await counted(FoundPlace) == 2


async def test_one_that_is_not_invited_says_why_and_can_be_opened_again(here: School) -> None:
    place = await found(here)
    with pytest.raises(Invalid) as problem:
        await actions.decline(here.tuula, place, " ")
    assert problem.value.field == f"why-{place}"
    await actions.decline(here.tuula, place, "They took two last week. Try the café.")
    assert "Try the café." in (await load_own_places(here.siiri)).places[0].stands
    with pytest.raises(Invalid):
        await actions.take_back_found(here.siiri, place)
    await actions.open_again(here.tuula, place)
    await actions.open_again(here.tuula, place)
    assert (await load_own_places(here.siiri)).places[0].open
    await actions.decline(here.tuula, place, "No")
    assert await actions.invite(here.tuula, place, HOST, RAIJA)  # somebody thinks again
    with pytest.raises(Invalid):
        await actions.decline(here.tuula, place, "No")
    await actions.open_again(here.tuula, place)
    assert (await load_own_places(here.siiri)).places[0].stands.startswith("Invited")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": ""}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"town": " "}, "town"),
        ({"mail": "raija"}, "mail"),
        ({"phone": "call me"}, "phone"),
        ({"words": "x" * 501}, "words"),
    ],
)
async def test_bad_input_gets_a_sentence(here: School, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        await actions.say_found(here.siiri, replace(BAKERY, **wrong), uuid4())
    assert problem.value.field == field
    assert await counted(FoundPlace) == 0


async def test_an_invitation_needs_somebody_to_write_to(here: School) -> None:
    place = await found(here)
    for host, contact, field in (
        (HOST, replace(RAIJA, mail=""), "mail"),
        (HOST, replace(RAIJA, name=""), "contact_name"),
        (replace(HOST, field=""), RAIJA, "field"),
    ):
        with pytest.raises(Invalid) as problem:
            await actions.invite(here.tuula, place, host, contact)
        assert problem.value.field == field
    assert (await counted(Host), await letters()) == (0, 0)
    assert (await load_found(here.tuula)).lines[0].waits


async def test_nobody_else_reads_or_answers(here: School) -> None:
    place = await found(here)
    other_class = await make_class(here.school)
    other_school = await make_school(region=here.region)
    colleague = await make_teacher(here.school, other_class)
    elsewhere = await make_counsellor(other_school)
    classmate = await make_pupil(here.school, other_class)
    for who in (colleague, elsewhere, classmate, here.sirpa, await make_coordinator(here.school)):
        for attempt in (
            actions.invite(who, place, HOST, RAIJA),
            actions.decline(who, place, "Mine"),
            actions.open_again(who, place),
            actions.take_back_found(who, place),
        ):
            with pytest.raises(Refused):
                await attempt
    for who in (classmate, here.sirpa):
        with pytest.raises(Refused):
            await load_found(who)
    for who in (colleague, elsewhere):
        assert (await load_found(who)).lines == ()
    assert (await load_own_places(classmate)).places == ()
    for who in (here.tuula, here.sirpa):
        with pytest.raises(NotFound):
            await actions.say_found(who, BAKERY, uuid4())
    assert [one.place for one in (await load_found(await make_counsellor(here.school))).lines] == ["Leipomo Rieska"]


async def test_only_so_many_wait_and_one_is_taken_back_until_it_has_rested(here: School) -> None:
    places = [await found(here, replace(BAKERY, place=f"Place {number}")) for number in range(MOST)]
    with pytest.raises(Invalid):
        await actions.say_found(here.siiri, BAKERY, uuid4())
    await actions.take_back_found(here.siiri, places[0])
    await actions.take_back_found(here.siiri, places[0])
    assert len((await load_own_places(here.siiri)).places) == MOST - 1
    assert len((await load_found(here.tuula)).lines) == MOST - 1
    with pytest.raises(NotFound):
        await actions.invite(here.tuula, places[0], HOST, RAIJA)
    await actions.take_back_found(here.siiri, places[0], back=True)
    assert len((await load_own_places(here.siiri)).places) == MOST
    await actions.take_back_found(here.siiri, places[0])
    with at(now() + rest_lasts() + timedelta(minutes=1)):
        with pytest.raises(NotFound):
            await actions.take_back_found(here.siiri, places[0], back=True)
        assert await remove_old_found_places() == 1
    with at(now() + KEPT_FOR + timedelta(minutes=1)):
        assert await remove_old_found_places() == MOST - 1
