"""Whom to write to at a host: added by the region's coordinator, confirmed by whoever reads the mailbox."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.contacts import (
    ASKING,
    LINK_VALID,
    MOST,
    add_contact,
    answer,
    ask_again,
    correct_contact,
    end_contact,
    key_of,
    load_asked,
)
from portfolio_app.marketplace.host_views import load_host
from portfolio_app.marketplace.hosts import end_host, merge_hosts
from portfolio_app.marketplace.retention import remove_rested_hosts
from tests.conftest import Configure
from tests.marketplace.hosts import BAKER, a_host, contacts_of, the_contact
from tests.people import make_admin, make_region, make_regional, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


async def letters() -> int:
    async with reading() as session:
        return (
            await session.execute(select(func.count()).select_from(Outbox).where(col(Outbox.kind) == ASKING))
        ).scalar_one()


async def test_asked_by_mail_and_confirmed_by_a_press_alone() -> None:
    sirpa = await make_regional(await make_region("Pirkanmaa"))
    host = await a_host(sirpa)
    request = uuid4()
    await asyncio.gather(*(add_contact(sirpa, host, BAKER, request) for _time in range(4)))
    assert await letters() == 1
    row = await the_contact(host)
    key = key_of(row)
    for _look in range(3):  # mail programs look first
        asked = await load_asked(key)
        assert asked
        assert (asked.host, asked.region, asked.name, asked.confirmed) == (
            "Leipomo Kettunen",
            "Pirkanmaa",
            "Raija Kettunen",
            False,
        )
    assert (await the_contact(host)).confirmed_at is None
    assert not (await load_host(sirpa, str(host))).contacts[0].confirmed
    await answer(key, yes=True)
    await answer(key, yes=True)
    assert (await load_host(sirpa, str(host))).contacts[0].confirmed
    asked = await load_asked(key)
    assert asked
    assert asked.confirmed
    await answer(key, yes=False)  # and may think again
    assert (await load_host(sirpa, str(host))).contacts == ()
    assert await load_asked(key) is None


async def test_forged_old_and_former_links_open_nothing() -> None:
    sirpa = await make_regional(await make_region())
    host, other = await a_host(sirpa), await a_host(sirpa)
    await add_contact(sirpa, host, BAKER, uuid4())
    await add_contact(sirpa, other, replace(BAKER, mail="b@example.org"), uuid4())
    key, foreign = key_of(await the_contact(host)), key_of(await the_contact(other))
    row_id, mac = key.split(".")
    others_mac = foreign.split(".")[1]
    forged = ["", ".", "x", row_id, f"{row_id}.", f"{row_id}.{mac[:-1]}", f"{row_id}.{others_mac}", f"{uuid4()}.{mac}"]
    forged += [f"{key}é", "é" * 999]
    for one in forged:
        assert await load_asked(one) is None
        with pytest.raises(NotFound):
            await answer(one, yes=True)
    with at(now() + LINK_VALID + timedelta(minutes=1)):
        assert await load_asked(key) is None
        with pytest.raises(NotFound):
            await answer(key, yes=True)
    await ask_again(sirpa, (await the_contact(host)).id)
    assert await load_asked(key) is None
    assert await load_asked(key_of(await the_contact(host)))
    await end_host(sirpa, host)
    assert await load_asked(key_of(await the_contact(host))) is None


async def test_another_address_is_asked_anew() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa, contact=BAKER)
    row = await the_contact(host)
    await correct_contact(sirpa, row.id, replace(BAKER, phone="040 1"))
    assert (await the_contact(host)).confirmed_at is not None
    before = await letters()
    await correct_contact(sirpa, row.id, replace(BAKER, mail="Leena@example.org"))
    assert (await the_contact(host)).confirmed_at is None
    assert await letters() == before + 1
    await ask_again(sirpa, row.id)
    await answer(key_of(await the_contact(host)), yes=True)
    after = await letters()
    await ask_again(sirpa, row.id)  # nothing to ask any more
    assert await letters() == after


async def test_what_was_mailed_to_the_former_address_says_nothing_about_the_new_one(configure: Configure) -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    await add_contact(sirpa, host, BAKER, uuid4())
    former = key_of(await the_contact(host))
    configure(mail_url="")  # the new address is asked later, when mail is sent again
    await correct_contact(sirpa, (await the_contact(host)).id, replace(BAKER, mail="leena@example.org"))
    assert await load_asked(former) is None
    with pytest.raises(NotFound):
        await answer(former, yes=True)
    assert (await the_contact(host)).confirmed_at is None


async def test_an_address_is_there_once_and_not_asked_again_and_again() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    mail = f"{uuid4()}@example.org"
    await add_contact(sirpa, host, replace(BAKER, mail=mail), uuid4())
    with pytest.raises(Invalid) as problem:
        await add_contact(sirpa, host, replace(BAKER, mail=mail.upper()), uuid4())
    assert problem.value.field == "mail"
    row = await the_contact(host)
    for _time in range(4):
        await ask_again(sirpa, row.id)
    with pytest.raises(TooMany):
        await ask_again(sirpa, row.id)
    await end_contact(sirpa, row.id)
    await end_contact(sirpa, row.id)
    assert (await load_host(sirpa, str(host))).contacts == ()
    await end_contact(sirpa, row.id, back=True)
    assert len((await load_host(sirpa, str(host))).contacts) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "contact_name"),
        ({"mail": "raija"}, "mail"),
        ({"mail": "raija@example"}, "mail"),
        ({"mail": "a@b.org\nBcc: x@y.org"}, "mail"),
        ({"phone": "call me"}, "phone"),
        ({"language": "xx"}, "language"),
    ],
)
async def test_bad_input_names_its_field(wrong: dict[str, str], field: str) -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    with pytest.raises(Invalid) as problem:
        await add_contact(sirpa, host, replace(BAKER, **wrong), uuid4())
    assert problem.value.field == field
    assert await contacts_of(host) == []


async def test_a_host_has_only_so_many() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    for number in range(MOST):
        await add_contact(sirpa, host, replace(BAKER, mail=f"{number}.{uuid4()}@example.org"), uuid4())
    with pytest.raises(Invalid):
        await add_contact(sirpa, host, replace(BAKER, mail="one.more@example.org"), uuid4())


async def test_the_wrong_person_is_refused() -> None:
    region = await make_region()
    sirpa = await make_regional(region)
    host = await a_host(sirpa, contact=BAKER)
    row = await the_contact(host)
    people = [
        await make_regional(await make_region()),
        await make_admin(),
        await make_teacher(await make_school(region=region)),
    ]
    for who in people:
        for refused in (
            add_contact(who, host, replace(BAKER, mail="x@example.org"), uuid4()),
            correct_contact(who, row.id, replace(BAKER, name="X")),
            ask_again(who, row.id),
            end_contact(who, row.id),
            end_contact(who, row.id, back=True),
        ):
            with pytest.raises(NotFound):
                await refused
    assert (await the_contact(host)).name == BAKER.name


async def test_without_mail_nobody_is_asked_and_the_page_says_so(configure: Configure) -> None:
    configure(mail_url="")
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    await add_contact(sirpa, host, BAKER, uuid4())
    assert await letters() == 0
    assert not (await load_host(sirpa, str(host))).sends_mail
    with pytest.raises(Invalid):
        await ask_again(sirpa, (await the_contact(host)).id)


async def test_whoever_corrects_a_contact_while_two_hosts_become_one_waits_their_turn() -> None:
    sirpa = await make_regional(await make_region())
    for _time in range(6):
        kept = await a_host(sirpa)
        double = await a_host(sirpa, contact=replace(BAKER, mail=f"{uuid4()}@example.org"))
        row = await the_contact(double)
        correcting = (
            correct_contact(sirpa, row.id, replace(BAKER, mail=row.mail, phone=f"040 {number}")) for number in range(4)
        )
        told = await asyncio.gather(merge_hosts(sirpa, kept, double), *correcting, return_exceptions=True)
        assert told[0] is None
        assert all(one is None or isinstance(one, NotFound) for one in told)
        assert [one.id for one in await contacts_of(kept)] == [row.id]


async def test_contacts_that_ended_go_once_they_have_rested() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa, contact=BAKER)
    row = await the_contact(host)
    await end_contact(sirpa, row.id)
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await end_contact(sirpa, row.id, back=True)
        assert await remove_rested_hosts() == 1
    assert await contacts_of(host) == []
