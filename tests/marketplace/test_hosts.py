"""A region's coordinator looks after its hosts; nobody else does."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import local_date
from portfolio_app.core.models import Audit
from portfolio_app.marketplace.contacts import add_contact
from portfolio_app.marketplace.fields import NAMES, SECTIONS, FieldOfWork
from portfolio_app.marketplace.host_views import load_host, load_hosts
from portfolio_app.marketplace.hosts import (
    LONGEST_APPROVAL,
    HostForm,
    add_host,
    approve_host,
    change_host,
    end_host,
    merge_hosts,
    pause_host,
    resume_host,
    withdraw_approval,
)
from portfolio_app.marketplace.retention import remove_rested_hosts
from portfolio_app.schools.listing import asked
from tests.marketplace.hosts import BAKER, BAKERY, a_host, contacts_of, row_of
from tests.people import (
    make_admin,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")


def in_days(days: int) -> str:
    return (local_date(now()) + timedelta(days=days)).isoformat()


async def names(who: Actor, **asked_for: str) -> list[str]:
    search = asked_for.pop("search", "")
    return [one.name for one in (await load_hosts(who, wanted=asked(search), **asked_for)).lines]


async def audited(action: str) -> int:
    async with reading() as session:
        found = select(func.count()).select_from(Audit).where(col(Audit.action) == f"marketplace.{action}")
        return (await session.execute(found)).scalar_one()


async def test_added_found_changed_and_approved() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa, contact=BAKER)
    await a_host(sirpa, replace(BAKERY, name="Åsas blommor", field="nature", town="Nokia", register_number=""))
    assert await names(sirpa) == ["Åsas blommor", "Leipomo Kettunen"]  # as if it were an A: marks do not count
    assert await names(sirpa, search="asas") == ["Åsas blommor"]
    assert await names(sirpa, search="TAMPERE kettu") == ["Leipomo Kettunen"]
    assert await names(sirpa, search="12345678") == ["Leipomo Kettunen"]
    assert await names(sirpa, search="nowhere") == []
    assert await names(sirpa, field="nature") == ["Åsas blommor"]
    assert await names(sirpa, show="approved") == []
    await approve_host(sirpa, host, in_days(30))
    assert await names(sirpa, show="approved") == ["Leipomo Kettunen"]
    assert await names(sirpa, show="renew") == ["Leipomo Kettunen"]  # in less than 60 days
    assert await names(sirpa, show="waiting") == ["Åsas blommor"]
    await change_host(sirpa, host, replace(BAKERY, town="Orivesi"), (await row_of(host)).version)
    view = await load_host(sirpa, str(host))
    assert (view.town, view.approved, view.missing) == ("Orivesi", True, ())
    assert await audited("add_host") == 2
    assert await audited("approve_host") == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"town": ""}, "town"),
        ({"kind": "person"}, "kind"),
        ({"field": ""}, "field"),
        ({"field": "Nature"}, "field"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "example.org"}, "website"),
        ({"note": "x" * 2001}, "note"),
    ],
)
async def test_bad_input_names_its_field_and_keeps_nothing(wrong: dict[str, str], field: str) -> None:
    sirpa = await make_regional(await make_region())
    with pytest.raises(Invalid) as problem:
        await a_host(sirpa, replace(BAKERY, **wrong))
    assert problem.value.field == field
    assert (await load_hosts(sirpa)).none_at_all


async def test_the_wrong_person_is_refused() -> None:
    region, other = await make_region(), await make_region("Varsinais-Suomi")
    sirpa, elsewhere = await make_regional(region), await make_regional(other)
    school = await make_school(region=region)
    host = await a_host(sirpa, contact=BAKER)
    double = await a_host(sirpa)
    people = [
        elsewhere,
        await make_admin(),
        await make_coordinator(school),
        await make_teacher(school),
        await make_counsellor(school),
        await make_pupil(school),
    ]
    for who in people:
        for refused in (
            add_host(who, region, BAKERY, uuid4()),
            change_host(who, host, BAKERY, 1),
            approve_host(who, host, in_days(9)),
            withdraw_approval(who, host),
            end_host(who, host),
            merge_hosts(who, host, double),
            load_host(who, str(host)),
        ):
            with pytest.raises(NotFound):
                await refused
        if who is not elsewhere:
            with pytest.raises(Refused):
                await load_hosts(who)
    assert await names(elsewhere) == []
    row = await row_of(host)
    assert (row.version, row.approved_until, row.paused_at, row.ended_at) == (1, None, None, None)


async def test_sent_twice_and_at_once_it_is_there_once() -> None:
    sirpa = await make_regional(await make_region())
    request = uuid4()
    made = await asyncio.gather(*(add_host(sirpa, sirpa.regions[0], BAKERY, request) for _time in range(5)))
    assert len(set(made)) == 1
    assert await names(sirpa) == ["Leipomo Kettunen"]
    elsewhere = await make_regional(await make_region())
    with pytest.raises(NotFound):
        await add_host(elsewhere, elsewhere.regions[0], BAKERY, request)


async def test_two_who_change_it_at_once_notice_each_other() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    await change_host(sirpa, host, replace(BAKERY, town="Nokia"), 1)
    await change_host(sirpa, host, replace(BAKERY, town="Nokia"), 1)  # the same again is no conflict
    with pytest.raises(Conflict):
        await change_host(sirpa, host, replace(BAKERY, town="Orivesi"), 1)
    assert (await row_of(host)).town == "Nokia"


async def test_approving_needs_a_number_a_confirmed_contact_and_a_day_ahead() -> None:
    sirpa = await make_regional(await make_region())
    bare = await a_host(sirpa, replace(BAKERY, register_number=""))
    assert len((await load_host(sirpa, str(bare))).missing) == 2
    for day in ("", "soon", in_days(0), in_days(-1), in_days(LONGEST_APPROVAL.days + 1), "0001-01-01", "9999-12-31"):
        with pytest.raises(Invalid) as problem:
            await approve_host(sirpa, bare, day)
        assert problem.value.field == "until"
    with pytest.raises(Invalid):
        await approve_host(sirpa, bare, in_days(9))  # no number
    await change_host(sirpa, bare, BAKERY, 1)
    with pytest.raises(Invalid):
        await approve_host(sirpa, bare, in_days(9))  # nobody has confirmed
    host = await a_host(sirpa, contact=BAKER)
    await approve_host(sirpa, host, in_days(LONGEST_APPROVAL.days))
    with pytest.raises(Invalid):
        await change_host(sirpa, host, replace(BAKERY, register_number=" "), (await row_of(host)).version)
    until = await withdraw_approval(sirpa, host)
    assert until == in_days(LONGEST_APPROVAL.days)
    assert await withdraw_approval(sirpa, host) == ""
    await approve_host(sirpa, host, until)
    assert (await row_of(host)).approved_until is not None


async def test_an_approval_runs_out_by_itself() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa, contact=BAKER)
    await approve_host(sirpa, host, in_days(90))
    assert await names(sirpa, show="approved") == ["Leipomo Kettunen"]
    assert await names(sirpa, show="renew") == []
    with at(now() + timedelta(days=92)):
        assert await names(sirpa, show="approved") == []
        assert await names(sirpa, show="renew") == ["Leipomo Kettunen"]


async def test_paused_ended_and_brought_back() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa)
    with pytest.raises(Invalid):
        await pause_host(sirpa, host, "  ")
    await pause_host(sirpa, host, "A pupil was alone with the oven.")
    await pause_host(sirpa, host, "said again")
    view = await load_host(sirpa, str(host))
    assert (view.paused, view.pause_reason) == (True, "A pupil was alone with the oven.")
    assert sirpa.name in view.pause_said
    assert await names(sirpa, show="paused") == ["Leipomo Kettunen"]
    await resume_host(sirpa, host)
    await resume_host(sirpa, host)
    assert not (await load_host(sirpa, str(host))).paused
    await end_host(sirpa, host)
    await end_host(sirpa, host)
    assert await names(sirpa) == []
    assert await names(sirpa, show="ended") == ["Leipomo Kettunen"]
    for refused in (
        change_host(sirpa, host, BAKERY, 9),
        pause_host(sirpa, host, "x"),
        approve_host(sirpa, host, in_days(3)),
    ):
        with pytest.raises(NotFound):
            await refused
    await end_host(sirpa, host, back=True)
    assert await names(sirpa) == ["Leipomo Kettunen"]


async def test_what_has_rested_goes_for_good() -> None:
    sirpa = await make_regional(await make_region())
    host = await a_host(sirpa, contact=BAKER)
    await end_host(sirpa, host)
    assert await remove_rested_hosts() == 0
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await end_host(sirpa, host, back=True)
        assert await remove_rested_hosts() == 1
        assert await remove_rested_hosts() == 0
    assert await contacts_of(host) == []


async def test_two_rows_of_one_host_are_put_together_and_taken_apart() -> None:
    sirpa = await make_regional(await make_region())
    kept = await a_host(sirpa, contact=BAKER)
    double = await a_host(sirpa, replace(BAKERY, name="Kettunen leipomo", register_number="1234567-8"), contact=BAKER)
    await a_host(sirpa, replace(BAKERY, name="Autokorjaamo Virta", register_number="", field="trade"))
    shown = await load_host(sirpa, str(kept))
    assert [one.name for one in shown.doubles] == ["Kettunen leipomo"]
    other = replace(BAKER, mail="toinen@example.org")
    await add_contact(sirpa, double, other, uuid4())
    with pytest.raises(Invalid):
        await merge_hosts(sirpa, kept, kept)
    await merge_hosts(sirpa, kept, double)
    await merge_hosts(sirpa, kept, double)  # pressed twice
    assert {one.mail for one in await contacts_of(kept)} == {"raija@example.org", "toinen@example.org"}
    assert (await row_of(double)).merged_into == kept
    assert "Kettunen leipomo" not in await names(sirpa)
    await end_host(sirpa, double, back=True)
    assert (await row_of(double)).merged_into is None
    assert {one.mail for one in await contacts_of(kept)} == {"raija@example.org"}
    assert {one.mail for one in await contacts_of(double)} == {"raija@example.org", "toinen@example.org"}


async def test_merged_both_ways_at_once_one_stays() -> None:
    sirpa = await make_regional(await make_region())
    first, second = await a_host(sirpa), await a_host(sirpa)
    done = await asyncio.gather(
        merge_hosts(sirpa, first, second), merge_hosts(sirpa, second, first), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "NotFound"]
    assert len(await names(sirpa)) == 1


async def test_hosts_of_two_regions_are_not_one() -> None:
    one, other = await make_region(), await make_region()
    sirpa, leena = await make_regional(one), await make_regional(other)
    both = replace(sirpa, roles=(*sirpa.roles, *leena.roles))
    here, there = await a_host(sirpa), await a_host(leena)
    with pytest.raises(Invalid):
        await merge_hosts(both, here, there)
    view = await load_hosts(both)
    assert len(view.lines) == 2
    assert len(view.regions) == 2
    assert [line.name for line in (await load_hosts(both, region=str(one))).lines] == ["Leipomo Kettunen"]


async def test_nonsense_in_the_address_shows_everything() -> None:
    sirpa = await make_regional(await make_region())
    await a_host(sirpa)
    for asked_for in ({"show": "all of it"}, {"field": "'; drop table host"}, {"region": "none"}):
        assert await names(sirpa, **asked_for) == ["Leipomo Kettunen"]
    for host_id in ("", "x", str(uuid4()), "0" * 400):
        with pytest.raises(NotFound):
            await load_host(sirpa, host_id)


def test_every_section_of_nace_that_pupils_go_to_is_in_one_field() -> None:
    assert sorted("".join(SECTIONS.values())) == list("ABCDEFGHIJKLMNOPQRS")
    assert set(SECTIONS) == set(NAMES) == set(FieldOfWork)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=140), town=st.text(max_size=90), number=st.text(max_size=50))
async def test_whatever_is_typed_is_kept_or_told(name: str, town: str, number: str) -> None:
    sirpa = await make_regional(await make_region())
    try:
        host = await a_host(sirpa, HostForm(name, number, "company", "food", town))
    except Invalid as problem:
        told = problem.field
    else:
        told = ""
        assert host in await ids_found(sirpa, (await row_of(host)).name)
    assert told in ("", "name", "town", "register_number")


async def ids_found(who: Actor, search: str) -> set[UUID]:
    view = await load_hosts(who, wanted=asked(search))
    return {UUID(one.href.rpartition("=")[2]) for one in view.lines}
