"""Files go out to their owner and to whoever may see an evidence or entry that holds them; a look leaves a trace."""

from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.database import reading, writing
from portfolio_app.portfolio import shareable
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in, take_out
from portfolio_app.sharing.actions import CLASS_TEACHERS, ONLY_ME, set_audience
from portfolio_app.sharing.models import Access, Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, delete_evidence
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import Evidence, EvidenceKind, PeopleInIt
from portfolio_app.web import files
from tests.people import end_roles, make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")

assert shareable.find_entries  # entries can be shared once that module is there, as it is in the app
assert shareable_collections.find_collections

PHOTO = EvidenceForm("Café", people_in_it="agreed", capabilities=("S1",))


async def a_school() -> tuple[UUID, UUID, Actor, Actor]:
    school = await make_school()
    one = await make_class(school)
    return school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def a_photo(owner: Actor, name: str = "lake.jpg") -> tuple[str, UUID]:
    """The media id and the evidence id of a photo."""
    file = await keep_file(owner, CleanPicture(b"the picture", b"small", 40, 30), name)
    evidence = await add_evidence(owner, EvidenceKind.PHOTO, PHOTO, uuid4(), file)
    async with reading() as session:
        found = (await session.execute(select(Evidence).where(col(Evidence.id) == evidence))).scalar_one()
    return str(found.media_id), evidence


async def get(person: Actor | None, path: str, **headers: str) -> httpx.Response:
    async with browser(files.routes, person) as client:
        return await client.get(path, headers=headers)


async def looks() -> set[tuple[UUID, str]]:
    async with reading() as session:
        return {(row.viewer_id, row.what) for row in (await session.execute(select(Access))).scalars()}


async def test_the_owner_sees_the_photo_and_its_thumbnail_and_leaves_no_trace() -> None:
    _school, _class, siiri, _tuula = await a_school()
    media, _evidence = await a_photo(siiri)
    picture, small = await get(siiri, f"/files/{media}"), await get(siiri, f"/files/{media}/thumbnail")
    assert (picture.status_code, picture.content, picture.headers["content-type"]) == (
        200,
        b"the picture",
        "image/jpeg",
    )
    assert (small.status_code, small.content) == (200, b"small")
    assert await looks() == set()


async def test_downloads_are_for_this_reader_only_and_may_run_nothing() -> None:
    _school, _class, siiri, _tuula = await a_school()
    media, _evidence = await a_photo(siiri)
    headers = (await get(siiri, f"/files/{media}")).headers
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    again = await get(siiri, f"/files/{media}", **{"if-none-match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lake.png", "lake.jpg"),
        ("..\\..\\etc/passwd", "passwd.jpg"),
        ('a"; filename="x.html', "a ; filename= x.jpg"),
        ("", "file.jpg"),
        ("Ŋgård 🌱.jpeg", "Ŋgård 🌱.jpg"),
        (".html", "html.jpg"),
    ],
)
async def test_a_files_name_keeps_its_words_and_gets_the_ending_of_what_it_is(name: str, shown: str) -> None:
    _school, _class, siiri, _tuula = await a_school()
    media, _evidence = await a_photo(siiri, name)
    disposition = (await get(siiri, f"/files/{media}")).headers["content-disposition"]
    assert disposition.startswith('inline; filename="')
    assert disposition.count('"') == 2
    assert disposition.endswith(f"filename*=UTF-8''{quote(shown, safe='')}")


async def test_a_pdf_is_kept_not_opened_in_the_page() -> None:
    _school, _class, siiri, _tuula = await a_school()
    form = EvidenceForm("Report", capabilities=("S1",))
    await add_evidence(siiri, EvidenceKind.PDF, form, uuid4(), await keep_file(siiri, b"%PDF-1.7", "report.pdf"))
    async with reading() as session:
        media = (await session.execute(select(col(Evidence.media_id)))).scalar_one()
    answer = await get(siiri, f"/files/{media}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/pdf"
    assert (await get(siiri, f"/files/{media}/thumbnail")).status_code == 404


async def test_nobody_else_gets_a_file_that_is_not_shared_and_unknown_ones_look_the_same() -> None:
    school, one, siiri, tuula = await a_school()
    media, _evidence = await a_photo(siiri)
    others = [None, tuula, await make_pupil(school, one), await make_coordinator(school)]
    for person in others:
        for path in (f"/files/{media}", f"/files/{media}/thumbnail", f"/files/{uuid4()}", "/files/x"):
            answer = await get(person, path)
            assert answer.status_code == 404
            assert b"picture" not in answer.content
    assert await looks() == set()


async def test_a_shared_photo_is_seen_by_its_audience_while_it_is_shared_and_each_look_is_noted() -> None:
    school, one, siiri, tuula = await a_school()
    friend = await make_pupil(school, one)
    media, evidence = await a_photo(siiri)
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    assert (await get(tuula, f"/files/{media}/thumbnail")).status_code == 200
    assert await looks() == {(tuula.person_id, "profile")}
    assert (await get(tuula, f"/files/{media}")).status_code == 200
    assert await looks() == {(tuula.person_id, "profile"), (tuula.person_id, f"evidence:{evidence}")}
    assert (await get(friend, f"/files/{media}")).status_code == 404
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), ONLY_ME)
    etag = (await get(siiri, f"/files/{media}")).headers["etag"]
    assert (await get(tuula, f"/files/{media}", **{"if-none-match": etag})).status_code == 404


async def test_a_teacher_whose_role_ended_and_a_deleted_photo_end_the_sight_of_it() -> None:
    school, one, siiri, tuula = await a_school()
    second = await make_teacher(school, one)
    media, evidence = await a_photo(siiri)
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    await end_roles(second)
    assert (await get(second, f"/files/{media}")).status_code == 404
    await delete_evidence(siiri, evidence)
    assert (await get(tuula, f"/files/{media}")).status_code == 404
    assert (await get(siiri, f"/files/{media}")).status_code == 200  # it rests; its owner may look at it


async def test_a_photo_in_a_shared_entry_is_seen_as_part_of_it() -> None:
    _school, _class, siiri, tuula = await a_school()
    media, evidence = await a_photo(siiri)
    entry = await make_entry(siiri, EntryForm("My Saturday", evidence=(evidence,)), uuid4())
    assert (await get(tuula, f"/files/{media}")).status_code == 404
    await set_audience(siiri, Kind.ENTRY, str(entry), CLASS_TEACHERS)
    assert (await get(tuula, f"/files/{media}")).status_code == 200
    assert await looks() == {(tuula.person_id, f"entry:{entry}")}
    async with writing() as session:  # somebody in it takes their yes back
        await session.execute(
            update(Evidence).where(col(Evidence.id) == evidence).values(people_in_it=PeopleInIt.NOT_ASKED)
        )
    assert (await get(tuula, f"/files/{media}")).status_code == 404
    async with writing() as session:
        await session.execute(
            update(Evidence).where(col(Evidence.id) == evidence).values(people_in_it=PeopleInIt.AGREED)
        )
    await delete_entry(siiri, entry)
    assert (await get(tuula, f"/files/{media}")).status_code == 404


async def test_a_photo_in_a_shared_collection_is_seen_while_its_entry_is_in_it() -> None:
    _school, _class, siiri, tuula = await a_school()
    media, evidence = await a_photo(siiri)
    entry = await make_entry(siiri, EntryForm("My Saturday", evidence=(evidence,)), uuid4())
    collection = await make_collection(siiri, CollectionForm("Sports"), uuid4())
    await set_audience(siiri, Kind.COLLECTION, str(collection), CLASS_TEACHERS)
    assert (await get(tuula, f"/files/{media}")).status_code == 404
    await put_in(siiri, collection, [entry])
    assert (await get(tuula, f"/files/{media}")).status_code == 200
    assert await looks() == {(tuula.person_id, f"collection:{collection}")}
    await take_out(siiri, collection, entry)
    assert (await get(tuula, f"/files/{media}")).status_code == 404
