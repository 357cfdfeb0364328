"""The state of a tab, of which those parts exist that were asked for: what breaks here was changed by a new Reflex."""

from typing import Any, cast

import reflex as rx
from reflex.istate.delta import _resolve_delta
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State

from portfolio_app.pages.account.home import HomeState
from portfolio_app.portfolio_app import app
from portfolio_app.web.states import Parts, StatesWhenNeeded
from portfolio_app.web.tab import Tab

TOKEN = BaseStateToken(ident="one-tab", cls=State)


def made_in(whole: Any) -> list[str]:
    """The names of the parts that exist."""
    return list(dict.keys(whole.substates))


async def test_the_app_keeps_its_states_so() -> None:
    assert isinstance(app.state_manager, StatesWhenNeeded)


async def test_a_new_tab_has_no_part_before_one_is_asked_for() -> None:
    with app.set_contexts():
        async with StatesWhenNeeded().modify_state(TOKEN) as whole:
            assert made_in(whole) == []
            home = await whole.get_state(HomeState)
            assert made_in(whole) == [HomeState.get_name()]
            assert await whole.get_state(HomeState) is home
            assert home.parent_state is whole


async def test_a_change_is_told_and_then_forgotten() -> None:
    with app.set_contexts():
        async with StatesWhenNeeded().modify_state(TOKEN) as whole:
            tab = await whole.get_state(Tab)
            tab.leave = "/en/home"
            assert (await whole._get_resolved_delta())[Tab.get_full_name()] == {"leave_rx_state_": "/en/home"}
            whole._clean()
            assert Tab.get_full_name() not in await whole._get_resolved_delta()


async def test_who_asks_for_everything_gets_what_reflex_would_have_made() -> None:
    with app.set_contexts():
        eager: Any = State(_reflex_internal_init=True)  # type: ignore[call-arg]
        async with StatesWhenNeeded().modify_state(TOKEN) as whole:
            ours = await _resolve_delta(whole.dict(initial=True))
        assert set(ours) == set(await _resolve_delta(eager.dict(initial=True)))
        assert len(ours) > 100


async def test_setting_back_reaches_what_exists() -> None:
    with app.set_contexts():
        async with StatesWhenNeeded().modify_state(TOKEN) as whole:
            (await whole.get_state(Tab)).leave = "/en/home"
            whole.reset()
            assert (await whole.get_state(Tab)).leave == Tab().leave


async def test_a_state_that_goes_makes_nothing_on_its_way() -> None:
    states = StatesWhenNeeded()
    with app.set_contexts():
        async with states.modify_state(TOKEN) as whole:
            await whole.get_state(HomeState)
            parts = cast(Parts, whole.substates)
        states._purge_token(TOKEN)
    assert not states.states
    assert list(dict.keys(parts)) == [HomeState.get_name()]
    assert whole.substates == {}


async def test_a_state_of_another_kind_than_ours_is_none() -> None:
    with app.set_contexts():
        async with StatesWhenNeeded().modify_state(TOKEN) as whole:
            assert "no-such-state" not in whole.substates
            assert rx.State.get_name() not in whole.substates
