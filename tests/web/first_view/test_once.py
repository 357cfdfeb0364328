"""A page's `load` runs once per visit and changes nothing, and no cache on the way gives a page to somebody else."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from portfolio_app.core.database import metadata, reading
from portfolio_app.pages.pupil import portfolio
from portfolio_app.pages.pupil.portfolio import PortfolioState
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in
from tests.web.first_view.inside import Instance, token_of

ACCESS_LOG = "access"


async def a_key(name: str) -> str:
    """The session of a new pupil."""
    return (await signed_in(await make_pupil(await make_school(), name=name)))[1]


async def test_load_runs_once_for_the_page_and_its_socket_together(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, asked = await a_key("Siiri Salo"), 0
    load = portfolio.queries.load_portfolio

    async def counting(*given: Any) -> Any:
        nonlocal asked
        asked += 1
        return await load(*given)

    monkeypatch.setattr(portfolio.queries, "load_portfolio", counting)
    token = token_of(await instance.page(key, "/en/portfolio"))
    await instance.socket(key, token, "/en/portfolio")
    assert asked == 1
    name = f"{PortfolioState.get_full_name()}.load"
    await instance.socket(key, token, "/en/portfolio", name)
    assert asked > 1, "the count would have seen it"


async def rows() -> dict[str, list[Any]]:
    """All there is in the database, but for who looked at what."""
    found: dict[str, list[Any]] = {}
    async with reading() as session:
        for table in metadata().sorted_tables:
            if table.name != ACCESS_LOG:
                found[table.name] = sorted(map(str, (await session.execute(select(table))).all()))
    return found


async def test_pages_fetched_without_a_socket_write_nothing(instance: Instance) -> None:
    """Prefetching and link scanners carry the cookie, too. Pages of a pupil and of a teacher, ten times each."""
    school = await make_school()
    class_8b = await make_class(school)
    pupil = await make_pupil(school, class_8b, name="Siiri Salo")
    _siiri, siiri = await signed_in(pupil)
    _tuula, tuula = await signed_in(await make_teacher(school, class_8b))
    words = EvidenceForm(title="The bridge", words="It held", capabilities=("S1",))
    evidence = await add_evidence(pupil, EvidenceKind.WORDS, words, uuid4())
    entry = await make_entry(pupil, EntryForm("A bridge", "We built one"), uuid4())
    assert ACCESS_LOG in metadata().tables
    before = await rows()
    of_siiri = ("home", "skills", "capability?code=S1", f"evidence?id={evidence}", "portfolio", f"entry?id={entry}")
    visits = [(siiri, place) for place in (*of_siiri, "entry-form", f"entry-form?id={entry}", "account", "seen")]
    visits += [(tuula, place) for place in ("classes", f"class?id={class_8b}", f"pupil?id={pupil.person_id}")]
    for key, place in visits:
        for _number in range(10):
            assert (await instance.page(key, f"/en/{place}")).status_code == 200, place
    assert await rows() == before


class Cache:
    """A proxy in front of a school: keeps answers by their address, as long as `Cache-Control` lets it.

    One that does `mind_vary` keeps an answer for requests alike in what `Vary` names; a broken one does not look at it.
    `primed` are answers somebody has put into it beforehand.
    """

    def __init__(self, instance: Instance, *, mind_vary: bool) -> None:
        self.instance = instance
        self.mind_vary = mind_vary
        self.kept: dict[tuple[str, str], httpx.Response] = {}

    async def page(self, key: str, path: str) -> httpx.Response:
        """What the browser behind the proxy gets."""
        for (address, cookie), answer in self.kept.items():
            varies = "cookie" in answer.headers.get("vary", "").lower()
            if address == path and not (self.mind_vary and varies and cookie != key):
                return answer
        answer = await self.instance.page(key, path)
        says = {part.strip() for part in answer.headers.get("cache-control", "").split(",")}
        if not says & {"no-store", "private"}:
            self.kept[path, key] = answer
        return answer


@pytest.mark.parametrize("mind_vary", [True, False])
async def test_a_shared_cache_gives_nobody_anothers_page(instance: Instance, mind_vary: bool) -> None:
    """Drawn pages, redirects, and the pages of whoever is signed out."""
    cache = Cache(instance, mind_vary=mind_vary)
    siiri, otso = await a_key("Siiri Salo"), await a_key("Otso Oja")
    for path in ("/en/home", "/en/portfolio", "/en/skills", "/en/classes", "/en/sign-in", "/home", "/"):
        for key, others in ((siiri, "Otso"), (otso, "Siiri"), ("", "Siiri"), (siiri, "Otso")):
            assert others not in (await cache.page(key, path)).text, path
    assert not cache.kept, "nothing of it may be kept at all"


async def test_a_cache_that_honours_vary_alone_gives_nobody_anothers_page(instance: Instance) -> None:
    """One that an operator has told to keep everything."""
    cache = Cache(instance, mind_vary=True)
    siiri, otso = await a_key("Siiri Salo"), await a_key("Otso Oja")
    for path in ("/en/home", "/en/classes"):
        for key in (siiri, otso, ""):
            answer = await instance.page(key, path)
            assert "cookie" in answer.headers.get("vary", "").lower(), path
            cache.kept[path, key] = answer
        assert "Otso" not in (await cache.page(siiri, path)).text
        assert "Siiri" not in (await cache.page(otso, path)).text


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-forwarded-proto", "x-original-url", "origin", "referer"])
async def test_nothing_a_cache_does_not_look_at_gets_into_a_page(instance: Instance, name: str) -> None:
    """Or a cache could be poisoned by it. (`Host` is part of what is looked up.)"""
    answer = await instance.page(await a_key("Siiri Salo"), "/en/home", **{name: "https://evil.example/"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text + str(answer.headers)
