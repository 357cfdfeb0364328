"""A lesson together over real sockets: the teacher's page hears of a pupil by itself, and nobody else hears a thing."""

import asyncio
from collections.abc import Mapping

from portfolio_app.learning.modules import modules
from portfolio_app.pages.teacher.live_lesson import LiveLessonState
from tests.learning.live.classes import a_class
from tests.people import make_class, make_pupil, make_teacher
from tests.served import Served
from tests.socket.client import client

LESSON = LiveLessonState.get_full_name()
MODULE = modules()[0].name
FIRST, SECOND = (one.code for one in modules()[0].about.activities[:2])


async def tell(served: Served, cookie: str, person: object, body: Mapping[str, object]) -> int:
    """Tell where somebody is, as assets/lesson-step.js does; the status of the answer."""
    async with served.forms(cookie) as http:
        return (await http.post("/lessons/at", json=body, headers={"x-person": str(person)})).status_code


async def test_a_teachers_page_looks_by_itself_when_a_pupil_moves(served: Served) -> None:
    one = await a_class()
    teacher = (await served.sign_in(one.tuula))[1]
    stranger = (await served.sign_in(await make_teacher(one.school, await make_class(one.school))))[1]
    siiri = (await served.sign_in(one.siiri))[1]
    at = f"/en/live-lesson?id={one.id}"
    async with (
        client(served.url, teacher, path=at) as page,
        client(served.url, stranger, path=at) as other,
        client(served.url, siiri, path="/en/home") as home,
    ):
        assert await page.until("8B")
        assert await home.until("Siiri")
        await page.send(f"{LESSON}.begin", {"form": {"module": MODULE}}, at)
        assert await page.until("Not here yet")
        assert await home.until(f"/en/module?name={MODULE}")  # at once, though its page did nothing
        page.updates.clear()
        assert await tell(served, siiri, one.siiri.person_id, {"module": MODULE, "activity": SECOND}) == 204
        assert await page.until(f"'activity': '{SECOND}'")
        await asyncio.sleep(0.5)
        assert "Siiri" not in str(other.updates)
        assert SECOND not in str(home.updates)


async def test_pupils_are_called_to_what_is_opened_for_all(served: Served) -> None:
    one = await a_class()
    teacher, siiri = (await served.sign_in(one.tuula))[1], (await served.sign_in(one.siiri))[1]
    outside = (await served.sign_in(await make_pupil(one.school, await make_class(one.school))))[1]
    at = f"/en/live-lesson?id={one.id}"
    async with (
        client(served.url, teacher, path=at) as page,
        client(served.url, siiri, path=f"/en/module?name={MODULE}") as pupil,
        client(served.url, outside) as other,
    ):
        assert await page.until("8B")
        await page.send(f"{LESSON}.begin", {"form": {"module": MODULE}}, at)
        assert await page.until("Not here yet")
        live = await _live_of(page.updates)
        await page.send(f"{LESSON}.open_for_all", {"lesson": live, "activity": FIRST}, at)
        assert await pupil.until("Your class is at: ")
        await page.send(f"{LESSON}.end", {"lesson": live}, at)
        assert await page.until("The lesson is over.")
        await asyncio.sleep(0.8)
        assert "'lessons': []" in str(pupil.updates[-2:])
        assert MODULE not in str(other.updates)


async def _live_of(updates: list[object]) -> str:
    for update in reversed(updates):
        view = update["delta"].get(LESSON, {}).get("view_rx_state_", {})  # type: ignore[index]
        if view.get("id"):
            return str(view["id"])
    raise AssertionError("no lesson came")


async def test_where_one_is_is_told_by_oneself_alone_and_not_too_often(served: Served) -> None:
    one = await a_class()
    siiri, teacher = (await served.sign_in(one.siiri))[1], (await served.sign_in(one.tuula))[1]
    me = one.siiri.person_id
    right = {"module": MODULE, "activity": FIRST}
    assert await tell(served, siiri, me, right) == 204
    assert await tell(served, siiri, one.eino.person_id, right) == 401  # the page of who was here before
    assert await tell(served, "", me, right) == 401
    assert await tell(served, teacher, one.tuula.person_id, right) == 403
    for wrong in (
        {},
        {"module": MODULE},
        right | {"more": 1},
        right | {"activity": 7},
        right | {"activity": "<b>"},
        right | {"module": "x" * 10_000},
        right | {"module": "no-such"},
    ):
        assert await tell(served, siiri, me, wrong) == 422
    async with served.forms(siiri) as http:
        foreign = await http.post(
            "/lessons/at", json=right, headers={"x-person": str(me), "origin": "https://evil.example"}
        )
        assert foreign.status_code == 403
    answers = [await tell(served, siiri, me, right) for _time in range(40)]
    assert 429 in answers
