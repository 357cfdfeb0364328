"""The guard: nothing runs that does not say whom it is for, and nobody gets what another's tab holds."""

from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

from portfolio_app.accounts.models import Role
from portfolio_app.pages.account.home import HomeState
from portfolio_app.pages.frame import FrameState
from portfolio_app.portfolio_app import app
from portfolio_app.settings import Settings
from portfolio_app.web import guard
from portfolio_app.web.guard import FRAMEWORK_EVENTS, Need, need_of
from portfolio_app.web.limits import BURST
from tests.events import tab
from tests.people import PASSPHRASE, end_roles, make_pupil, make_school, make_teacher, signed_in

ROOT = "reflex___state____state"


def all_events() -> list[str]:
    """The names of all registered handlers, of the framework and ours."""
    with app.set_contexts():
        return sorted(RegistrationContext.get().event_handlers)


def ours(name: str) -> bool:
    """Whether a handler is of one of our states."""
    return "portfolio_app___" in name


def test_every_handler_of_ours_declares_its_audience() -> None:
    """A handler without `needs()` would be denied to everybody: better told here than by a user."""
    with app.set_contexts():
        silent = [
            name for name in all_events() if ours(name) and not name.endswith(".setvar") and need_of(name) is None
        ]
    assert not silent, f"say whom they are for, with @needs: {silent}"


def test_no_handler_can_be_called_through_setvar() -> None:
    """`setvar` calls any method `set_…`: none of ours may be called that."""
    assert not [name for name in all_events() if ours(name) and name.rpartition(".")[2].startswith("set_")]


def test_framework_events_are_listed_exactly() -> None:
    """Each event on the list exists; what a new version of Reflex brings is denied until somebody looked at it."""
    names = set(all_events())
    assert names >= FRAMEWORK_EVENTS
    assert not [name for name in FRAMEWORK_EVENTS if ours(name) or name.endswith(".setvar")]
    known_and_denied = {f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal"}
    new = {
        name
        for name in names
        if f"{ROOT}.tests___" not in name  # a state that another test made
        and not ours(name)
        and not name.endswith((".setvar", ".set_is_hydrated", ".hydrate", ".hydrate_and_load"))
    }
    assert new - FRAMEWORK_EVENTS - known_and_denied == set()


@pytest.mark.parametrize(
    ("need", "signed_out", "pupil", "choosing"),
    [
        (Need(), False, True, False),
        (Need(anyone=True), True, True, True),
        (Need(frozenset({Role.PUPIL})), False, True, False),
        (Need(frozenset({Role.TEACHER})), False, False, False),
        (Need(choosing=True), False, True, True),
    ],
)
async def test_an_audience_admits_whom_it_names(
    database: Settings, need: Need, signed_out: bool, pupil: bool, choosing: bool
) -> None:
    """All kinds of audience against all kinds of people."""
    siiri = await make_pupil(await make_school())
    newcomer, _key = await signed_in(siiri, must_choose=True)
    assert need.admits(None) is signed_out
    assert need.admits(siiri) is pupil
    assert need.admits(newcomer) is choosing


async def test_somebody_signed_in_gets_their_page(database: Settings) -> None:
    """The way through everything: cookie, guard, handler, delta."""
    _siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"))
    async with tab(key) as opened:
        await opened.send(HomeState.load)
        assert "Siiri" in str(opened.deltas)


@pytest.mark.parametrize("key", ["", "no such session", "x" * 5000, "ä; polku=1"])
async def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(database: Settings, key: str) -> None:
    """And comes back to where they were going."""
    async with tab(key, address="/en/skills?then=spring") as opened:
        await opened.send(HomeState.load)
        assert opened.leaves_for == "/en/sign-in?next=%2Fen%2Fskills%3Fthen%3Dspring"
        assert "Hello" not in str(opened.deltas)


async def test_setvar_and_internal_vars_are_denied(database: Settings) -> None:
    """The framework's own back doors stay shut, also for somebody who is signed in."""
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    async with tab(key) as opened:
        await opened.send(HomeState.load)
        before = {name: getattr(await opened.state(HomeState), name) for name in HomeState.base_vars}
        opened.forget()
        for name in [name for name in all_events() if name.endswith(".setvar")]:
            await opened.send(name, var_name="leave", value="/elsewhere")
        await opened.send(
            f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal",
            vars={f"{HomeState.get_full_name()}.greeting_rx_state_": "pwned"},
        )
        assert opened.nothing_sent()
        assert before == {name: getattr(await opened.state(HomeState), name) for name in HomeState.base_vars}


@pytest.mark.parametrize("thief_signed_in", [False, True])
async def test_a_stolen_token_gets_nothing(database: Settings, thief_signed_in: bool) -> None:
    """The token of a tab, with another's cookie or none: the state is emptied before anything is sent."""
    school = await make_school()
    _siiri, key = await signed_in(await make_pupil(school, name="Siiri Salo"))
    _thief, thief_key = await signed_in(await make_pupil(school, name="Otso Oja"))
    async with tab(key) as opened:
        await opened.send(HomeState.load)
        assert "Siiri" in str(opened.deltas)
        opened.forget()
        with_key = thief_key if thief_signed_in else ""
        await opened.send_as(with_key, f"{ROOT}.hydrate_and_load", vars={})
        await opened.send_as(with_key, FrameState.dismiss)
        assert "Siiri" not in str(opened.deltas)


async def test_a_role_that_ends_is_gone_at_the_next_event(database: Settings) -> None:
    """Not after some seconds."""
    tuula = await make_teacher(await make_school())
    _tuula, key = await signed_in(tuula)
    need = Need(frozenset({Role.TEACHER}))
    async with tab(key) as opened:
        await opened.send(HomeState.load)
        assert need.admits(await guard.sessions.actor_of(key))
        await end_roles(tuula)
        assert not need.admits(await guard.sessions.actor_of(key))


async def test_whoever_must_choose_a_passphrase_can_do_nothing_else(database: Settings) -> None:
    """A printed card opens the door, not the house."""
    _siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"), must_choose=True)
    async with tab(key) as opened:
        await opened.send(HomeState.load)
        assert "Siiri" not in str(opened.deltas)
        assert any("/en/choose-passphrase" in str(event.payload) for event in opened.events)


def junk() -> list[Any]:
    """Values no form sends."""
    nested: Any = "x"
    for _level in range(500):
        nested = [nested]
    return [None, True, -1, 2**70, 1.5, "x" * 200_000, [], {}, [[]], {"a": {"b": {}}}, nested, "\0", "\ud800", "½🌱"]


async def test_every_handler_survives_every_kind_of_value(database: Settings) -> None:
    """Wrong types in every argument of every handler we have: no exception, no traceback, the tab goes on."""
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    async with tab(key) as opened:
        for name in [name for name in all_events() if ours(name) and not name.endswith(".setvar")]:
            with app.set_contexts():
                arguments = list(RegistrationContext.get().event_handlers[name].handler.fn.__signature__.parameters)[1:]
            for value in junk()[:: 1 if arguments else 20]:
                await opened.send(name, **dict.fromkeys(arguments, value))
                guard_limits_forget(opened.token)
        opened.forget()
        await opened.send(HomeState.load)
        assert opened.deltas or not opened.events


def guard_limits_forget(token: str) -> None:
    """Let the tab go on at once, where a test sends more than anybody could."""
    from portfolio_app.web import limits

    limits._buckets.pop(token, None)


async def test_a_tab_that_sends_too_much_is_asked_to_wait(database: Settings) -> None:
    """A script is slowed and told so; what a person does in a second never is."""
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    async with tab(key) as opened:
        for _event in range(30):
            await opened.send(FrameState.dismiss)
        assert opened.notice.kind == ""
        for _event in range(BURST * 4):
            await opened.send(FrameState.dismiss)
        assert opened.notice.kind == "problem"


async def test_a_tab_that_was_told_to_leave_is_told_once(database: Settings) -> None:
    """The page that is loaded afresh must not be told to leave again, for ever."""
    _siiri, key = await signed_in(await make_pupil(await make_school(), passphrase=PASSPHRASE))
    async with tab("") as opened:
        assert opened.leaves_for
        opened.forget()
        await opened.send_as(key, f"{ROOT}.hydrate_and_load", vars={})
        assert opened.leaves_for == ""
