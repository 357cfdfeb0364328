"""Puts the demo into an empty database: photos first, then all rows in one transaction, whole or not at all."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Membership, OneTimeCode, Person, Role, SignIn
from portfolio_app.accounts.names import sort_name
from portfolio_app.accounts.passphrases import hash_passphrase
from portfolio_app.checks import DEMO
from portfolio_app.core.clock import now
from portfolio_app.core.database import metadata, reading, writing
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.models import Audit, Mark
from portfolio_app.core.places import find_places
from portfolio_app.core.secrets import digest
from portfolio_app.demo import drawn, siiri
from portfolio_app.demo.after_school import add_after_school
from portfolio_app.demo.ambassadors import add_ambassadors
from portfolio_app.demo.answers import drawn_answers, siiris_answers
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.class_lessons import add_class_lessons_to_do
from portfolio_app.demo.credentials import add_credentials, seal_key
from portfolio_app.demo.evaluations import add_evaluations
from portfolio_app.demo.first_lesson import add_class_lessons, drawn_lesson, siiris_lesson
from portfolio_app.demo.hosts import add_hosts
from portfolio_app.demo.leavers import CLASS as LEAVING_CLASS
from portfolio_app.demo.leavers import FORMER, add_former, add_leavers, leaves_on
from portfolio_app.demo.lessons import add_modules, add_phrases, drawn_lessons, siiris_lessons
from portfolio_app.demo.live import add_lesson_together
from portfolio_app.demo.local_help import local_help
from portfolio_app.demo.media import Media
from portfolio_app.demo.notices import add_notices
from portfolio_app.demo.own_modules import add_own_modules
from portfolio_app.demo.pathways import add_pathways, drawn_pathways, siiris_pathways
from portfolio_app.demo.people import CLASSES, FINNISH, STAFF, TO_BE, DemoPupil, DemoStaff, pupils
from portfolio_app.demo.placements import add_placements, seal_months
from portfolio_app.demo.places import SCHOOLS
from portfolio_app.demo.question_box import add_question_box
from portfolio_app.demo.regions import add_found_places, add_regions
from portfolio_app.demo.rows import Rows, identity
from portfolio_app.demo.school_years import SchoolYears
from portfolio_app.demo.story import Scene, Story
from portfolio_app.demo.tags import add_extract
from portfolio_app.demo.takeouts import add_takeout
from portfolio_app.schools.models import ClassMember, LocalHelp, Region, School, SchoolClass

PASSPHRASE = "polku-demo"  # noqa: S105 - known to everybody, and said on every page of a demo
WITH_A_DIARY = "aada"

Progress = Callable[[int, int], None]
"""Is told how much is done and how much there is, in parts of no particular size."""


class NotEmpty(OperatorError):
    """The database holds something; a demo goes into an empty one only."""

    def __init__(self) -> None:
        super().__init__(
            "This database is not empty, so the demo school cannot go into it. "
            "Set PORTFOLIO_DATA_DIR or PORTFOLIO_DATABASE_URL to a place of its own."
        )


@dataclass(frozen=True)
class Loaded:
    """What was loaded: people, rows in all, and files."""

    people: int
    rows: int
    files: int


async def holds_a_demo() -> bool:
    """Whether the demo is here already."""
    async with reading() as session:
        return (await session.execute(select(col(Mark.id)).where(col(Mark.name) == DEMO))).first() is not None


async def load_demo(progress: Progress = lambda _done, _all: None) -> Loaded:
    """Load the demo, up to this moment. Raises `NotEmpty` and changes nothing where there is anything already."""
    async with reading() as session:
        await _must_be_empty(session)
    media = Media()
    done, expected = 0, media.photos * 2
    progress(done, expected)

    def stored() -> None:
        nonlocal done
        done += 1
        progress(done, expected)

    await media.store_photos(stored)
    rows = await asyncio.to_thread(everything, media, await hash_passphrase(PASSPHRASE), now())
    await asyncio.to_thread(seal_key, rows)
    await asyncio.to_thread(seal_months, rows)
    await media.store_papers()
    written = 0

    def wrote(more: int) -> None:
        nonlocal written
        written += more
        progress(media.photos + media.photos * written // len(rows), expected)

    async with writing() as session:
        await _must_be_empty(session)
        await rows.write(session, wrote)
    await add_takeout()
    return Loaded(len(rows.of("person")), len(rows), len(media))


async def _must_be_empty(session: AsyncSession) -> None:
    for table in metadata().sorted_tables:
        if (await session.execute(select(1).select_from(table).limit(1))).first() is not None:
            raise NotEmpty()


def everything(media: Media, secret_hash: str, moment: datetime) -> Rows:
    """All rows of the demo as it is at `moment`; `media` holds its photos. The same for the same moment."""
    years = SchoolYears(moment)
    rows = Rows()
    everybody = pupils()
    ids = {one.username: identity("person", one.username) for one in (*STAFF, *everybody, FORMER)}
    scene = Scene(years, rows, media, ids)
    _add_schools(scene)
    add_pathways(scene)
    add_modules(scene)
    for member in STAFF:
        _add_staff(scene, member, secret_hash)
    add_phrases(scene)
    decks: dict[tuple[str, str], drawn.Decks] = {}
    for pupil in everybody:
        story = Story(scene, pupil)
        _tell(story, decks)
        _add_pupil(scene, pupil, secret_hash, story.last)
    _tell_of_former(scene, secret_hash)
    add_leavers(scene, everybody)
    _add_codes(scene)
    add_class_lessons(scene, everybody)
    add_class_lessons_to_do(scene, everybody)
    add_own_modules(scene)
    add_lesson_together(scene, everybody)
    add_hosts(scene)
    add_regions(scene)
    add_found_places(scene)
    add_placements(scene, everybody)
    add_evaluations(scene, everybody)
    add_ambassadors(scene)
    add_question_box(scene)
    add_notices(scene)
    add_credentials(scene)
    add_after_school(scene)
    add_extract(rows, moment)
    rows.add(
        Mark(id=identity("mark"), name=DEMO, value=json.dumps(TO_BE)),
        Audit(id=identity("audit"), at=moment, action="demo.load", detail={"people": len(ids)}),
    )
    return rows


def _tell_of_former(scene: Scene, secret_hash: str) -> None:
    """She was a pupil like the others; her texts come from a deck of her own, so that theirs stay as they are."""
    story = Story(scene, FORMER)
    stage = next(one.stage for one in CLASSES if (one.school, one.name) == (FORMER.school, FORMER.class_name))
    decks = drawn.Decks(FORMER.username, FORMER.writes, stage)
    drawn.tell(story, decks, _teachers(FORMER), _counsellor(FORMER.school))
    _add_pupil(scene, FORMER, secret_hash, story.last)
    add_former(scene)


def _tell(story: Story, decks: dict[tuple[str, str], drawn.Decks]) -> None:
    pupil = story.pupil
    if pupil.username == siiri.USERNAME:
        siiri.tell(story)
        siiris_answers(story)
        siiris_pathways(story)
        siiris_lesson(story)
        siiris_lessons(story)
        return
    stage = next((one.stage for one in CLASSES if (one.school, one.name) == (pupil.school, pupil.class_name)), "")
    if not stage:
        return  # not in a class yet, and so with nothing begun
    key = (pupil.class_name, pupil.writes)
    decks[key] = decks.get(key) or drawn.Decks(*key, stage)
    telling = drawn.tell_with_diary if pupil.username == WITH_A_DIARY else drawn.tell
    telling(story, decks[key], _teachers(pupil), _counsellor(pupil.school))
    drawn_answers(story)
    drawn_pathways(story)
    drawn_lesson(story)
    drawn_lessons(story)


def _teachers(pupil: DemoPupil) -> Sequence[str]:
    return [
        one.username for one in STAFF if one.school == pupil.school and pupil.class_name in one.classes and not one.left
    ]


def _counsellor(school: str) -> str:
    return next(one.username for one in STAFF if one.school == school and one.role is Role.COUNSELLOR)


def _add_schools(scene: Scene) -> None:
    began = scene.years.began(3) - timedelta(days=40)
    for key, school in SCHOOLS.items():
        region = school.region
        (place,) = find_places(region.country, school.town)
        scene.rows.add(
            Region(
                id=identity("region", region.name),
                name=region.name,
                country=region.country,
                help=[dict(line) for line in region.help],
            ),
            School(
                id=identity("school", key),
                region_id=identity("region", region.name),
                name=school.name,
                language=school.language,
                contact_name=school.contact_name,
                contact_how=school.contact_how,
                town=school.town,
                latitude=place.latitude,
                longitude=place.longitude,
                made_at=began,
            ),
        )
    for school, region, kind, words, url in local_help():
        scene.rows.add(
            LocalHelp(
                id=identity("local help", school or region, kind),
                school_id=identity("school", school) if school else None,
                region_id=identity("region", region) if region else None,
                kind=kind,
                words=dict(words),
                url=url,
            )
        )
    for one in CLASSES:
        scene.rows.add(
            SchoolClass(
                id=identity("class", one.school, one.name),
                school_id=identity("school", one.school),
                name=one.name,
                stage=one.stage,
                leaving_on=leaves_on(scene.years) if (one.school, one.name) == (FINNISH, LEAVING_CLASS) else None,
                made_at=scene.years.began(one.years) - timedelta(days=10),
            )
        )


def _add_person(scene: Scene, username: str, name: str, made_at: datetime, secret_hash: str) -> Person:
    person = Person(id=scene.ids[username], name=name, sort_name=sort_name(name), made_at=made_at)
    way_in = SignIn(
        id=identity("sign-in", username),
        person_id=person.id,
        identifier=username,
        secret_hash=secret_hash,
        changed_at=made_at,
    )
    scene.rows.add(person, way_in)
    return person


def _add_staff(scene: Scene, member: DemoStaff, secret_hash: str) -> None:
    chance = chance_for("staff", member.username)
    began = scene.years.began(3) - timedelta(days=30)
    left = scene.years.began(1) if member.left else None
    person = _add_person(scene, member.username, member.name, began, secret_hash)
    person.last_sign_in_on = (left or scene.years.now - timedelta(days=chance.randint(0, 6))).date()
    region = identity("region", SCHOOLS[member.school].region.name) if member.role is Role.REGIONAL else None
    scene.rows.add(
        Membership(
            id=identity("membership", member.username),
            person_id=person.id,
            role=member.role,
            school_id=identity("school", member.school) if member.school and not region else None,
            region_id=region,
            began_at=began,
            ended_at=left,
        )
    )
    for name in member.classes:
        _add_member(scene, person.id, member.school, name, Role.TEACHER, began, left)


def _add_pupil(scene: Scene, pupil: DemoPupil, secret_hash: str, last: datetime | None) -> None:
    chance = chance_for("pupil", pupil.username)
    years = scene.years
    began = years.began(pupil.years)
    person = _add_person(scene, pupil.username, pupil.name, began - timedelta(days=3), secret_hash)
    if pupil.signed_in:
        person.last_sign_in_on = years.after(last or began, chance.choice((0, 0, 1, 3, 9))).date()
    scene.rows.add(
        Membership(
            id=identity("membership", pupil.username),
            person_id=person.id,
            role=Role.PUPIL,
            school_id=identity("school", pupil.school),
            began_at=began,
        )
    )
    if pupil.class_name:
        _add_member(scene, person.id, pupil.school, pupil.class_name, Role.PUPIL, began, None)


def _add_member(
    scene: Scene, person_id: UUID, school: str, name: str, role: Role, began: datetime, ended: datetime | None
) -> None:
    scene.rows.add(
        ClassMember(
            id=identity("member", person_id, school, name),
            class_id=identity("class", school, name),
            person_id=person_id,
            role=role,
            began_at=began,
            ended_at=ended,
        )
    )


_CODES = (
    # for whom, by whom, how many days ago, used
    ("nils", "ingrid", 3, True),
    ("soren", "ingrid", 30, True),
    ("venla", "tuula", 12, True),
    ("aada", "janne", 44, False),
)


def _add_codes(scene: Scene) -> None:
    """One-time codes given for forgotten passphrases; only the first has not been mentioned to its pupil yet."""
    school_of = {one.username: one.school for one in pupils()}
    for number, (pupil, giver, days, used) in enumerate(_CODES):
        made = scene.years.now - timedelta(days=days, hours=2)
        used_at = made + timedelta(minutes=4) if used else None
        scene.rows.add(
            OneTimeCode(
                id=identity("code", pupil),
                person_id=scene.ids[pupil],
                kind="code",
                secret_hash=digest(f"nobody knows this code/{pupil}"),  # it has ended, so none opens anything
                issued_by=scene.ids[giver],
                school_id=identity("school", school_of[pupil]),
                made_at=made,
                expires_at=made + timedelta(minutes=15),
                ended_at=used_at or made + timedelta(minutes=15),
                used_at=used_at,
                told_at=None if number == 0 else made + timedelta(days=1),
            )
        )
