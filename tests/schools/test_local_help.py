"""Who helps with what gets in the way: kept by a school for itself, by an admin for a region, read by its pupils."""

from uuid import UUID

import pytest

from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.schools.local_help import HelpWords, change_local_help, load_local_help, local_help
from portfolio_app.schools.models import Barrier
from tests.people import make_admin, make_coordinator, make_pupil, make_region, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def helps(school: UUID) -> dict[Barrier, str]:
    async with reading() as session:
        return {kind: line.words for kind, line in (await local_help(session, school)).items()}


async def test_a_school_says_it_better_than_its_region() -> None:
    region = await make_region()
    school, other = await make_school(region=region), await make_school(region=region)
    kaisa, admin = await make_coordinator(school), await make_admin()
    await change_local_help(
        admin,
        region,
        {Barrier.MONEY: HelpWords("Social services"), Barrier.HEALTH: HelpWords("The clinic")},
        of_region=True,
    )
    await change_local_help(kaisa, school, {Barrier.MONEY: HelpWords("Ask the office", "https://example.org/")})
    assert await helps(school) == {Barrier.MONEY: "Ask the office", Barrier.HEALTH: "The clinic"}
    assert await helps(other) == {Barrier.MONEY: "Social services", Barrier.HEALTH: "The clinic"}
    lines = {line.kind: line for line in (await load_local_help(kaisa, str(school))).lines}
    assert len(lines) == len(Barrier)
    assert (lines["money"].words, lines["money"].url, lines["money"].region) == (
        "Ask the office",
        "https://example.org/",
        "",
    )
    assert lines["health"].region == "The clinic"
    await change_local_help(kaisa, school, {Barrier.MONEY: HelpWords()})
    assert (await helps(school))[Barrier.MONEY] == "Social services"


async def test_words_of_other_languages_stay() -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    await change_local_help(kaisa, school, {Barrier.MONEY: HelpWords("Ask the office")})
    with speaking("fi"):
        await change_local_help(kaisa, school, {Barrier.MONEY: HelpWords("Kysy kansliasta")})
        assert await helps(school) == {Barrier.MONEY: "Kysy kansliasta"}
    assert await helps(school) == {Barrier.MONEY: "Ask the office"}
    with speaking("nl"):
        assert await helps(school) == {Barrier.MONEY: "Ask the office"}


async def test_only_who_runs_the_place_changes_it_and_mistakes_are_told() -> None:
    region = await make_region()
    school = await make_school(region=region)
    kaisa, admin = await make_coordinator(school), await make_admin()
    some = {Barrier.MONEY: HelpWords("Somebody")}
    for actor in (await make_pupil(school), await make_teacher(school), await make_coordinator(await make_school())):
        with pytest.raises(Refused):
            await change_local_help(actor, school, some)
        with pytest.raises(Refused):
            await load_local_help(actor, str(school))
    for actor, place, of_region in ((kaisa, region, True), (admin, school, False)):
        with pytest.raises(Refused):
            await change_local_help(actor, place, some, of_region=of_region)
    for wrong, field in (
        (HelpWords("Somebody", "example.org"), "url-money"),
        (HelpWords("", "https://example.org"), "words-money"),
        (HelpWords("x" * 500), "words-money"),
    ):
        with pytest.raises(Invalid) as problem:
            await change_local_help(kaisa, school, {Barrier.MONEY: wrong})
        assert problem.value.field == field
    assert await helps(school) == {}
