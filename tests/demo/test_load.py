"""The demo is loaded whole into an empty database, the same every time, and holds what it promises."""

import asyncio
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import func, inspect, select
from sqlmodel import col

from portfolio_app.accounts.actions import sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.queries import demo_people
from portfolio_app.core.clock import now
from portfolio_app.core.database import Row, metadata, reading
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile, Outbox
from portfolio_app.demo.holidays import is_holiday
from portfolio_app.demo.load import PASSPHRASE, NotEmpty, everything, holds_a_demo, load_demo
from portfolio_app.demo.media import Media
from portfolio_app.demo.people import TO_BE
from portfolio_app.demo.rows import Rows, identity
from portfolio_app.demo.takeouts import TAKER
from portfolio_app.marketplace.booking.models import Booking
from portfolio_app.marketplace.models import OfferDate
from portfolio_app.marketplace.periods.models import Period, Wish
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.portfolio.collections.models import Collection
from portfolio_app.portfolio.cv.models import Cv, CvEntry
from portfolio_app.portfolio.models import Entry, EntryCapability
from portfolio_app.portfolio.takeout.actions import open_takeout
from portfolio_app.portfolio.takeout.queries import load_takeout
from portfolio_app.portfolio.takeout.returning import whose
from portfolio_app.settings import Settings, settings
from portfolio_app.sharing import policy
from portfolio_app.sharing.models import Access, Comment, Grant, Kind, ShareLink, Talk
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import (
    AboutMe,
    Assessment,
    ClassLesson,
    Evidence,
    EvidenceCapability,
    EvidenceKind,
    LessonRound,
    PeopleInIt,
)
from tests.people import actor_now, make_region, told_to

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CAPABILITIES = {one.code for one in framework().capabilities}

AHEAD = {
    "until_at",
    "expires_at",
    "not_before",
    "by_when",
    "review_on",
    "leaving_on",
    "due_on",
    "day",
    "until",
}
AHEAD |= {"approved_until", "first_day", "last_day", "shown_until"}
AHEAD |= {"wishes_until", "held_until", "opens_until", "keep_until", "apply_until"}
"""What may lie ahead: until when links, codes and takeouts are good and a lesson goes on, days of plans, when a lesson
is due, when a class leaves, until when a host is approved or one applies, days on which one offers
something."""

One = TypeVar("One", bound=Row)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Media]:
    """The demo's photos, drawn and stored once."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PORTFOLIO_DATA_DIR", str(tmp_path_factory.mktemp("demo")))
        settings.cache_clear()
        found = Media()
        asyncio.run(found.store_photos(lambda: None))
        yield found
    settings.cache_clear()


@pytest.fixture(scope="module")
def rows(media: Media) -> Rows:
    """Every row of the demo at `MOMENT`."""
    return everything(media, "hash", MOMENT)


def of(rows: Rows, kind: type[One], /, **where: object) -> list[One]:
    """Those rows of a table whose columns have these values."""
    found = [row for row in rows.of(str(kind.__tablename__)) if isinstance(row, kind)]
    return [row for row in found if all(getattr(row, name) == value for name, value in where.items())]


def values(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as dictionaries of their columns."""
    return [{column.key: getattr(row, column.key) for column in inspect(type(row)).columns} for row in rows]


async def test_it_can_be_lived_in(database: Settings) -> None:
    """Loaded into a real database: people can sign in, files are there, comments come from whoever may see."""
    loaded = await load_demo()
    assert loaded.people == 218
    assert await holds_a_demo()
    assert tuple(one.username for one in await demo_people()) == TO_BE
    assert (await sign_in("siiri", PASSPHRASE, own_device=False, device="Firefox", address="192.0.2.1")).key
    with pytest.raises(NotEmpty):
        await load_demo()
    await _is_ready_to_take_along(await actor_now(identity("person", TAKER)))
    async with reading() as session:
        files = list((await session.execute(select(MediaFile))).scalars())
        for sha256, size in {(one.sha256, one.bytes - await _size(one.thumbnail_sha256)) for one in files}:
            data = await media_store().get(sha256)
            assert (hashlib.sha256(data).hexdigest(), len(data)) == (sha256, size)
        for comment in (await session.execute(select(Comment))).scalars():
            assert comment.author_id
            author = await actor_now(comment.author_id)
            ended = (
                await session.execute(
                    select(func.count())
                    .select_from(Grant)
                    .where(col(Grant.thing) == comment.thing, col(Grant.ended_at).is_not(None))
                )
            ).scalar_one()
            may = await policy.may_see(session, author, comment.owner_id, Kind(comment.kind), comment.thing)
            assert may or ended, comment
    assert await told_to(await actor_now(identity("person", "nils")))
    assert not await told_to(await actor_now(identity("person", "siiri")))


async def _is_ready_to_take_along(pupil: Actor) -> None:
    """A takeout that was made as any is, and that would come in elsewhere."""
    view = await load_takeout(pupil)
    assert (view.ready, view.failed) == (True, False)
    file = await open_takeout(pupil, UUID(view.href.removeprefix("/takeouts/").removesuffix(".zip")))
    assert whose(file) == pupil.name
    async with reading() as session:
        due = (col(Outbox.done_at).is_(None), col(Outbox.not_before) <= now())  # the leaving day is to come
        waiting = select(func.count()).select_from(Outbox).where(*due)
        assert (await session.execute(waiting)).scalar_one() == 0


async def _size(sha256: str) -> int:
    return await media_store().size(sha256) if sha256 else 0


async def test_it_goes_into_an_empty_database_only(database: Settings) -> None:
    """One region is enough to refuse, and nothing is added to it."""
    await make_region()
    with pytest.raises(NotEmpty):
        await load_demo()
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Person))).scalar_one() == 0


def test_the_command_loads_once_and_then_says_so(tmp_path: Path) -> None:
    """An empty folder becomes a demo; again is refused with one line, and fine with --if-empty."""
    environment = {**os.environ, "PORTFOLIO_DATA_DIR": str(tmp_path / "demo")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "portfolio_app.cli", "demo", *words)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    first = run("--if-empty")
    assert first.returncode == 0, first.stderr
    assert "siiri" in first.stdout
    again = run()
    assert again.returncode == 2
    assert len(again.stderr.strip().splitlines()) == 1
    assert "not empty" in again.stderr
    quiet = run("--if-empty")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_two_loads_at_one_moment_are_the_same(media: Media, rows: Rows) -> None:
    """Every row of every table, with its identity; but secrets of links are of the instance they are loaded into."""
    again = everything(media, "hash", MOMENT)
    for table in metadata().sorted_tables:
        for one, other in zip(values(rows.of(table.name)), values(again.of(table.name)), strict=True):
            assert one | {"key_hash": ""} == other | {"key_hash": ""}
    assert len(rows) > 5000


@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 3), date(2026, 6, 1), date(2026, 6, 8), date(2026, 8, 17), date(2028, 2, 29), date(2026, 12, 31)],
    ids=str,
)
def test_nothing_is_still_to_come_on_any_day_of_the_year(media: Media, day: date) -> None:
    """Whenever it is loaded, all of it lies in the past, and within four years."""
    moment = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)
    found = everything(media, "hash", moment)
    for table in metadata().sorted_tables:
        for row in values(found.of(table.name)):
            for name, value in row.items():
                if isinstance(value, datetime) and name not in AHEAD:
                    assert moment - timedelta(days=4 * 366) < value <= moment, (table.name, name, value)
                elif type(value) is date and name not in AHEAD:
                    assert value <= moment.date(), (table.name, name, value)
    for comment in of(found, Comment):
        granted = min(one.from_at for one in of(found, Grant, owner_id=comment.owner_id, thing=comment.thing))
        assert granted <= comment.made_at <= (comment.read_at or moment)


def test_capabilities_are_those_of_the_framework(rows: Rows) -> None:
    """What is assessed, shown by evidence, shown by entries and shared."""
    assert {one.capability for one in of(rows, Assessment)} == CAPABILITIES
    assert {one.capability for one in of(rows, EvidenceCapability)} <= CAPABILITIES
    assert {one.capability for one in of(rows, EntryCapability)} <= CAPABILITIES
    shared = {one.thing for one in of(rows, Grant, kind=Kind.CAPABILITY)}
    assert {thing.removeprefix("scotland-cms:") for thing in shared} <= CAPABILITIES


def test_two_schools_eight_classes_two_hundred_pupils(rows: Rows) -> None:
    """Three pupils have no class yet; a former teacher is in no class any more, and a former pupil at no school."""
    assert len(rows.of("school")) == 2
    assert len(rows.of("school_class")) == 8
    pupils = {one.person_id for one in of(rows, Membership, role=Role.PUPIL, ended_at=None)}
    assert len(pupils) == 200
    (own,) = of(rows, Membership, role=Role.PERSONAL)
    assert own.person_id == identity("person", "iida")
    placed = {one.person_id for one in rows.of("class_member")}  # pyright: ignore[reportAttributeAccessIssue]
    assert len(pupils - placed) == 3
    (satu,) = of(rows, SignIn, identifier="satu")
    assert all(one.ended_at for one in of(rows, Membership, person_id=satu.person_id))


def test_siiris_story(rows: Rows) -> None:
    """Three years that change, evidence of all four kinds, ten entries of six kinds, one of them in her corner, shared
    with some, read by some."""
    siiri = identity("person", "siiri")
    answers = sorted(of(rows, Assessment, person_id=siiri), key=lambda one: one.made_at)
    assert answers[-1].made_at - answers[0].made_at > timedelta(days=2.5 * 365)
    spring = datetime(2026, 5, 31, tzinfo=UTC)
    then = {one.capability: one.step for one in answers if one.made_at < spring}
    now = {one.capability: one.step for one in answers}
    assert sum(now[one] > then.get(one, 0) for one in now) >= 8
    assert len(now) < len(CAPABILITIES)
    evidence = of(rows, Evidence, person_id=siiri, deleted_at=None)
    assert {one.kind for one in evidence} == set(EvidenceKind)
    assert {one.people_in_it for one in evidence} == {"", *PeopleInIt}
    entries = of(rows, Entry, person_id=siiri, deleted_at=None)
    assert (len(entries), len({one.kind for one in entries})) == (10, 6)
    assert len(of(rows, Entry, person_id=siiri)) == 11
    (own,) = [str(one.id) for one in entries if one.corner_at]
    assert not of(rows, Grant, thing=own)
    assert own not in {str(one.entry_id) for one in of(rows, CvEntry)}
    assert len(of(rows, Cv, person_id=siiri)) == 1
    grants = of(rows, Grant, owner_id=siiri)
    assert {one.audience for one in grants} == {"person", "class_teachers", "link"}
    links = [one for one in grants if one.audience == "link"]
    assert sorted((one.kind, one.ended_at is None) for one in links) == [
        ("collection", True),
        ("credential", True),
        ("cv", True),
        ("entry", False),
    ]
    assert len(of(rows, ShareLink)) == 4
    collections = {str(one.id) for one in of(rows, Collection, person_id=siiri)}
    assert {one.audience for one in grants if one.thing in collections} == {"person", "link"}
    things = {str(one.id) for one in evidence} | {str(one.id) for one in of(rows, Entry, person_id=siiri)}
    assert things - {one.thing for one in grants}
    comments = of(rows, Comment, owner_id=siiri)
    assert len(comments) >= 4
    assert sum(one.read_at is None for one in comments) == 1
    assert len(of(rows, Access, owner_id=siiri)) >= 6
    assert len({talk.adult_id for talk in of(rows, Talk, person_id=siiri)}) == 3


def test_one_class_has_done_the_first_lesson_and_one_is_in_the_midst_of_it(rows: Rows) -> None:
    """A teacher sees numbers that mean something; Eino has begun nothing; Siiri has said new lines since."""
    open_now, ended = sorted(of(rows, ClassLesson), key=lambda one: one.ended_at is not None)
    rounds = of(rows, LessonRound)
    done = [one for one in rounds if one.finished_at and one.began_at < open_now.started_at]
    now = [one for one in rounds if one.began_at >= open_now.started_at]
    assert ended.ended_at
    assert len(done) >= 8
    assert sum(one.finished_at is not None for one in now) >= 3
    assert sum(one.finished_at is None for one in now) >= 3
    assert identity("person", "eino") not in {one.person_id for one in rounds}
    said = of(rows, AboutMe)
    assert {one.person_id for one in said} == {one.person_id for one in rounds if one.finished_at}
    assert len([one for one in said if one.person_id == identity("person", "siiri")]) == 2
    assert all(0 < len(one.words.splitlines()) <= 3 for one in said)
    assert {Kind.ABOUT_ME.value} & {one.kind for one in of(rows, Grant, owner_id=identity("person", "siiri"))}
    for one in rounds:
        assert one.evidence_id is None or of(rows, Evidence, id=one.evidence_id, person_id=one.person_id)


def test_the_history_is_uneven(rows: Rows) -> None:
    """Some never began, some stopped, few have much, one has very much, and one is new."""
    last: dict[Any, datetime] = {}
    for one in of(rows, Assessment):
        last[one.person_id] = max(last.get(one.person_id, one.made_at), one.made_at)
    assert 15 < 200 - len(last) < 60
    assert sum(moment < MOMENT - timedelta(days=180) for moment in last.values()) > 15
    evidence = Counter(one.person_id for one in of(rows, Evidence))
    assert evidence[identity("person", "aada")] >= 200
    assert 5 < sum(count > 12 for count in evidence.values()) < 60
    assert identity("person", "eino") not in last
    assert identity("person", "eino") not in evidence


def test_whoever_was_not_asked_is_in_no_shared_photo(rows: Rows) -> None:
    """The rule of the app holds in the demo too."""
    private = {str(one.id) for one in of(rows, Evidence, people_in_it=PeopleInIt.NOT_ASKED)}
    assert private
    assert not private & {one.thing for one in of(rows, Grant)}


def test_within_a_class_few_wrote_the_same(rows: Rows) -> None:
    """A teacher who opens two pupils reads two stories."""
    titles: dict[Any, set[str]] = defaultdict(set)
    for one in of(rows, Entry):
        assert one.title not in titles[one.person_id]
        titles[one.person_id].add(one.title)


@pytest.mark.parametrize("month", [(2026, 12, 28), (2027, 3, 20), (2027, 7, 10)])
def test_nobody_goes_out_on_a_holiday_whenever_it_is_loaded(media: Media, month: tuple[int, int, int]) -> None:
    found = everything(media, "hash", datetime(*month, 12, tzinfo=UTC))
    for kind in (Period, OfferDate, Placement):
        for row in of(found, kind):
            assert not any(map(is_holiday, days_between(row.first_day, row.last_day))), row
    of_pupil: defaultdict[UUID, list[Placement]] = defaultdict(list)
    for row in of(found, Placement):
        assert not any(
            one.first_day <= row.last_day and row.first_day <= one.last_day for one in of_pupil[row.person_id]
        )
        of_pupil[row.person_id].append(row)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_taster_days_are_ranked_and_some_pupils_are_placed_within_the_seats(rows: Rows) -> None:
    ranked = [one for one in of(rows, Wish) if one.offer_id]
    tastings = of(rows, Period, kind="taster")
    assert {one.period_id for one in ranked} == {one.id for one in tastings}
    assert len(tastings) == 2
    placed = [one for one in of(rows, Placement) if one.period_id in {each.id for each in tastings}]
    assert 5 < len(placed) < len({one.person_id for one in ranked})
    assert all(one.way_there and one.clothing and one.address for one in placed)
    for day in of(rows, OfferDate):
        assert 0 <= day.taken <= day.seats
    booked = Counter(one.offer_date_id for one in of(rows, Booking) if one.state in ("booked", "held"))
    assert all(booked[day.id] == day.taken for day in of(rows, OfferDate))
