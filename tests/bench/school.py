"""A large school beside the demo's two: a thousand pupils signed in, a class for the grid, a portfolio full of photos.

Rows are written in bulk: making a thousand people one by one would take longer than measuring them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image, ImageDraw, ImageOps
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.passphrases import hash_passphrase
from portfolio_app.core.clock import now
from portfolio_app.core.database import Row, close_database, writing
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.models import Entry, EntryCapability, EntryEvidence
from portfolio_app.schools.models import ClassMember
from portfolio_app.sharing.models import Audience, Grant, Kind
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import (
    Assessment,
    Evidence,
    EvidenceCapability,
    EvidenceKind,
    GivenVoice,
    PeopleInIt,
    Voice,
)
from portfolio_app.skills.things import capability_thing
from tests import people
from tests.core.samples import phone_photo

PASSPHRASE = "three green kettles"
PUPILS = 1000
CLASS_SIZE = 30
YEAR = 240
"""Pupils of the year group whose counsellor looks at it by theme: eight classes."""
YEARS = 10
ENTRIES, PHOTOS, EVIDENCES = 50, 60, 200
LONG_SIDE = 2048  # of a photo as it is kept
TEXT = "We built a rack for twenty bikes from old bed frames. First nothing fitted, then I measured again. " * 3


@dataclass(frozen=True)
class Signed:
    """A pupil with an open session. `mark` stands in their name and in all they write, and in nobody else's."""

    person_id: str
    key: str
    mark: str
    username: str


@dataclass(frozen=True)
class LargeSchool:
    """Who is there to measure with."""

    pupils: tuple[Signed, ...]
    author: Signed
    """Has a portfolio of 50 entries and 60 photos, 200 evidences in all, and ten years of views and voices."""
    teacher: Signed
    """Has the classes of a year group of 240, with whom every pupil shares three voices on every capability."""
    school_id: str
    class_id: str
    """One class of them: 30 pupils who share evidence for every capability too."""


async def make_large_school() -> LargeSchool:
    """Write the school into the database and the media store of the settings, and close them."""
    school = await people.make_school("Large school")
    classes = [await people.make_class(school) for _ in range(-(-PUPILS // CLASS_SIZE))]
    teacher = await people.make_teacher(school, *classes[: YEAR // CLASS_SIZE], name="Tuula")
    secret = await hash_passphrase(PASSPHRASE)
    made: list[Signed] = []
    async with writing() as session:
        for number in range(PUPILS + 1):
            mark = f"mark-{number:04d}-"
            made.append(await _pupil(session, school, classes[number // CLASS_SIZE % len(classes)], mark, secret))
        for one in made[:CLASS_SIZE]:
            await _add(session, _shared_evidence(UUID(one.person_id)))
        for one in made[:YEAR]:
            await _add(session, _heard(UUID(one.person_id), teacher.person_id, now() - timedelta(days=30)))
            await _add(session, _shared_capabilities(UUID(one.person_id)))
        teacher_key = sessions.open_session(session, teacher.person_id, own_device=False, device="Bench")
    author = made.pop()
    await _portfolio(author)
    await _years(author, teacher.person_id)
    await close_database()
    reader = Signed(str(teacher.person_id), teacher_key, "", "")
    return LargeSchool(tuple(made), author, reader, str(school), str(classes[0]))


async def _add(session: AsyncSession, rows: Iterable[Row]) -> None:
    session.add_all(rows)
    await session.flush()


async def _pupil(session: AsyncSession, school: UUID, school_class: UUID, mark: str, secret: str) -> Signed:
    person = Person(name=f"Ada {mark}", sort_name=f"Ada {mark}", made_at=now())
    username = f"ada.{mark.strip('-')}"
    await _add(session, [person])
    key = sessions.open_session(session, person.id, own_device=False, device="Bench")
    await _add(
        session,
        [
            SignIn(person_id=person.id, identifier=username, secret_hash=secret),
            Membership(person_id=person.id, role=Role.PUPIL, school_id=school, began_at=now()),
            ClassMember(class_id=school_class, person_id=person.id, role=Role.PUPIL, began_at=now()),
            *_answers(person.id, f"{mark} in spring", now() - timedelta(days=200)),
        ],
    )
    return Signed(str(person.id), key, mark, username)


def _answers(person_id: UUID, reason: str, at: datetime) -> Iterable[Assessment]:
    """An answer for every capability at that moment."""
    used = framework()
    for number, capability in enumerate(used.capabilities):
        yield Assessment(
            person_id=person_id,
            framework=used.code,
            framework_version=used.version,
            capability=capability.code,
            step=1 + (number + at.month) % 4,
            reason=reason,
            made_at=at,
            request=uuid4(),
        )


def _heard(person_id: UUID, teacher_id: UUID, at: datetime) -> Iterable[GivenVoice]:
    """What a teacher and somebody outside school said of every capability at that moment."""
    used = framework()
    for number, capability in enumerate(used.capabilities):
        for kind, giver in ((Voice.TEACHER, teacher_id), (Voice.HOST, None)):
            yield GivenVoice(
                person_id=person_id,
                kind=kind,
                giver_id=giver,
                giver_name="" if giver else "Maija Aho",
                framework=used.code,
                framework_version=used.version,
                capability=capability.code,
                step=1 + (number + at.month) % 4,
                reason="I saw it at the workshop, when the others had gone and the rack did not fit.",
                made_at=at,
                request=uuid4(),
            )


async def _years(author: Signed, teacher_id: UUID) -> None:
    """Ten years of a profile: every half-year a view of every capability, and every year what two others say of it."""
    person_id = UUID(author.person_id)
    async with writing() as session:
        for half in range(2 * YEARS):
            at = now() - timedelta(days=190 + 182 * half)
            await _add(session, _answers(person_id, f"What I thought {half} half-years ago", at))
            if half % 2:
                await _add(session, _heard(person_id, teacher_id, at))


def _shared_capabilities(person_id: UUID) -> Iterable[Grant]:
    used = framework()
    for capability in used.capabilities:
        yield _grant(person_id, Kind.CAPABILITY, capability_thing(used.code, capability.code))


def _grant(person_id: UUID, kind: Kind, thing: str) -> Grant:
    return Grant(
        owner_id=person_id,
        kind=kind,
        thing=thing,
        audience=Audience.CLASS_TEACHERS,
        from_at=now(),
        granted_by=person_id,
    )


def _shared_evidence(person_id: UUID) -> Iterable[Row]:
    used = framework()
    for capability in used.capabilities:
        evidence = _evidence(person_id, EvidenceKind.WORDS, f"Showed {capability.code}")
        yield evidence
        yield EvidenceCapability(evidence_id=evidence.id, framework=used.code, capability=capability.code)
        yield _grant(person_id, Kind.EVIDENCE, str(evidence.id))


def _evidence(person_id: UUID, kind: EvidenceKind, title: str, media_id: UUID | None = None) -> Evidence:
    return Evidence(
        person_id=person_id,
        kind=kind,
        title=title,
        words="" if media_id else TEXT,
        media_id=media_id,
        people_in_it=PeopleInIt.NOBODY if media_id else "",
        made_at=now(),
        changed_at=now(),
        request=uuid4(),
    )


async def _portfolio(author: Signed) -> None:
    """Fifty entries with four answers each, sixty photos among them; and other evidence for every skill."""
    person_id = UUID(author.person_id)
    files = [await _photo(person_id, number, photo) for number, photo in enumerate(_photos(PHOTOS))]
    codes = [capability.code for capability in framework().capabilities]
    entries = [
        Entry(
            person_id=person_id,
            title=f"Day {number + 1} at the workshop",
            happened=TEXT,
            noticed=TEXT,
            learned=TEXT,
            try_next=TEXT,
            position=number,
            made_at=now() - timedelta(days=ENTRIES - number),
            changed_at=now(),
            request=uuid4(),
        )
        for number in range(ENTRIES)
    ]
    photos = [_evidence(person_id, EvidenceKind.PHOTO, f"Photo {n + 1}", file.id) for n, file in enumerate(files)]
    links: list[Row] = [
        EntryEvidence(entry_id=entries[n % ENTRIES].id, evidence_id=photo.id, position=n // ENTRIES)
        for n, photo in enumerate(photos)
    ]
    links += [
        EntryCapability(entry_id=entry.id, framework=framework().code, capability=codes[n % len(codes)])
        for n, entry in enumerate(entries)
    ]
    others = [_evidence(person_id, EvidenceKind.WORDS, f"Note {n + 1}") for n in range(EVIDENCES - PHOTOS)]
    links += [
        EvidenceCapability(evidence_id=one.id, framework=framework().code, capability=codes[n % len(codes)])
        for n, one in enumerate(others + photos)
    ]
    async with writing() as session:
        groups: Sequence[Sequence[Row]] = (files, [*photos, *others], entries, links)
        for rows in groups:
            await _add(session, rows)


async def _photo(person_id: UUID, number: int, photo: Image.Image) -> MediaFile:
    store = media_store()
    data, thumbnail = _jpeg(photo), _jpeg(ImageOps.contain(photo, (480, 480)))
    return MediaFile(
        person_id=person_id,
        kind="picture",
        content_type="image/jpeg",
        name=f"photo-{number}.jpg",
        sha256=await store.put(data),
        thumbnail_sha256=await store.put(thumbnail),
        bytes=len(data) + len(thumbnail),
        width=photo.width,
        height=photo.height,
        made_at=now(),
    )


def _photos(number: int) -> Iterable[Image.Image]:
    """So many different photos, with the grain that makes real ones large."""
    with Image.open(BytesIO(phone_photo(LONG_SIDE, LONG_SIDE * 3 // 4, orientation=1))) as opened:
        photo = opened.convert("RGB")
    for one in range(number):
        drawn = photo.copy()
        ImageDraw.Draw(drawn).rectangle((20 * one, 200, 20 * one + 500, 900), fill=(one * 4, 120, 200 - one * 3))
        yield drawn


def _jpeg(photo: Image.Image) -> bytes:
    out = BytesIO()
    photo.save(out, "JPEG", quality=85)
    return out.getvalue()
