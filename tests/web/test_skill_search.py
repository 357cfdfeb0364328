"""Skills as a pupil types, over HTTP: for pupils alone, in their language, as fast as anybody types and no faster."""

from pathlib import Path

import httpx
import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.esco.importing import import_esco
from portfolio_app.web import skill_search
from portfolio_app.web.limits import Buckets
from tests.esco.test_file import packed
from tests.esco.test_importing import finnish
from tests.people import make_coordinator, make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


async def found(reader: httpx.AsyncClient, typed: str, language: str = "en") -> list[str]:
    answer = await reader.get(skill_search.ADDRESS, params={"search": typed, "language": language})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    return [one["name"] for one in answer.json()["skills"]]


async def a_pupil() -> Actor:
    return await make_pupil(await make_school())


async def test_skills_are_found_in_the_readers_language_with_mistakes(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    await import_esco(finnish(tmp_path))
    async with browser(skill_search.routes, await a_pupil()) as reader:
        assert await found(reader, "bycicles") == ["repair bicycles"]
        assert await found(reader, "polkpyöriä", "fi") == ["korjata polkupyöriä"]
        answer = await reader.get(skill_search.ADDRESS, params={"search": "listen", "language": "fi"})
        assert answer.json()["skills"][0]["language"] == "en", "so that it is read aloud in English"
        assert answer.json()["said"] == "1 taito löytyi."
        answer = await reader.get(skill_search.ADDRESS, params={"search": "bicycles", "language": "fi"})
        assert answer.json()["skills"][0]["detail"] == "toiselta nimeltään repair bicycles"


async def test_only_pupils_may_ask(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    school = await make_school()
    for person, status in (
        (None, 401),
        (await make_teacher(school), 403),
        (await make_coordinator(school), 403),
    ):
        async with browser(skill_search.routes, person) as reader:
            answer = await reader.get(skill_search.ADDRESS, params={"search": "bread", "language": "en"})
            assert answer.status_code == status
            assert set(answer.json()) == {"problem"}
    async with browser(skill_search.routes, await a_pupil()) as reader:
        assert (await reader.post(skill_search.ADDRESS)).status_code == 405


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "x" * 10_000,
        "bread " * 2_000,
        "\0",
        "\ud7ff\uffff",
        "%",
        "_",
        "'; drop table tag; --",
        "🚲" * 500,
        "א ב",
    ],
)
async def test_whatever_is_typed_is_answered(tmp_path: Path, typed: str) -> None:
    await import_esco(packed(tmp_path))
    async with browser(skill_search.routes, await a_pupil()) as reader:
        assert len(await found(reader, typed)) <= 10
        answer = await reader.get(skill_search.ADDRESS + "?search=%ff%fe%00&language=%00&language=xx")
        assert answer.status_code == 200
        assert (await reader.get(skill_search.ADDRESS)).json()["skills"] == []
        answer = await reader.get(skill_search.ADDRESS, params={"search": "bread", "language": "xx"})
        assert answer.json()["skills"][0]["language"] == "en", "what it is said in, not what was asked for"


async def test_a_script_is_slowed_and_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skill_search, "_asked", Buckets(3, 0.001))
    siiri, eero = await a_pupil(), await a_pupil()
    async with browser(skill_search.routes, siiri) as reader, browser(skill_search.routes, eero) as other:
        answers = [await reader.get(skill_search.ADDRESS, params={"search": "bread"}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert "Wait a moment" in answers[-1].json()["problem"]
        assert (await other.get(skill_search.ADDRESS, params={"search": "bread"})).status_code == 200
