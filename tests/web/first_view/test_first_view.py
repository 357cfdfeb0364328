"""The page that is asked for comes with the person's data, and with nobody else's, whatever happens on the way."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portfolio_app.accounts.models import Session
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.portfolio.actions import EntryForm, make_entry
from tests.people import make_pupil, make_school, make_teacher
from tests.served import Served, serving
from tests.socket.client import client

HTML = {"accept": "text/html"}


async def page(served: Served, cookie: str = "", path: str = "/en/home") -> httpx.Response:
    """What a browser with that cookie gets when it opens `path`."""
    async with served.forms(cookie) as http:
        return await http.get(path, headers=HTML)


def view_of(answer: httpx.Response) -> dict[str, Any]:
    """The data that came with the page; {} without any."""
    found = re.search(r'<script type="application/json" id="first-view">(.*?)</script>', answer.text, re.DOTALL)
    return json.loads(found[1]) if found else {}


def body_of(answer: httpx.Response) -> str:
    """What is read without any script."""
    return answer.text[answer.text.index("<body>") :].partition("<script>")[0]


async def somebody(served: Served, name: str) -> str:
    """The cookie of a new pupil of that name."""
    return (await served.sign_in(await make_pupil(await make_school(), name=name)))[1]


async def test_the_page_can_be_read_without_any_script(served: Served) -> None:
    answer = await page(served, await somebody(served, "Siiri Salo"))
    assert "Siiri Salo" in body_of(answer)
    assert view_of(answer)["drawn"] is True
    assert answer.headers["cache-control"] == "private, no-store"
    assert "Cookie" in answer.headers["vary"]


async def test_no_cookie_and_no_address_is_in_the_page(served: Served) -> None:
    cookie = await somebody(served, "Siiri Salo")
    answer = await page(served, cookie)
    assert cookie.partition("=")[2] not in answer.text
    assert "127.0.0.1" not in answer.text


async def test_fifty_people_at_once_each_get_their_own_page(served: Served) -> None:
    """By content, not by status: a name in another's page would be the end of trust."""
    names = [f"Pupil Number{number:03d}x" for number in range(50)]
    school = await make_school()
    cookies = [(await served.sign_in(await make_pupil(school, name=name)))[1] for name in names]
    answers = await asyncio.gather(*(page(served, cookie) for cookie in cookies))
    for name, answer in zip(names, answers, strict=True):
        assert answer.status_code == 200
        assert set(re.findall(r"Number\d{3}x", answer.text)) == {name.split()[1]}
    assert len({view_of(answer)["token"] for answer in answers}) == len(names)


async def test_the_socket_takes_the_state_over_and_nothing_is_loaded_twice(served: Served) -> None:
    cookie = await somebody(served, "Siiri Salo")
    token = view_of(await page(served, cookie))["token"]
    async with client(served.url, cookie, token=token) as tab:
        assert await tab.until("is_hydrated_rx_state_")
        assert not tab.tokens, "the token is the one of the page"
        assert "Siiri" not in str(tab.updates), "what the page shows is not sent again"
    async with client(served.url, cookie, token=token) as again:
        assert await again.until("Siiri"), "a second visit with the same token gets everything"


async def test_two_sockets_with_the_same_token_at_once_get_one_page_each(served: Served) -> None:
    """A connection that broke unnoticed, or a tab that was duplicated before it was awake."""
    cookie = await somebody(served, "Siiri Salo")
    token = view_of(await page(served, cookie))["token"]
    async with client(served.url, cookie, token=token) as one, client(served.url, cookie, token=token) as two:
        assert await two.until("Siiri"), "the newer one may show another page by now: it is sent everything"
        assert not two.tokens
        await asyncio.sleep(0.3)
        assert one.tokens, "the older one goes on with a token of its own"
    async with client(served.url, cookie, token=one.tokens[0]) as again:
        assert await again.until("Siiri")


async def test_a_socket_with_the_token_of_another_tab_shows_its_own_page(served: Served) -> None:
    """Of the same person, by whatever accident: each is told last what belongs to its address."""
    siiri, cookie = await served.sign_in(await make_pupil(await make_school(), name="Siiri Salo"))
    titles = ("The bridge", "The choir")
    bridge, choir = [f"/en/entry?id={await make_entry(siiri, EntryForm(title), uuid4())}" for title in titles]
    token = view_of(await page(served, cookie, bridge))["token"]
    for path, title, others in ((choir, "The choir", "The bridge"), (bridge, "The bridge", "The choir")):
        async with client(served.url, cookie, token=token, path=path) as tab:
            assert await tab.until("'is_hydrated_rx_state_': True")
            assert str(tab.updates).rfind(title) > str(tab.updates).rfind(others)


@pytest.mark.parametrize("signed_in", [True, False])
async def test_the_token_of_a_page_is_worth_nothing_to_anybody_else(served: Served, signed_in: bool) -> None:
    token = view_of(await page(served, await somebody(served, "Siiri Salo")))["token"]
    thief = await somebody(served, "Otso Oja") if signed_in else ""
    async with client(served.url, thief, token=token) as tab:
        await asyncio.sleep(0.5)
        assert tab.tokens, "another token was given"
        assert "Siiri" not in str(tab.updates)


async def test_a_socket_from_another_page_loads_the_usual_way(served: Served) -> None:
    """In-app navigation before the socket was there."""
    cookie = await somebody(served, "Siiri Salo")
    token = view_of(await page(served, cookie))["token"]
    async with client(served.url, cookie, token=token, path="/en/account") as tab:
        assert await tab.until("Siiri")


async def test_a_session_that_ends_between_page_and_socket_gets_nothing_more(served: Served) -> None:
    actor, cookie = await served.sign_in(await make_pupil(await make_school(), name="Siiri Salo"))
    async with served.forms(cookie) as http:
        token = view_of(await http.get("/en/home", headers=HTML))["token"]
        await http.post("/sign-out", data={"language": "en"})
    assert actor.session_id
    async with writing() as session:
        found = await session.get(Session, actor.session_id)
        assert found is not None
        found.ended_at = found.ended_at or now()
    async with client(served.url, cookie, token=token) as tab:
        await asyncio.sleep(0.5)
        assert "Siiri" not in str(tab.updates)


async def test_a_page_for_others_leads_home_at_once(served: Served) -> None:
    """A real redirect, before anything of the page is sent."""
    answer = await page(served, await somebody(served, "Siiri Salo"), "/en/classes")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/en/home"


async def test_who_is_signed_out_gets_the_sign_in_page_drawn(served: Served) -> None:
    answer = await page(served, "", "/en/sign-in")
    assert answer.status_code == 200
    assert view_of(answer)["drawn"] is True
    assert len(view_of(answer)["token"]) == 32


async def test_a_teachers_page_comes_the_same_way(served: Served) -> None:
    _teacher, cookie = await served.sign_in(await make_teacher(await make_school(), name="Tuula Virta"))
    assert view_of(await page(served, cookie, "/en/classes"))["drawn"] is True


async def test_a_program_that_asks_for_no_page_gets_the_static_one(served: Served) -> None:
    async with served.forms(await somebody(served, "Siiri Salo")) as http:
        answer = await http.get("/en/home", headers={"accept": "*/*"})
    assert "Siiri" not in answer.text


async def test_it_can_be_turned_off(served: Served, tmp_path: Path) -> None:
    """Then pages come as Reflex sends them, and still come to life."""
    cookie = await somebody(served, "Siiri Salo")
    with serving(tmp_path, migrate=False, first_view="false", data_dir=served.data_dir) as plain:
        answer = await page(plain, cookie)
        assert "Siiri" not in answer.text
        async with client(plain.url, cookie) as tab:
            assert await tab.until("Siiri")


async def test_the_operator_sees_which_way_pages_went(served: Served) -> None:
    await page(served, await somebody(served, "Siiri Salo"))
    async with served.forms() as http:
        said = (await http.get("/readyz")).json()
    assert said["first_view"]["drawn"] >= 1
