"""A module goes out by an address and comes in by a form: whoever may not is led away, and what is wrong is said."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.learning.own.own_view import load_own_modules
from portfolio_app.learning.own.zipped import packed
from portfolio_app.settings import Settings
from portfolio_app.web import modules
from portfolio_app.web.requests import MODULE_SENT, MOST_MODULE_BYTES, most_bytes
from tests.conftest import Configure
from tests.learning.own.sending import own_rows
from tests.lessons import NAME, module_files, with_lessons
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.web.http import browser


@pytest.fixture(autouse=True)
def lessons(database: Settings, configure: Configure, tmp_path: Path) -> Path:
    """The trial module, in an instance with an empty database."""
    assert database
    return with_lessons(configure, tmp_path)


async def sent(person: Actor | None, data: bytes, **fields: str) -> httpx.Response:
    async with browser(modules.routes, person) as client:
        files = {"file": ("our-week.zip" if data else "", data, "application/zip")}
        return await client.post(f"{MODULE_SENT}?language=en", files=files, data={"request": str(uuid4())} | fields)


async def taken(person: Actor | None, name: str) -> httpx.Response:
    async with browser(modules.routes, person) as client:
        return await client.get("/documents/module.zip", params={"language": "en", "name": name})


async def test_out_in_and_out_again(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school())
    out = await taken(tuula, NAME)
    assert out.headers["content-type"] == "application/zip"
    assert out.headers["content-disposition"] == f"attachment; filename=\"{NAME}.zip\"; filename*=UTF-8''{NAME}.zip"
    assert out.headers["cache-control"] == "private, no-store"
    assert out.content == packed(NAME, module_files())
    answer = await sent(tuula, packed("our-week", module_files()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/module?name=our-week")
    assert (await taken(tuula, "our-week")).content == packed("our-week", module_files())


async def test_what_is_wrong_is_said_on_the_page() -> None:
    school = await make_school()
    tuula = await make_teacher(school)
    assert (await sent(tuula, b"")).headers["location"] == "/en/own-modules?problem=none"
    assert (await sent(tuula, b"hello")).headers["location"] == "/en/own-modules#sent"
    assert (await load_own_modules(tuula)).problem
    assert (await sent(tuula, packed("x", module_files(en_md=None)))).headers["location"] == "/en/own-modules#sent"
    assert (await load_own_modules(tuula)).told
    assert (await sent(tuula, packed(NAME, module_files()))).headers["location"] == "/en/own-modules#sent"
    assert (await load_own_modules(tuula)).name == NAME
    assert (await load_own_modules(tuula, "large")).problem
    assert await own_rows() == []


async def test_who_may_not() -> None:
    school = await make_school()
    pupil = await make_pupil(school, await make_class(school))
    whole = packed("our-week", module_files())
    assert "/en/sign-in?next=" in (await sent(None, whole)).headers["location"]
    assert "/en/sign-in?next=" in (await taken(None, NAME)).headers["location"]
    for answer in (
        await sent(pupil, whole),
        await taken(pupil, NAME),
        await taken(await make_teacher(school), "../../etc"),
        await sent(await make_teacher(school), whole, school=str(await make_school())),
        await sent(await make_teacher(school), whole, request="nonsense"),
    ):
        assert answer.headers["location"] == "/en/home"
    assert await own_rows() == []


def test_no_more_is_read_than_a_module_can_be() -> None:
    assert MOST_MODULE_BYTES < most_bytes(MODULE_SENT) < MOST_MODULE_BYTES + 100_000
