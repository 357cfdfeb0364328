"""The hosts of a large region, and what those of another offer: 30,000 of each, looked for with text and filters as a
teacher does."""

import asyncio
import random
import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from portfolio_app.core.clock import now, today
from portfolio_app.core.database import close_database, database, table_of, writing
from portfolio_app.core.languages import speaking
from portfolio_app.core.wording import folded
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.findable import describe
from portfolio_app.marketplace.finding import load_marketplace
from portfolio_app.marketplace.host_views import load_hosts
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate, OfferKind, Town
from portfolio_app.marketplace.sought import DISTANCES, Listed, Sought
from portfolio_app.schools.listing import asked
from portfolio_app.schools.models import School
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance
from tests.people import make_region, make_regional, make_school, make_teacher

HOSTS, BATCH, SEARCHES = 30_000, 1000, 200
TOWNS = tuple(f"Town {number}" for number in range(40))
WORDS = ("bakery", "garage", "school", "clinic", "harbour", "studio", "farm", "office", "kitchen", "workshop")
PART = f"Hosts of a region: {HOSTS}"
OFFERING, EACH, RUNS = 6000, 5, 5
OFFERS_PART = f"Offers of a region: {OFFERING * EACH}"
SENTENCES = 40


def measure(_instance: Instance) -> list[Figure]:
    """Milliseconds in which a page of hosts, or of offers, is found."""
    (found, kept), offers = asyncio.run(_all())
    return [
        Figure(PART, "a search with filters by a teacher, 95 of 100", "ms", (percentile(found, 0.95),), 100),
        Figure(PART, "a search by the region's coordinator, 95 of 100", "ms", (percentile(kept, 0.95),), 100),
        *(
            Figure(OFFERS_PART, f"{what}, 95 of 100", "ms", tuple(percentile(run, 0.95) for run in runs), 100)
            for what, runs in offers.items()
        ),
    ]


async def _all() -> tuple[tuple[list[float], list[float]], dict[str, list[list[float]]]]:
    hosts = await _measured()
    offers = await measured_offers()
    await close_database()
    return hosts, offers


async def _settled() -> None:
    """PostgreSQL looks after so many new rows by itself, within a minute (autovacuum); here it is asked to."""
    if not database().is_sqlite:
        async with database().writer.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE"))


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
    await _settled()
    found: list[float] = []
    kept: list[float] = []
    with speaking("en"):
        for _search in range(SEARCHES):
            search = drawn.choice(("", drawn.choice(WORDS), f"{drawn.choice(WORDS)} {drawn.randrange(100)}"))
            field, town = drawn.choice(("", *fields)), drawn.choice(("", *TOWNS))
            began = time.perf_counter()
            view = await load_marketplace(tuula, wanted=asked(search), sought=Sought(field=field, town=town))
            found.append(1000 * (time.perf_counter() - began))
            assert not view.none_at_all
            began = time.perf_counter()
            await load_hosts(sirpa, wanted=asked(search), field=field)
            kept.append(1000 * (time.perf_counter() - began))
    return found, kept


async def measured_offers() -> dict[str, list[list[float]]]:
    """Five runs of searches each among hosts that offer five things each, on two days each."""
    region = await make_region("Offering")
    school = await make_school(region=region)
    async with writing() as session:
        row = await session.get_one(School, school)
        row.town, row.latitude, row.longitude = "Town 0", 60.0, 22.0
    tuula = await make_teacher(school)
    drawn = random.Random(2)
    vocabulary = ["".join(drawn.choice("aeiouklmnprst") for _ in range(drawn.randint(4, 10))) for _ in range(4000)]
    async with writing() as session:
        session.add_all(
            Town(
                region_id=region, name=name, key=folded(name), latitude=60 + number / 50, longitude=22 + number % 7 / 9
            )
            for number, name in enumerate(TOWNS)
        )
    for start in range(0, OFFERING, BATCH):
        await _offering(region, drawn, vocabulary, range(start, start + BATCH))
    await _settled()
    seen: dict[str, list[list[float]]] = {
        "offers by words and filters": [],
        "offers by days, seats and distance": [],
        "hosts by what they offer": [],
    }
    with speaking("en"):
        for _run in range(RUNS):
            times: dict[str, list[float]] = {what: [] for what in seen}
            for _search in range(SEARCHES // RUNS):
                word = drawn.choice(("", drawn.choice(vocabulary)[:5], f"{drawn.choice(WORDS)} {drawn.randrange(100)}"))
                plain = Sought(
                    show=Listed.OFFERS,
                    kind=drawn.choice(("", *OfferKind)),
                    field=drawn.choice(("", *FieldOfWork)),
                    town=drawn.choice(("", *TOWNS)),
                    age=drawn.choice((0, 14, 15)),
                )
                first = today() + timedelta(days=drawn.randrange(200))
                dated = Sought(
                    show=Listed.OFFERS,
                    since=first,
                    until=first + timedelta(days=drawn.choice((5, 60))),
                    seats=drawn.choice((0, 2, 12)),
                    within=drawn.choice((0, *DISTANCES)),
                )
                for what, sought, search in (
                    ("offers by words and filters", plain, word),
                    ("offers by days, seats and distance", dated, word),
                    ("hosts by what they offer", replace(plain, show=Listed.HOSTS), word),
                ):
                    began = time.perf_counter()
                    await load_marketplace(tuula, wanted=asked(search), sought=sought)
                    times[what].append(1000 * (time.perf_counter() - began))
            for what, some in times.items():
                seen[what].append(some)
    return seen


async def _offering(region: UUID, drawn: random.Random, vocabulary: list[str], numbers: range) -> None:
    """Hosts with offers and their days, as many in a transaction."""

    def sentence(length: int) -> str:
        return " ".join(drawn.choice(vocabulary) for _ in range(length))

    hosts: list[Host] = []
    offers: list[Offer] = []
    dates: list[OfferDate] = []
    for number in numbers:
        name = f"{drawn.choice(WORDS).title()} {number}"
        host = Host(
            region_id=region,
            name=name,
            sort_name=folded(name),
            field=drawn.choice(list(FieldOfWork)),
            town=drawn.choice(TOWNS),
            words=sentence(20),
            searched=folded(name),
            approved_until=today() + timedelta(days=300) if drawn.random() < 0.95 else None,
            made_at=now(),
            changed_at=now(),
            request=uuid4(),
        )
        hosts.append(host)
        for kind in drawn.sample(list(OfferKind), k=EACH):
            offer = Offer(
                host_id=host.id,
                kind=kind,
                title=sentence(5),
                words=sentence(SENTENCES),
                ages_from=drawn.randint(12, 14),
                ages_to=drawn.randint(15, 19),
                responsible="Raija",
                languages="suomi, svenska",
                confirmed_on=today() - timedelta(days=drawn.randrange(300)),
                made_at=now(),
                changed_at=now(),
                request=uuid4(),
            )
            describe(offer, host)
            offers.append(offer)
            days = drawn.sample(range(300), k=2)
            offer.last_day = today() + timedelta(days=max(days))
            dates += [
                OfferDate(
                    offer_id=offer.id,
                    first_day=today() + timedelta(days=one),
                    last_day=today() + timedelta(days=one),
                    begins=540,
                    ends=840,
                    seats=drawn.randint(1, 20),
                )
                for one in days
            ]
    async with writing() as session:
        for kind, some in ((Host, hosts), (Offer, offers), (OfferDate, dates)):
            await session.execute(insert(table_of(kind)), [one.model_dump() for one in some])
