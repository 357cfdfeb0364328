"""People of a school find the approved hosts of its region; its adults see whom to write to, and can pause one."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.contacts import add_contact
from portfolio_app.marketplace.finding import load_marketplace
from portfolio_app.marketplace.hosts import approve_host, pause_host, resume_host
from portfolio_app.marketplace.models import Host
from portfolio_app.marketplace.noticing import find_hosts  # noqa: F401 - lets notices find hosts
from portfolio_app.marketplace.sought import Sought
from portfolio_app.notices.queries import load_notices
from portfolio_app.schools.listing import asked
from tests.marketplace.hosts import BAKER, BAKERY, a_host, row_of
from tests.people import (
    make_admin,
    make_counsellor,
    make_former_pupil,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")


async def approved(sirpa: Actor, **differs: str) -> UUID:
    host = await a_host(sirpa, replace(BAKERY, **differs), contact=BAKER)
    await approve_host(sirpa, host, (local_date(now()) + timedelta(days=90)).isoformat())
    return host


async def names(who: Actor, search: str = "", **filters: str) -> list[str]:
    return [one.name for one in (await load_marketplace(who, wanted=asked(search), sought=Sought.of(filters))).hosts]


async def test_approved_ones_of_the_own_region_alone() -> None:
    region, other = await make_region(), await make_region()
    sirpa, elsewhere = await make_regional(region), await make_regional(other)
    tuula = await make_teacher(await make_school(region=region))
    assert (await load_marketplace(tuula)).none_at_all
    await a_host(sirpa, replace(BAKERY, name="Waits"))
    host = await approved(sirpa)
    await approved(sirpa, name="Telakka", field="industry", town="Raisio")
    await approved(elsewhere, name="Elsewhere")
    assert await names(tuula) == ["Leipomo Kettunen", "Telakka"]
    assert await names(tuula, "leip") == ["Leipomo Kettunen"]
    assert await names(tuula, field="industry") == ["Telakka"]
    assert await names(tuula, town="Raisio") == ["Telakka"]
    assert await names(tuula, town="Raisio", field="food") == []
    assert await names(tuula, town="'; --") == []
    nonsense = {"field": "nonsense", "from": "soon", "seats": "-1", "within": "1", "age": "x"}
    assert await names(tuula, **nonsense) == ["Leipomo Kettunen", "Telakka"]
    assert [one.label for one in (await load_marketplace(tuula)).towns][1:] == ["Raisio (1)", "Tampere (1)"]
    with at(now() + timedelta(days=91)):
        assert await names(tuula) == []
    async with writing() as session:
        (await session.execute(select(Host).where(col(Host.id) == host))).scalar_one().ended_at = now()
    assert await names(tuula) == ["Telakka"]


async def test_adults_see_confirmed_contacts_and_pupils_see_none() -> None:
    region = await make_region()
    school = await make_school(region=region)
    sirpa = await make_regional(region)
    host = await approved(sirpa)
    await add_contact(sirpa, host, replace(BAKER, name="Not confirmed", mail="x@example.org"), uuid4())
    for adult in (await make_teacher(school), await make_counsellor(school)):
        (found,) = (await load_marketplace(adult)).hosts
        assert [(one.name, one.writes, one.calls) for one in found.contacts] == [
            ("Raija Kettunen", "mailto:raija@example.org", "tel:0401234567")
        ]
    siiri = await make_pupil(school)
    (found,) = (await load_marketplace(siiri)).hosts
    assert (found.contacts, found.id) == ((), "")
    shown = str(await load_marketplace(siiri))
    assert all(secret not in shown for secret in ("Raija", "example.org", "040", "Ask before eight", "1234567"))


async def test_whoever_belongs_to_no_school_is_refused() -> None:
    for who in (await make_admin(), await make_former_pupil(), await make_regional(await make_region())):
        with pytest.raises(Refused):
            await load_marketplace(who)


async def test_any_adult_pauses_a_host_at_once_and_the_coordinator_is_told() -> None:
    region = await make_region()
    school = await make_school(region=region)
    sirpa, tuula, petri = await make_regional(region), await make_teacher(school), await make_counsellor(school)
    host = await approved(sirpa)
    with pytest.raises(Invalid):
        await pause_host(tuula, host, " ")
    await pause_host(tuula, host, "Nobody was there for our pupil.")
    await pause_host(petri, host, "The same.")  # it is paused already
    assert await names(tuula) == []
    (told,) = (await load_notices(sirpa)).lines
    assert f"{tuula.name} paused" in told.sentence
    assert "Leipomo Kettunen" in told.sentence
    with pytest.raises(NotFound):
        await resume_host(petri, host)  # it was not he who paused it
    await resume_host(tuula, host)
    assert await names(tuula) == ["Leipomo Kettunen"]
    assert (await load_notices(sirpa)).lines == ()  # taken back
    await pause_host(tuula, host, "Again.")
    await resume_host(sirpa, host)
    assert await names(petri) == ["Leipomo Kettunen"]


async def test_nobody_else_pauses_one() -> None:
    region = await make_region()
    sirpa = await make_regional(region)
    host = await approved(sirpa)
    school = await make_school(region=region)
    strangers = [
        await make_pupil(school),
        await make_teacher(await make_school()),
        await make_admin(),
        await make_regional(await make_region()),
        await make_former_pupil(),
    ]
    for who in strangers:
        with pytest.raises(NotFound):
            await pause_host(who, host, "a reason")
        with pytest.raises(NotFound):
            await resume_host(who, host)
    assert (await row_of(host)).paused_at is None
