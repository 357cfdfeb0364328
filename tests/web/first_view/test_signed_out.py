"""Pages for whoever is not signed in: drawn and loaded once as well, and nobody can fill the server with them."""

import asyncio

import pytest

from portfolio_app.pages.public.sign_in import SignInState
from portfolio_app.web.first_view import server
from tests.web.first_view.inside import Instance, states, token_of

SIGN_IN = "/en/sign-in"
SHORT = 0.05  # seconds
LOADED = f"{SignInState.get_full_name()}'"


async def test_a_page_is_loaded_once_for_whoever_is_signed_out(instance: Instance) -> None:
    """Its socket takes over what was loaded for the HTML."""
    token = token_of(await instance.page("", SIGN_IN))
    assert LOADED not in await instance.socket("", token, SIGN_IN)
    assert LOADED in await instance.socket("", "a-token-nobody-made", SIGN_IN), "the usual way loads"


async def test_a_session_that_is_none_any_more_counts_as_nobodys(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made-up cookies would else be room for as many states as somebody likes."""
    monkeypatch.setattr(server, "MOST_NOBODYS", 3)
    tokens = [token_of(await instance.page(f"made-up-{number}", SIGN_IN)) for number in range(8)]
    assert len(states() & set(tokens)) <= 4
    assert tokens[-1] in states()


async def test_nobodys_states_go_when_no_socket_comes(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = {token_of(await instance.page("", SIGN_IN)) for _number in range(3)}
    assert tokens <= states()
    monkeypatch.setattr(server, "NOBODYS_SECONDS", SHORT)
    await asyncio.sleep(2 * SHORT)
    await instance.page("", SIGN_IN)
    assert not tokens & states()
