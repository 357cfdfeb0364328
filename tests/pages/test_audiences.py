"""Every handler of a coordinator's and an admin's pages is called by everybody else, and nobody gets anything."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

from portfolio_app.accounts.models import Role
from portfolio_app.portfolio_app import app
from portfolio_app.settings import Settings
from portfolio_app.web.guard import need_of
from tests.events import tab
from tests.people import make_admin, make_class, make_coordinator, make_pupil, make_school, make_teacher, signed_in

PAGES = ("portfolio_app___pages___coordinator___", "portfolio_app___pages___admin___")


def handlers() -> Iterator[str]:
    """The handlers of those pages."""
    with app.set_contexts():
        names = sorted(RegistrationContext.get().event_handlers)
    for name in names:
        if any(place in name for place in PAGES) and need_of(name) is not None:
            yield name


def takes_of(name: str) -> list[str]:
    """The names of what a handler takes."""
    with app.set_contexts():
        return list(inspect.signature(RegistrationContext.get().event_handlers[name].handler.fn).parameters)[1:]


def test_there_are_handlers_to_try() -> None:
    assert len(list(handlers())) > 30


async def test_handlers_run_for_their_roles_alone(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    people = {
        Role.PUPIL: await make_pupil(school, made),
        Role.TEACHER: await make_teacher(school, made),
        Role.COORDINATOR: await make_coordinator(school),
        Role.ADMIN: await make_admin(),
    }
    for role, person in people.items():
        _actor, key = await signed_in(person)
        async with tab(key) as opened:
            for name in handlers():
                need = need_of(name)
                assert need is not None
                assert need.roles, name
                if role in need.roles:
                    continue
                opened.forget()
                await opened.send(name)
                if need.loads:
                    assert len(opened.events) == 1, name
                else:
                    assert opened.notice.text == "You cannot open this, or it is no longer there.", name


async def test_nobody_signed_in_is_led_to_the_sign_in_page(database: Settings) -> None:
    async with tab("") as opened:
        for name in handlers():
            opened.forget()
            await opened.send(name)
            assert not opened.events, name
        assert opened.leaves_for.startswith("/en/sign-in?next=")


@pytest.mark.parametrize("odd", [None, 7, "x" * 150_000, [["x"]], {"school": {"a": 1}}, {"name": ["a"]}])
async def test_odd_payloads_are_answered_with_a_sentence(database: Settings, odd: Any) -> None:
    school = await make_school()
    for person, role in ((await make_coordinator(school), Role.COORDINATOR), (await make_admin(), Role.ADMIN)):
        _actor, key = await signed_in(person)
        for name in handlers():
            need = need_of(name)
            if need is None or need.loads or role not in need.roles:
                continue
            takes = takes_of(name)
            async with tab(key) as opened:
                await opened.send(name, **dict.fromkeys(takes, odd))
                assert opened.notice.kind == "problem" or not takes, name
                assert "on our side" not in opened.notice.text, name
                opened.forget()
                await opened.send(name, **dict.fromkeys(takes, odd), unknown=odd)
                assert opened.notice.text == "Please check what you wrote.", name
                if takes:
                    opened.forget()
                    await opened.send(name)
                    assert opened.notice.text == "Please check what you wrote.", name
