"""A thousand hosts are asked whether what they offer is still true, and the server is killed in the middle of the
mails: each of them gets the letter, from a real mail server."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import psutil
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import close_database, reading, writing
from portfolio_app.core.languages import local_date
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.models import Host, HostContact, Offer
from portfolio_app.marketplace.still_true import STILL_TRUE, ask_whether_still_true
from portfolio_app.settings import Settings
from tests.conftest import Configure
from tests.notices.smtp import Mailbox, mail_server
from tests.people import make_region
from tests.serving import served

LETTERS = 1_000
BEFORE = 150  # taken before the server is killed


async def a_thousand_hosts(region: UUID) -> None:
    """Each approved, with a contact who has confirmed, and an offer that fades within a month."""
    moment, soon = now(), local_date(now()) - timedelta(days=350)
    async with writing() as session:
        for number in range(LETTERS):
            host = Host(
                region_id=region,
                name=f"Host {number}",
                sort_name=f"host {number}",
                field="food",
                town="Aura",
                approved_until=local_date(moment) + timedelta(days=99),
                made_at=moment,
                changed_at=moment,
                request=uuid4(),
            )
            session.add(host)
            await session.flush()
            mail = f"host.{number}@example.org"
            session.add(
                HostContact(
                    host_id=host.id,
                    name=f"Contact {number}",
                    mail=mail,
                    mail_key=mail,
                    language="en",
                    confirmed_at=moment,
                    made_at=moment,
                    request=uuid4(),
                )
            )
            session.add(
                Offer(
                    host_id=host.id,
                    kind="visit",
                    title="A visit",
                    ages_from=13,
                    ages_to=16,
                    confirmed_on=soon,
                    made_at=moment,
                    changed_at=moment,
                    request=uuid4(),
                )
            )


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    """Wait, for three minutes at most."""
    async with asyncio.timeout(180):
        while not await done():  # noqa: ASYNC110 - it happens in other processes
            await asyncio.sleep(0.05)


async def test_a_thousand_letters_over_a_kill(instance: Settings, configure: Configure) -> None:
    with mail_server() as box:
        configure(mail_url=box.url, mail_from="Polku <polku@example.org>")
        await a_thousand_hosts(await make_region())
        asked = 0
        while some := await ask_whether_still_true():
            asked += some
        assert asked == LETTERS
        await close_database()
        with served(cwd=instance.data_dir) as server:
            await until(lambda: taken(box, BEFORE))
            for process in (*psutil.Process(server.process.pid).children(recursive=True), server.process):
                os.kill(process.pid, signal.SIGKILL)
        assert len(box.recipients) < LETTERS
        async with writing() as session:  # as if the five minutes of a lease had gone by
            await session.execute(update(Outbox).values(leased_until=now() - timedelta(seconds=1)))
        await close_database()
        with served(cwd=instance.data_dir):
            await until(nothing_waits)
    each = Counter(box.recipients)
    assert set(each) == {f"host.{number}@example.org" for number in range(LETTERS)}
    twice = [address for address, times in each.items() if times > 1]
    assert len(twice) <= 1  # the one that was on its way: its letter has the same id both times
    ids = Counter(str(letter["Message-ID"]) for letter in box.letters)
    assert len(ids) == LETTERS


async def taken(box: Mailbox, letters: int) -> bool:
    """Whether the mail server has taken so many."""
    return len(box.recipients) >= letters


async def nothing_waits() -> bool:
    """Whether all letters are done."""
    async with reading() as session:
        found = select(func.count()).where(col(Outbox.kind) == STILL_TRUE, col(Outbox.done_at).is_(None))
        return not await session.scalar(found)
