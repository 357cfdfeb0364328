"""A takeout is asked for by a form and downloaded by its owner alone, in parts too; whether all of it went is known."""

from collections.abc import Mapping
from uuid import uuid4

import httpx
import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.actions import ask_for_takeout, folder_of
from portfolio_app.portfolio.takeout.queries import load_takeout
from portfolio_app.web import takeouts
from tests.people import make_pupil, make_school
from tests.portfolio.takeout.steps import a_photo, work
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


async def get(person: Actor | None, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
    async with browser(takeouts.routes, person) as client:
        return await client.get(path, headers=headers)


async def a_takeout() -> tuple[Actor, str, bytes]:
    """Whose, its address, its bytes."""
    siiri = await make_pupil(await make_school(), name="Siiri")
    await a_photo(siiri, b"photo" * 1000)
    takeout_id = await ask_for_takeout(siiri, "en")
    await work(takeout_id)
    return siiri, f"/takeouts/{takeout_id}.zip", making.finished(folder_of(takeout_id)).read_bytes()


async def downloaded(person: Actor) -> bool:
    return bool((await load_takeout(person)).downloaded)


async def test_the_form_begins_one_and_leads_back_to_its_page() -> None:
    siiri = await make_pupil(await make_school())
    async with browser(takeouts.routes, siiri) as client:
        for _click in range(2):
            answer = await client.post("/takeouts", data={"language": "fi"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/fi/takeout")
        progress = (await client.get("/takeouts/progress?language=fi")).json()
    assert (progress["percent"], progress["done"]) == (0, False)
    async with browser(takeouts.routes) as client:
        answer = await client.post("/takeouts", data={"language": "fi"})
    assert answer.headers["location"] == "/fi/sign-in?next=%2Ffi%2Ftakeout"


async def test_its_owner_downloads_it_and_nobody_else() -> None:
    siiri, address, whole = await a_takeout()
    answer = await get(siiri, address)
    assert (answer.status_code, answer.content) == (200, whole)
    assert answer.headers["content-disposition"] == 'attachment; filename="portfolio.zip"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert await downloaded(siiri)
    oskar = await make_pupil(await make_school())
    assert (await get(oskar, address)).status_code == 404
    assert (await get(siiri, f"/takeouts/{uuid4()}.zip")).status_code == 404
    assert (await get(siiri, "/takeouts/passwd.zip")).status_code == 404
    assert (await get(None, address)).status_code == 303


async def test_a_download_that_broke_off_goes_on() -> None:
    siiri, address, whole = await a_takeout()
    first = await get(siiri, address, {"range": "bytes=0-999"})
    assert (first.status_code, first.content) == (206, whole[:1000])
    assert not await downloaded(siiri)
    rest = await get(siiri, address, {"range": "bytes=1000-", "if-range": first.headers["etag"]})
    assert first.content + rest.content == whole
    assert await downloaded(siiri)


async def test_asking_what_there_would_be_is_no_download() -> None:
    siiri, address, _whole = await a_takeout()
    async with browser(takeouts.routes, siiri) as client:
        answer = await client.head(address)
    assert answer.status_code == 200
    assert not await downloaded(siiri)
