"""Drafts: saved once or often, never over another tab's newer one, always their owner's alone."""

import asyncio

import pytest

from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import (
    MOST_BYTES,
    MOST_FORMS,
    drop_draft,
    forget_draft,
    kept_draft,
    load_draft,
    save_draft,
)
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.settings import Settings
from tests.people import make_pupil, make_school


async def test_each_save_builds_on_the_one_before(database: Settings) -> None:
    """The version counts them."""
    siiri = await make_pupil(await make_school())
    first = await save_draft(siiri.person_id, "entry:new", {"title": "A"}, 0)
    second = await save_draft(siiri.person_id, "entry:new", {"title": "Søren O'Ŋgård 🌱 محمد"}, first.version)
    assert second.version == first.version + 1
    kept = await kept_draft(siiri.person_id, "entry:new")
    assert kept is not None
    assert kept.fields == {"title": "Søren O'Ŋgård 🌱 محمد"}
    assert kept.version == second.version


async def test_the_same_again_changes_nothing(database: Settings) -> None:
    """A save whose answer was lost is sent again: it is no conflict and no new version."""
    siiri = await make_pupil(await make_school())
    first = await save_draft(siiri.person_id, "entry", {"title": "A"}, 0)
    assert await save_draft(siiri.person_id, "entry", {"title": "A"}, 0) == first


async def test_an_older_version_overwrites_nothing(database: Settings) -> None:
    """The second tab is told."""
    siiri = await make_pupil(await make_school())
    await save_draft(siiri.person_id, "entry", {"title": "A"}, 0)
    with pytest.raises(Conflict):
        await save_draft(siiri.person_id, "entry", {"title": "B"}, 0)
    kept = await kept_draft(siiri.person_id, "entry")
    assert kept is not None
    assert kept.fields == {"title": "A"}


async def test_of_ten_tabs_at_once_one_is_saved_and_nine_are_told(database: Settings) -> None:
    """Also when none of them was there before."""
    siiri = await make_pupil(await make_school())
    outcomes = await asyncio.gather(
        *(save_draft(siiri.person_id, "entry", {"title": str(number)}, 0) for number in range(10)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 9


async def test_a_draft_that_was_dropped_can_be_begun_again(database: Settings) -> None:
    """The tab still knows an old version."""
    siiri = await make_pupil(await make_school())
    await save_draft(siiri.person_id, "entry", {"title": "A"}, 0)
    async with writing() as session:
        await drop_draft(session, siiri.person_id, "entry")
    assert (await save_draft(siiri.person_id, "entry", {"title": "B"}, 1)).version == 2


async def test_a_draft_is_its_owners_alone(database: Settings) -> None:
    """The same form of somebody else is another draft."""
    school = await make_school()
    siiri, otso = await make_pupil(school), await make_pupil(school)
    await save_draft(siiri.person_id, "entry", {"title": "A"}, 0)
    async with reading() as session:
        assert await load_draft(session, otso.person_id, "entry") is None
    await forget_draft(otso.person_id, "entry")
    assert await kept_draft(siiri.person_id, "entry") is not None


@pytest.mark.parametrize("form", ["", "Entry", "entry:", "../entry", "entry:a b", "e" * 200, "entry:ä", "entry\n"])
async def test_a_form_has_a_plain_name(database: Settings, form: str) -> None:
    """Anything else is no form of ours."""
    siiri = await make_pupil(await make_school())
    with pytest.raises(Invalid):
        await save_draft(siiri.person_id, form, {"title": "A"}, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * MOST_BYTES},
        {f"field{number}": "" for number in range(1000)},
        {"title": "\0"},
        {"title": "\ud800"},
        {"title": {"a": "b"}},
        {"title": 5},
        {"title": ["a", 5]},
        {"x": ["a"] * 1000},
    ],
    ids=["large", "many", "nul", "half", "nested", "number", "mixed", "boxes"],
)
async def test_fields_are_texts_and_not_too_large(database: Settings, fields: dict[str, object]) -> None:
    """What no form sends is not kept."""
    siiri = await make_pupil(await make_school())
    with pytest.raises(Invalid):
        await save_draft(siiri.person_id, "entry", fields, 0)
    assert await kept_draft(siiri.person_id, "entry") is None


async def test_the_oldest_drafts_make_room(database: Settings) -> None:
    """Nobody has so many forms open; a script may try."""
    siiri = await make_pupil(await make_school())
    for number in range(MOST_FORMS + 3):
        await save_draft(siiri.person_id, f"entry:{number}", {"title": "A"}, 0)
    assert await kept_draft(siiri.person_id, "entry:2") is None
    assert await kept_draft(siiri.person_id, "entry:3") is not None
