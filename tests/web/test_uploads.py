"""Evidence comes in over HTTP, with or without a file; what cannot be used leaves nothing behind."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid
from portfolio_app.core.models import MediaFile
from portfolio_app.settings import settings
from portfolio_app.skills.models import Evidence, EvidenceCapability
from portfolio_app.web import uploads
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.multipart import IncomingForm
from tests.conftest import Configure
from tests.people import end_roles, make_class, make_coordinator, make_pupil, make_school, make_teacher, signed_in
from tests.web.http import browser

JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
async def _workers_end() -> AsyncIterator[None]:
    yield
    await uploads.close_cleaning()


def a_photo(width: int = 640, height: int = 480) -> bytes:
    """A JPEG with a position in it."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (60.0, 10.0, 0.0), 3: "E", 4: (24.0, 56.0, 0.0)}
    exif[0x010F] = "Phone"
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#2F6B3A").save(file, "JPEG", exif=exif)
    return file.getvalue()


def fields(**changed: Any) -> dict[str, Any]:
    filled = {
        "kind": "photo",
        "title": "Café",
        "words": "I served 40 guests",
        "people_in_it": "nobody",
        "capability": ["S1", "S2"],
        "request": str(uuid4()),
    }
    return filled | changed


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


async def send(person: Actor | None, data: dict[str, Any], *files: tuple[str, tuple[str, bytes]]) -> httpx.Response:
    async with browser(uploads.routes, person) as client:
        # always multipart, as the page's form is
        return await client.post("/files/evidence", data=data, files=files or [("photo", ("", b""))], headers=JSON)


async def kept(table: Any) -> list[Any]:
    async with reading() as session:
        return list((await session.execute(select(table))).scalars())


def files_left() -> list[Path]:
    """Files in the media store and in the folder where uploads wait."""
    return [path for name in ("media", "uploads") for path in (settings().data_dir / name).rglob("*") if path.is_file()]


@pytest.mark.usefixtures("database")
async def test_a_photo_arrives_without_what_it_told_about_place_and_camera() -> None:
    siiri = await a_pupil()
    answer = await send(siiri, fields(), ("photo", ("lake.jpg", a_photo())))
    assert answer.status_code == 201
    (evidence,) = await kept(Evidence)
    (media,) = await kept(MediaFile)
    assert answer.json() == {"id": str(evidence.id)}
    assert (evidence.kind, evidence.media_id, evidence.person_id) == ("photo", media.id, siiri.person_id)
    assert sorted(row.capability for row in await kept(EvidenceCapability)) == ["S1", "S2"]
    assert (media.width, media.height, media.name) == (640, 480, "lake.jpg")
    stored = files_left()
    assert len(stored) == 2  # the picture and its thumbnail; nothing waits any more
    for path in stored:
        assert b"Phone" not in path.read_bytes()
        assert not Image.open(path).getexif()


@pytest.mark.usefixtures("database")
async def test_words_and_links_need_no_file() -> None:
    siiri = await a_pupil()
    assert (await send(siiri, fields(kind="words"))).status_code == 201
    assert (await send(siiri, fields(kind="link", url="example.org/film"))).status_code == 201
    assert {(row.kind, row.url) for row in await kept(Evidence)} == {
        ("words", ""),
        ("link", "https://example.org/film"),
    }


@pytest.mark.usefixtures("database")
async def test_a_form_sent_twice_is_one_piece_of_evidence() -> None:
    siiri = await a_pupil()
    filled = fields()
    first = await send(siiri, filled, ("photo", ("a.jpg", a_photo())))
    second = await send(siiri, filled, ("photo", ("a.jpg", a_photo())))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(await kept(MediaFile)) == 1


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("changed", "file", "field"),
    [
        ({}, None, "file"),
        ({}, b"", "file"),
        ({}, b"%PDF-1.4 not a picture", "file"),
        ({}, b"\xff\xd8\xff\xe0 cut off", "file"),
        ({"kind": "pdf"}, b"<html>", "file"),
        ({"title": " "}, a_photo(), "title"),
        ({"people_in_it": ""}, a_photo(), "people_in_it"),
        ({"capability": []}, a_photo(), "capabilities"),
        ({"kind": "film"}, a_photo(), "kind"),
        ({"kind": ""}, None, "kind"),
        ({"kind": "link", "url": "javascript:alert(1)"}, None, "url"),
    ],
)
async def test_what_cannot_be_used_is_said_in_a_sentence_and_nothing_is_left(
    changed: dict[str, Any], file: bytes | None, field: str
) -> None:
    siiri = await a_pupil()
    files = [] if file is None else [(str(changed.get("kind") or "photo"), ("x.jpg", file))]
    answer = await send(siiri, fields(**changed), *files)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["problem"].endswith(".")
    assert await kept(Evidence) == []
    assert files_left() == []


@pytest.mark.usefixtures("database")
async def test_unknown_capabilities_and_form_ids_are_refused_and_the_cleaned_file_goes() -> None:
    siiri = await a_pupil()
    for changed in ({"capability": ["X9"]}, {"request": "1"}, {"request": ""}):
        answer = await send(siiri, fields(**changed), ("photo", ("a.jpg", a_photo())))
        assert answer.status_code == 403
    assert await kept(Evidence) == []
    assert files_left() == []


@pytest.mark.usefixtures("database")
async def test_only_pupils_who_are_signed_in_add_evidence() -> None:
    school = await make_school()
    one = await make_class(school)
    former = await make_pupil(school, one)
    people = [None, await make_teacher(school, one), await make_coordinator(school)]
    for person, status in zip(people, (401, 403, 403), strict=True):
        answer = await send(person, fields(), ("photo", ("a.jpg", a_photo())))
        assert answer.status_code == status
    async with browser(uploads.routes, former) as client:
        await end_roles(former)
        answer = await client.post("/files/evidence", data=fields(kind="words"), files=[("x", ("", b""))], headers=JSON)
    assert answer.status_code == 403
    assert await kept(Evidence) == []
    assert files_left() == []


@pytest.mark.usefixtures("database")
async def test_a_session_that_must_choose_a_passphrase_adds_nothing() -> None:
    siiri = await a_pupil()
    _actor, key = await signed_in(siiri, must_choose=True)
    async with browser(uploads.routes) as client:
        client.cookies.set(cookie_name(), key)
        answer = await client.post("/files/evidence", data=fields(kind="words"), files=[("x", ("", b""))], headers=JSON)
    assert answer.status_code == 401


@pytest.mark.usefixtures("database")
async def test_two_files_of_one_person_are_on_their_way_and_a_third_is_told_to_wait() -> None:
    siiri = await a_pupil()
    go, on_their_way = asyncio.Event(), asyncio.Semaphore(0)

    def sending(client: httpx.AsyncClient) -> asyncio.Task[httpx.Response]:
        request = client.build_request(
            "POST", "/files/evidence", data=fields(), files=[("photo", ("a.jpg", a_photo()))]
        )
        body, kind = request.read(), request.headers["content-type"]

        async def slowly() -> AsyncIterator[bytes]:
            yield body[:200]
            on_their_way.release()
            await go.wait()
            yield body[200:]

        headers = JSON | {"content-type": kind}
        return asyncio.create_task(client.post("/files/evidence", content=slowly(), headers=headers))

    async with browser(uploads.routes, siiri) as client, browser(uploads.routes, await a_pupil()) as other:
        first, second = sending(client), sending(client)
        for _ in range(2):
            await on_their_way.acquire()
        third = await client.post("/files/evidence", data=fields(), files=[("photo", ("a", a_photo()))], headers=JSON)
        assert third.status_code == 429
        assert "still on their way" in third.json()["problem"]
        words = await other.post("/files/evidence", data=fields(kind="words"), files=[("x", ("", b""))], headers=JSON)
        assert words.status_code == 201
        go.set()
        assert [(await one).status_code for one in (first, second)] == [201, 201]
        again = await client.post("/files/evidence", data=fields(), files=[("photo", ("a", a_photo()))], headers=JSON)
    assert again.status_code == 201


@pytest.mark.usefixtures("database")
async def test_a_form_sent_again_with_another_title_is_told_so() -> None:
    siiri = await a_pupil()
    filled = fields(kind="words")
    assert (await send(siiri, filled)).status_code == 201
    answer = await send(siiri, filled | {"title": "Another"})
    assert answer.status_code == 409
    assert "arrive" in answer.json()["problem"]


@pytest.mark.usefixtures("database")
async def test_a_file_that_is_too_large_is_refused_before_it_is_kept(configure: Configure) -> None:
    configure(upload_bytes=2000)
    siiri = await a_pupil()
    answer = await send(siiri, fields(), ("photo", ("a.jpg", b"\xff\xd8" + b"x" * 5000)))
    assert answer.status_code == 422
    assert "too large" in answer.json()["problem"]
    assert files_left() == []


@pytest.mark.usefixtures("database")
async def test_without_scripts_the_form_leads_back_to_its_page_or_to_a_sentence() -> None:
    siiri = await a_pupil()
    async with browser(uploads.routes, siiri) as client:
        empty = [("photo", ("", b""))]
        page = {"accept": "text/html"}
        good = await client.post("/files/evidence?language=fi", data=fields(kind="words"), files=empty, headers=page)
        bad = await client.post("/files/evidence?language=en", data=fields(title=""), files=empty, headers=page)
    assert (good.status_code, good.headers["location"]) == (303, "/fi/capability?code=S1#evidence")
    assert bad.status_code == 422
    assert "Choose a photo first." in bad.text


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("", b""),
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"not a form"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nphoto'),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"a: b\r\n" * 5000),
    ],
)
async def test_bodies_that_are_no_form_are_refused(content_type: str, body: bytes) -> None:
    siiri = await a_pupil()
    async with browser(uploads.routes, siiri) as client:
        answer = await client.post("/files/evidence", content=body, headers=JSON | {"content-type": content_type})
    assert answer.status_code == 422
    assert files_left() == []


async def read(body: bytes, step: int, content_type: str) -> tuple[IncomingForm, bytes]:
    form = IncomingForm(content_type, lambda _form, name: name == "photo")

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), step):
            yield body[start : start + step]

    return form, b"".join([chunk async for chunk in form.file_chunks(pieces())])


@given(
    values=st.lists(st.text(max_size=40), max_size=5),
    file=st.binary(max_size=300),
    step=st.integers(1, 97),
    first=st.booleans(),
)
async def test_a_form_is_read_the_same_however_it_is_cut_into_pieces(
    values: list[str], file: bytes, step: int, first: bool
) -> None:
    values = [value.replace("\ud800", "") for value in values]
    parts: list[tuple[str, Any]] = [("words", (None, value.encode("utf-8", "replace"))) for value in values]
    picture = ("photo", ("ä b.jpg", file))
    request = httpx.Request("POST", "http://x/", files=[picture, *parts] if first else [*parts, picture])
    form, found = await read(request.read(), step, request.headers["content-type"])
    assert found == file
    assert form.file_name == "ä b.jpg"
    assert form.fields.get("words", []) == [value.encode("utf-8", "replace").decode() for value in values]


async def test_a_file_in_another_field_or_a_second_one_is_passed_over() -> None:
    request = httpx.Request(
        "POST",
        "http://x/",
        files=[("other", ("a", b"no")), ("photo", ("b", b"yes")), ("photo", ("c", b"no")), ("n", (None, b"1"))],
    )
    form, found = await read(request.read(), 7, request.headers["content-type"])
    assert (found, form.file_name, form.fields) == (b"yes", "b", {"n": ["1"]})


async def test_a_form_of_a_thousand_fields_or_of_one_without_end_is_refused() -> None:
    for parts in ([("n", (None, b"1"))] * 1000, [("n", (None, b"x" * 100_000))]):
        request = httpx.Request("POST", "http://x/", files=parts)
        with pytest.raises(Invalid):
            await read(request.read(), 4096, request.headers["content-type"])
