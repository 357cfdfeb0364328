"""Pages drawn on the server: as the build made them, with anybody's text, with nothing of anybody left behind."""

import json
from dataclasses import asdict, replace
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.build import built_pages
from portfolio_app.core.languages import languages
from portfolio_app.pages.registry import pages
from portfolio_app.portfolio_app import app
from portfolio_app.schools.queries import Frame
from portfolio_app.web.first_view.kept import KeptPages
from portfolio_app.web.first_view.renderer import Renderer, drawable
from portfolio_app.web.tab import Tab

TAB = Tab.get_full_name()


def client() -> Path:
    """Where the built pages lie."""
    built = built_pages()
    assert built, "The pages are not made: run `make setup` first."
    return built.web / "build" / "client"


def template(path: str) -> str:
    """A built page."""
    return (client() / path.strip("/") / "index.html").read_text("utf-8")


@pytest.fixture
def renderer() -> Any:
    built = built_pages()
    assert built
    made = Renderer(built.drawing, seconds=20)
    yield made
    made.close()


def named(name: str) -> str:
    """A view in which somebody of that name is signed in."""
    frame = asdict(replace(Frame(), person_id="1", name=name, is_pupil=True))
    return json.dumps({TAB: {"frame_rx_state_": frame}})


async def drawn_home(renderer: Renderer, view: str = "{}", *, session: str = "", page: str = "") -> str | None:
    """Home as it is drawn."""
    return await renderer.page("/en/home", "/en/home", page or template("/en/home"), view, session=session)


async def test_every_page_in_every_language_is_drawn_as_it_was_built(renderer: Renderer) -> None:
    """Byte for byte: else React would throw away what the server drew."""
    assert app is not None
    built = {path.parent.name for path in client().glob("*/home")}
    for language in [one for one in languages() if one in built]:
        for route in pages():
            path = f"/{language}{route}"
            assert await renderer.page(path, path, template(path), "{}", session="") is not None, path


@pytest.mark.parametrize(
    "name",
    [
        "Siiri Salo",
        "</script><script>alert(1)</script>",
        "<!--",
        "a\u2028b\u2029c",
        "🌱 \u202eabc",
        "محمد الأمين",
        "'\"&\\",
    ],
)
async def test_anybodys_text_is_text(renderer: Renderer, name: str) -> None:
    drawn = await drawn_home(renderer, named(name))
    assert drawn is not None
    body = drawn[drawn.index("<body>") :]
    assert escape(name) in body


@pytest.mark.parametrize("query", ["%", "a=%ED%A0%80", "a=b=%zz&&=&+=+", "a=%00", "#%"])
async def test_an_address_that_cannot_be_decoded_does_not_stop_the_drawing(renderer: Renderer, query: str) -> None:
    """Anybody may ask for one, and each page that fails costs a new V8."""
    page = template("/en/home")
    drawn = await renderer.page("/en/home", f"/en/home?{query}", page, named("Siiri Salo"), session="siiri")
    assert drawn is not None


async def test_nothing_of_one_persons_view_stays_for_the_next(renderer: Renderer) -> None:
    """Neither in the next page nor in what the V8 holds between two."""
    page = template("/en/home")
    first = await drawn_home(renderer, named("Siiri Salo"), session="siiri")
    assert first is not None
    assert "Siiri" in first
    assert await drawn_home(renderer, session="0") == page
    assert "Siiri" not in str(renderer._v8.eval("heldState()"))


async def test_a_v8_that_is_stuck_is_given_up_and_made_anew(renderer: Renderer) -> None:
    page = template("/en/home")
    assert await drawn_home(renderer, session="1") == page
    renderer.seconds = 0.2
    renderer._v8.eval("renderPage = () => { for (;;); }")
    assert await drawn_home(renderer, session="2") is None
    renderer.seconds = 20
    assert await drawn_home(renderer, session="3") == page


async def test_a_v8_without_memory_is_given_up_and_made_anew(renderer: Renderer) -> None:
    page = template("/en/home")
    assert await drawn_home(renderer, session="4") == page
    renderer._v8.set_hard_memory_limit(90_000_000)
    renderer._v8.eval("renderPage = () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); }")
    assert await drawn_home(renderer, session="5") is None
    assert await drawn_home(renderer, session="6") == page


async def test_a_page_that_is_drawn_otherwise_is_left_to_the_browser(renderer: Renderer) -> None:
    """As after an update of which only half has arrived."""
    other = template("/en/home").replace("</nav>", "</nav><p>new</p>", 1)
    assert await drawn_home(renderer, page=other) is None


def test_without_the_builds_script_nothing_is_drawn(tmp_path: Path) -> None:
    assert not drawable(tmp_path / "render.js")


async def test_what_was_drawn_is_not_drawn_again_for_the_same_person(renderer: Renderer) -> None:
    """As long as their view is the same; anybody else's is drawn for them."""
    first = await drawn_home(renderer, named("Siiri"), session="siiri")
    renderer._v8.eval("renderPage = () => 'drawn again'")
    assert await drawn_home(renderer, named("Siiri"), session="siiri") == first
    for other in (drawn_home(renderer, named("Siiri S."), session="siiri"), drawn_home(renderer, named("Siiri"))):
        assert "drawn again" in str(await other)


def test_pages_are_kept_within_bounds() -> None:
    """The one that nobody asked for the longest goes first."""
    pages_kept = KeptPages(most=10)
    first, second, third = (pages_kept.key("me", "/en/home", "/en/home", view) for view in "123")
    pages_kept.keep(first, "1" * 5)
    pages_kept.keep(second, "2" * 5)
    assert pages_kept.get(first) == "1" * 5
    pages_kept.keep(third, "3" * 5)
    assert (pages_kept.get(first), pages_kept.get(second)) == ("1" * 5, None)
    assert pages_kept.bytes == 10


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), min_size=2, max_size=2, unique=True))
def test_no_two_views_share_a_key(two: list[tuple[str, str]]) -> None:
    pages_kept = KeptPages()
    keys = {pages_kept.key(session, "/en/home", "/en/home", json.dumps(view)) for session, view in two}
    assert len(keys) == len(two)
