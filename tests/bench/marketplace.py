"""The hosts of a large region: 30,000 of them, looked for with text and filters as a teacher does."""

import asyncio
import random
import time
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert

from portfolio_app.core.clock import now, today
from portfolio_app.core.database import close_database, table_of, writing
from portfolio_app.core.languages import speaking
from portfolio_app.core.wording import folded
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.finding import load_marketplace
from portfolio_app.marketplace.host_views import load_hosts
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.schools.listing import asked
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance
from tests.people import make_region, make_regional, make_school, make_teacher

HOSTS, BATCH, SEARCHES = 30_000, 1000, 200
TOWNS = tuple(f"Town {number}" for number in range(40))
WORDS = ("bakery", "garage", "school", "clinic", "harbour", "studio", "farm", "office", "kitchen", "workshop")
PART = f"Hosts of a region: {HOSTS}"


def measure(_instance: Instance) -> list[Figure]:
    """Milliseconds in which a page of hosts is found."""
    found, kept = asyncio.run(_measured())
    return [
        Figure(PART, "a search with filters by a teacher, 95 of 100", "ms", (percentile(found, 0.95),), 100),
        Figure(PART, "a search by the region's coordinator, 95 of 100", "ms", (percentile(kept, 0.95),), 100),
    ]


async def _measured() -> tuple[list[float], list[float]]:
    region = await make_region("Large")
    tuula, sirpa = await make_teacher(await make_school(region=region)), await make_regional(region)
    drawn = random.Random(1)
    fields = list(FieldOfWork)
    for start in range(0, HOSTS, BATCH):
        rows: list[Host] = []
        for number in range(start, start + BATCH):
            name = f"{drawn.choice(WORDS).title()} {drawn.choice(WORDS)} {number}"
            town = drawn.choice(TOWNS)
            rows.append(
                Host(
                    region_id=region,
                    name=name,
                    sort_name=folded(name),
                    field=drawn.choice(fields),
                    town=town,
                    searched=folded(f"{name} {town}"),
                    approved_until=today() + timedelta(days=300) if drawn.random() < 0.9 else None,
                    made_at=now(),
                    changed_at=now(),
                    request=uuid4(),
                )
            )
        contacts = [
            HostContact(
                host_id=one.id,
                name="Raija",
                mail="raija@example.org",
                mail_key="raija@example.org",
                language="en",
                confirmed_at=now(),
                made_at=now(),
                request=uuid4(),
            )
            for one in rows
        ]
        async with writing() as session:
            for kind, some in ((Host, rows), (HostContact, contacts)):
                await session.execute(insert(table_of(kind)), [one.model_dump() for one in some])
    found: list[float] = []
    kept: list[float] = []
    with speaking("en"):
        for _search in range(SEARCHES):
            search = drawn.choice(("", drawn.choice(WORDS), f"{drawn.choice(WORDS)} {drawn.randrange(100)}"))
            field, town = drawn.choice(("", *fields)), drawn.choice(("", *TOWNS))
            began = time.perf_counter()
            view = await load_marketplace(tuula, wanted=asked(search), field=field, town=town)
            found.append(1000 * (time.perf_counter() - began))
            assert not view.none_at_all
            began = time.perf_counter()
            await load_hosts(sirpa, wanted=asked(search), field=field)
            kept.append(1000 * (time.perf_counter() - began))
    await close_database()
    return found, kept
