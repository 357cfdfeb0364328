"""A host reads who comes once it has shown that the mailbox is its own, after the school has signed, until the days are
over; a link that was passed on names nobody, and guessing leads nowhere."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, NotFound, TooMany
from portfolio_app.core.languages import local_date
from portfolio_app.core.models import Audit, Outbox
from portfolio_app.marketplace.contacts import end_contact
from portfolio_app.marketplace.hosting.codes import MAILING, enter, send_code
from portfolio_app.marketplace.hosting.coming import Coming, load_coming
from portfolio_app.marketplace.hosting.models import HostCode, HostSession
from portfolio_app.marketplace.hosting.retention import remove_old_host_sessions
from portfolio_app.marketplace.hosting.sessions import end_session
from portfolio_app.marketplace.hosts import end_host, merge_hosts, pause_host, resume_host
from portfolio_app.marketplace.offering import close_link, key_of, send_link
from portfolio_app.marketplace.placements.absences import come_after_all, say_absent
from portfolio_app.marketplace.placements.models import Absence
from tests.conftest import Configure
from tests.marketplace.hosting.guests import Visit, a_link_of, a_visit, come_in, the_code
from tests.marketplace.hosts import BAKERY, a_host, the_contact
from tests.marketplace.placements.pupils import a_placement, change
from tests.marketplace.seats import a_monday

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


async def names(visit: Visit, cookie: str) -> list[str]:
    """Whom the contact reads of; "" for a pupil who is not named, nothing where the link opens nothing."""
    view = await load_coming(visit.key, cookie)
    return [one.pupil for one in view.pupils] if view else []


async def test_a_link_alone_names_nobody() -> None:
    visit = await a_visit(a_monday())
    for cookie in ("", "forged", "x" * 200):
        view = await load_coming(visit.key, cookie)
        assert view is not None
        (one,) = view.pupils
        assert (view.entered, one) == (False, Coming(one.id, one.days, approved=True))
    cookie = await come_in(visit)
    view = await load_coming(visit.key, cookie)
    assert view is not None
    (one,) = view.pupils
    assert (one.pupil, one.adult, one.adult_phone) == ("Siiri", "Tuula", "040 765 4321")
    said = {said.words for said in one.terms}
    assert {"You shape buns.", "09:00–14:00", "30 minutes", "Closed shoes"} <= said
    assert not any("2011" in words or "9A" in words or "15" in words for words in said - {"09:00–14:00"})
    async with reading() as session:  # her own log knows
        rows = select(Audit).where(col(Audit.action) == "marketplace.name_to_host")
        assert [row.about_id for row in (await session.execute(rows)).scalars()] == [visit.week.siiri.person_id]


async def test_before_the_school_has_signed_there_is_nothing_to_open() -> None:
    visit = await a_visit(a_monday(), approved=False)
    with pytest.raises(Invalid, match="Nobody comes"):
        await send_code(visit.key)
    view = await load_coming(visit.key, "")
    assert view is not None
    assert [(one.pupil, one.approved) for one in view.pupils] == [("", False)]
    await change(visit.week.placement, approved_at=now())
    cookie = await come_in(visit)
    other = await a_placement(visit.week.eino, visit.week.school, visit.week.tuula, visit.week.host, a_monday(5))
    assert await names(visit, cookie) == ["Siiri", ""]
    await change(visit.week.placement, approved_at=None)  # the school takes its signature back
    assert await names(visit, cookie) == ["", ""]
    await change(other, cancelled_at=now(), cancel_reason="seat")
    assert await names(visit, cookie) == [""]


async def test_it_closes_when_the_days_are_over() -> None:
    visit = await a_visit()
    last = local_date(now()) + timedelta(days=4)
    with at(now() + timedelta(days=4)):
        cookie = await come_in(visit)
        assert await names(visit, cookie) == ["Siiri"]
    with at(now() + timedelta(days=6)):
        assert local_date(now()) > last
        cookie = await come_in(visit)  # while the host may say how the days went, it reads whose they were
        view = await load_coming(visit.key, cookie)
        assert view is not None
        assert [(one.pupil, one.terms, one.adult_phone) for one in view.pupils] == [("Siiri", (), "")]
    with at(now() + timedelta(days=36)):
        view = await load_coming(visit.key, cookie)
        assert view is not None
        assert (view.entered, view.pupils) == (False, ())
        with pytest.raises(Invalid):
            await send_code(visit.key)


async def test_wrong_codes_are_counted_and_close_the_link_in_the_end() -> None:
    visit = await a_visit(a_monday())
    await send_code(visit.key)
    right = await the_code(visit.contact)
    wrong = "000000" if right != "000000" else "111111"
    for typed in (wrong, "", "é", "１２３４５６", right[:5]):
        with pytest.raises(Invalid, match="not the code"):
            await enter(visit.key, typed, "")
    with pytest.raises(Invalid, match="not the code"):  # it was right, but five were wrong
        await enter(visit.key, right, "")
    await send_code(visit.key)
    assert await the_code(visit.contact) != right
    with pytest.raises(Invalid):
        await enter(visit.key, right, "")
    for _letter in range(3):
        for _try in range(5):
            with pytest.raises(DomainError):
                await enter(visit.key, wrong, "")
        if await load_coming(visit.key, "") is None:
            break
        await send_code(visit.key)
    for _try in range(5):
        with pytest.raises(DomainError):
            await enter(visit.key, wrong, "")
    assert await load_coming(visit.key, "") is None
    with pytest.raises(NotFound):
        await send_code(visit.key)


async def test_tries_at_the_same_moment_are_worth_no_more_than_one_after_the_other() -> None:
    visit = await a_visit(a_monday())
    await send_code(visit.key)
    right = await the_code(visit.contact)
    wrong = "000000" if right != "000000" else "111111"
    answers = await asyncio.gather(*(enter(visit.key, wrong, "") for _try in range(9)), return_exceptions=True)
    assert all(isinstance(one, Invalid) for one in answers)
    async with reading() as session:
        (row,) = (await session.execute(select(HostCode))).scalars().all()
    assert (row.tries, row.wrong) == (5, 5)


async def test_a_code_is_good_once_and_for_some_minutes() -> None:
    visit = await a_visit(a_monday())
    await send_code(visit.key)
    code = await the_code(visit.contact)
    with at(now() + timedelta(minutes=16)), pytest.raises(Invalid):
        await enter(visit.key, code, "")
    answers = await asyncio.gather(
        *(enter(visit.key, f"{code[:3]} {code[3:]}", "") for _time in range(3)), return_exceptions=True
    )
    assert sorted(isinstance(one, str) for one in answers) == [False, False, True]
    async with reading() as session:
        assert len((await session.execute(select(HostSession))).scalars().all()) == 1
    for forged in ("", "x", visit.key[:-1], f"{uuid4()}.{'0' * 64}", "é" * 40):
        for attempt in (send_code(forged), enter(forged, code, "")):
            with pytest.raises(NotFound):
                await attempt
        assert await load_coming(forged, "") is None


async def test_five_letters_an_hour() -> None:
    visit = await a_visit(a_monday())
    for _letter in range(5):
        await send_code(visit.key)
    with pytest.raises(TooMany):
        await send_code(visit.key)
    async with reading() as session:
        letters = (await session.execute(select(Outbox).where(col(Outbox.kind) == MAILING))).scalars().all()
    assert len(letters) == 5
    code = await the_code(visit.contact)
    assert all(code not in str(one.payload) for one in letters)


async def test_a_host_ends_its_sessions_and_nobody_elses() -> None:
    visit, other = await a_visit(a_monday()), await a_visit(a_monday())
    phone, office, theirs = await come_in(visit), await come_in(visit, "Edge, Windows"), await come_in(other)
    view = await load_coming(visit.key, phone)
    assert view is not None
    assert [(one.browser, one.here) for one in view.sessions] == [("Edge, Windows", False), ("Firefox, Android", True)]
    there, here = view.sessions
    with pytest.raises(NotFound):
        await end_session(other.key, theirs, there.id)
    with pytest.raises(NotFound):
        await end_session(visit.key, theirs, there.id)  # another host's cookie with this link
    assert await names(visit, theirs) == [""]
    assert not await end_session(visit.key, phone, there.id)
    assert not await end_session(visit.key, phone, there.id)
    assert (await names(visit, office), await names(visit, phone)) == ([""], ["Siiri"])
    assert await end_session(visit.key, phone, here.id)
    assert await names(visit, phone) == [""]
    assert await names(other, theirs) == ["Siiri"]


async def test_a_session_sleeps_after_twelve_hours() -> None:
    visit = await a_visit(a_monday())
    cookie = await come_in(visit)
    with at(now() + timedelta(hours=11, minutes=59)):
        assert await names(visit, cookie) == ["Siiri"]
    with at(now() + timedelta(hours=12, minutes=1)):
        assert await names(visit, cookie) == [""]
        assert await remove_old_host_sessions() == 1
        assert await remove_old_host_sessions() == 0


async def _ended_contact(visit: Visit) -> None:
    await end_contact(visit.week.sirpa, visit.contact)
    await end_contact(visit.week.sirpa, visit.contact, back=True)


async def _closed_link(visit: Visit) -> None:
    await close_link(visit.week.sirpa, visit.contact)


async def _newer_link(visit: Visit) -> None:
    await send_link(visit.week.sirpa, visit.contact)


async def _ended_host(visit: Visit) -> None:
    await end_host(visit.week.sirpa, visit.week.host)
    await end_host(visit.week.sirpa, visit.week.host, back=True)


async def _paused_host(visit: Visit) -> None:
    await pause_host(visit.week.tuula, visit.week.host, "Nobody was there")
    assert await load_coming(visit.key, "") is None
    with pytest.raises(NotFound):
        await send_code(visit.key)
    await resume_host(visit.week.sirpa, visit.week.host)


@pytest.mark.parametrize("happens", [_ended_contact, _closed_link, _newer_link, _ended_host, _paused_host])
async def test_what_ends_a_session_for_good(happens: Callable[[Visit], Awaitable[None]]) -> None:
    visit = await a_visit(a_monday())
    cookie = await come_in(visit)
    await happens(visit)
    assert await names(visit, cookie) in ([""], [])
    async with reading() as session:
        contact = await the_contact(visit.week.host)
        del session
    if contact.opens:
        assert await names(Visit(visit.week, visit.contact, key_of(contact)), cookie) == [""]


async def test_hosts_that_are_put_together() -> None:
    visit = await a_visit(a_monday())
    cookie = await come_in(visit)
    kept = await a_host(visit.week.sirpa, BAKERY)
    await a_placement(visit.week.eino, visit.week.school, visit.week.tuula, kept, a_monday(5), approved_at=now())
    assert await names(visit, cookie) == ["Siiri"]
    await merge_hosts(visit.week.sirpa, kept, visit.week.host)
    key = await a_link_of(visit.contact)
    together = Visit(visit.week, visit.contact, key)
    cookie = await come_in(together)
    assert await names(together, cookie) == ["Siiri", "Eino"]
    await end_host(visit.week.sirpa, visit.week.host, back=True)
    assert await names(together, cookie) == [""]
    assert await names(together, await come_in(together)) == ["Siiri"]


async def test_days_on_which_somebody_cannot_come_without_the_reason() -> None:
    visit = await a_visit(a_monday())
    cookie = await come_in(visit)
    await say_absent(visit.week.siiri, visit.week.placement, a_monday().isoformat(), "The dentist", uuid4())
    view = await load_coming(visit.key, cookie)
    assert view is not None
    assert len(view.pupils[0].away) == 1
    assert "dentist" not in repr(view)
    async with reading() as session:
        note = (await session.execute(select(Absence))).scalar_one()
    await come_after_all(visit.week.siiri, note.id)
    view = await load_coming(visit.key, cookie)
    assert view is not None
    assert view.pupils[0].away == ()
