"""Bad luck between a page and its socket: what was made for nobody goes; who waits gets the page all the same."""

import asyncio
import time
from typing import Any

import pytest

from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import Role, Session
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.pages.account import home
from portfolio_app.pages.teacher.pupil import PupilState
from portfolio_app.web.first_view import server
from tests.conftest import Configure
from tests.people import end_roles, join_class, make_class, make_pupil, make_school, make_teacher, signed_in
from tests.web.first_view.inside import Instance, counted, states, token_of, view_of, went

SHORT = 0.05  # seconds


async def siiris_key() -> str:
    """The session of a new pupil."""
    return (await signed_in(await make_pupil(await make_school(), name="Siiri Salo")))[1]


async def test_a_socket_that_never_comes_leaves_nothing_behind(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser was closed, or only a link scanner was there."""
    key = await siiris_key()
    before = states()
    tokens = {token_of(await instance.page(key)) for _number in range(5)}
    assert tokens <= states()
    monkeypatch.setattr(server, "KEPT_SECONDS", SHORT)
    await asyncio.sleep(2 * SHORT)
    other = token_of(await instance.page("", "/en/sign-in"))  # somebody else's visit: whoever comes next sweeps
    assert not tokens & states()
    assert states() - {other} <= before


async def test_those_who_wait_are_not_more_than_there_is_room_for(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_WAITING", 3)
    key = await siiris_key()
    tokens = [token_of(await instance.page(key)) for _number in range(10)]
    kept = [token for token in tokens if token in states()]
    assert len(kept) <= 5
    assert tokens[-1] in kept, "the newest is the one whose socket is on its way"


async def test_a_socket_that_comes_late_loads_the_usual_way(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow line, or a laptop that was shut in between."""
    key = await siiris_key()
    token = token_of(await instance.page(key))
    monkeypatch.setattr(server, "KEPT_SECONDS", SHORT)
    await asyncio.sleep(2 * SHORT)
    await instance.page("", "/en/sign-in")
    assert "Siiri" in await instance.socket(key, token)


async def test_a_late_token_is_still_worth_nothing_to_anybody_else(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(await instance.page(await siiris_key()))
    monkeypatch.setattr(server, "KEPT_SECONDS", SHORT)
    await asyncio.sleep(2 * SHORT)
    await instance.page("", "/en/sign-in")
    _otso, other = await signed_in(await make_pupil(await make_school(), name="Otso Oja"))
    for thief in (other, ""):
        assert "Siiri" not in await instance.socket(thief, token)


async def a_teacher() -> tuple[Any, str, str, str]:
    """A teacher, the session, the address of a pupil of theirs, and that of the class."""
    school = await make_school()
    class_8b = await make_class(school, "8B")
    pupil = await make_pupil(school, class_8b, name="Siiri Salo")
    teacher = await make_teacher(school, name="Tuula Virta")
    await join_class(teacher, class_8b, Role.TEACHER)
    who, key = await signed_in(teacher)
    return who, key, f"/en/pupil?id={pupil.person_id}", f"/en/class?id={class_8b}"


async def test_a_role_that_ends_between_page_and_socket_shows_nothing_more(instance: Instance) -> None:
    """The socket takes over what is shown already; the page's next action is refused with a sentence."""
    tuula, key, pupil, _class = await a_teacher()
    answer = await instance.page(key, pupil)
    assert "Siiri Salo" in answer.text
    await end_roles(tuula)
    told = await instance.socket(key, token_of(answer), pupil, f"{PupilState.get_full_name()}.give_code")
    assert "Siiri" not in told
    assert "You cannot open this" in told


async def test_a_role_that_has_ended_opens_no_page_any_more(instance: Instance) -> None:
    tuula, key, pupil, school_class = await a_teacher()
    assert "Siiri Salo" in (await instance.page(key, school_class)).text
    await end_roles(tuula)
    for address in (pupil, school_class):
        answer = await instance.page(key, address)
        assert answer.status_code == 303
        assert "Siiri" not in answer.text
    assert "Siiri" not in await instance.socket(key, "a-token-of-its-own", school_class)


async def test_a_session_that_ends_in_between_gets_the_sign_in_page(instance: Instance) -> None:
    siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"))
    token = token_of(await instance.page(key))
    async with writing() as session:
        found = await session.get(Session, siiri.session_id)
        assert found
        found.ended_at = now()
    sessions.forget(siiri.person_id)
    told = await instance.socket(key, token)
    assert "Siiri" not in told
    assert "leave" in told or "sign-in" in told


async def test_a_load_that_hangs_is_left_alone(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, configure: Configure
) -> None:
    """The page comes without data, in time; the socket brings them when there are some."""
    key, before = await siiris_key(), counted()
    asked = asyncio.Event()

    async def hangs(*_asked: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    kept = states()
    with monkeypatch.context() as broken:
        broken.setattr(home, "load_home", hangs)
        configure(first_view_seconds=1)
        began = time.monotonic()
        answer = await instance.page(key)
    assert asked.is_set()
    assert time.monotonic() - began < 5
    assert answer.status_code == 200
    assert "Siiri" not in answer.text
    assert view_of(answer) == {}
    assert went(before) == {"static": 1}
    assert states() == kept
    assert "Siiri" in await instance.socket(key, "a-token-of-its-own")


async def test_a_load_that_cannot_run_is_left_to_the_usual_way(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No error for the reader: whatever it was may be over in a second."""
    key, before, kept = await siiris_key(), counted(), states()

    async def fails(_actor: object) -> str:
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr("portfolio_app.web.guard.time_zone_of", fails)
        answer = await instance.page(key)
    assert (answer.status_code, view_of(answer)) == (200, {})
    assert went(before) == {"static": 1}
    assert states() == kept
    assert "Siiri" in await instance.socket(key, "a-token-of-its-own")


async def test_a_load_that_fails_says_so_on_the_page(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it would over the socket: a sentence with a number, around a page that stands."""
    key = await siiris_key()

    async def fails(_actor: object) -> str:
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr(home, "load_home", fails)
        answer = await instance.page(key)
    assert answer.status_code == 200
    assert "Something went wrong on our side" in answer.text
    assert "Siiri Salo" in answer.text


async def test_a_load_that_redirects_sends_nothing_of_a_page_and_keeps_nothing(instance: Instance) -> None:
    key, before, kept = await siiris_key(), counted(), states()
    answer = await instance.page(key, "/en/classes?from=%3C%2Fscript%3E")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/home")
    assert "Siiri" not in answer.text
    assert went(before) == {"redirected": 1}
    assert states() == kept
