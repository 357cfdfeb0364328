"""A renderer of another version than the pages, none at all, and other languages than the pages were built in."""

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.build import built_pages
from portfolio_app.web.first_view import insides
from portfolio_app.web.first_view.renderer import built_with, sign
from portfolio_app.web.tab import Tab
from tests.conftest import Configure
from tests.people import make_pupil, make_school, signed_in
from tests.served import Served, serving
from tests.web.first_view.inside import Instance, counted, first_view_inside, token_of, view_of, went
from tests.web.first_view.test_first_view import body_of, page, somebody

TAB = Tab.get_full_name()
Made = Callable[[Path | None], AbstractAsyncContextManager[Instance]]


@pytest.fixture
def made(database: object, configure: Configure, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Makes the first view in this process, drawn by the given script."""
    configure(first_view_seconds=20)
    return lambda bundle: first_view_inside(monkeypatch, bundle)


def copied(place: Path) -> Path:
    """A copy of what the build has made to draw its pages; its script."""
    built = built_pages()
    assert built
    return Path(shutil.copytree(built.drawing.parent, place / "first-view")) / built.drawing.name


OTHER_MARKUP = "const own = renderPage; renderPage = (...page) => own(...page).replace('</h1>', '!</h1>');"
BREAKS = "const own = renderPage; renderPage = (a, b, data) => { if (data !== '{}') throw 1; return own(a, b, data); };"


@pytest.mark.parametrize(
    "more",
    [OTHER_MARKUP, BREAKS, "renderPage = undefined;", "throw new Error('old');", "syntax error here", None],
    ids=["other markup", "breaks over data", "no renderer", "throws", "cut off", "absent"],
)
async def test_a_renderer_of_another_build_leaves_the_page_to_the_browser(
    made: Made, tmp_path: Path, more: str | None
) -> None:
    """The data travel in the page as it was built, and the socket takes the state over all the same."""
    script = tmp_path / "render.js"
    if more is not None:
        script = copied(tmp_path)
        script.write_text(f"{script.read_text('utf-8')};{more}", "utf-8")
    _siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"))
    before = counted()
    async with made(script) as instance:
        for _visit in range(2):
            answer = await instance.page(key)
            assert answer.status_code == 200
            assert view_of(answer)["drawn"] is False
            assert "Siiri Salo" in str(view_of(answer)["delta"])
            assert "Siiri" not in body_of(answer)
            assert "Siiri" not in await instance.socket(key, token_of(answer)), "nothing is sent twice"
    assert went(before) == {"data": 2}


async def test_states_that_the_pages_do_not_know_are_left_out_of_the_drawing(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python of a newer version than the pages: what they know is drawn."""
    run = insides.run_load
    _siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"))

    async def newer(*given: Any, **named: Any) -> insides.Ran:
        ran = await run(*given, **named)
        ran.delta["reflex___state____state.a_new_state"] = {"new_rx_state_": "1"}
        return ran

    monkeypatch.setattr(insides, "run_load", newer)
    async with made(None) as instance:
        answer = await instance.page(key)
    assert view_of(answer)["drawn"] is True
    assert "Siiri Salo" in body_of(answer)


async def test_pages_built_from_other_states_are_sent_the_usual_way(made: Made, tmp_path: Path) -> None:
    """Half an update: what a view leaves out would be as another version had it."""
    script, states = copied(tmp_path), await insides.default_states()
    script.write_text(script.read_text("utf-8").partition("\n")[2], "utf-8")
    sign(script, states | {TAB: "0000000000000000"})
    _siiri, key = await signed_in(await make_pupil(await make_school(), name="Siiri Salo"))
    before = counted()
    async with made(script) as instance:
        answer = await instance.page(key)
        assert answer.status_code == 200
        assert view_of(answer) == {}
        assert "Siiri" in await instance.socket(key, "a-token-nobody-made")
    assert went(before) == {"static": 1}


async def test_the_build_says_which_states_its_pages_were_built_with() -> None:
    built = built_pages()
    assert built
    ours = await insides.default_states()  # and those of tests
    states = built_with(built.drawing)
    assert TAB in states
    assert states.items() <= ours.items()


async def test_a_server_with_one_language_draws_the_pages_of_that_one(served: Served, tmp_path: Path) -> None:
    """Of pages that were built in several."""
    cookie = await somebody(served, "Siiri Salo")
    with serving(tmp_path, migrate=False, languages="fi", data_dir=served.data_dir) as one:
        assert view_of(await page(one, cookie, "/fi/home"))["drawn"] is True
        assert "Siiri Salo" in body_of(await page(one, cookie, "/fi/skills"))
        assert "Siiri Salo" not in (await page(one, cookie, "/en/home")).text
