"""A pupil is told, and nobody else, how offers fit their own interests, and can let themselves be surprised."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.marketplace.exploring import themes_of_fields
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.finding import MarketplaceView, load_marketplace
from portfolio_app.marketplace.hosts import pause_host
from portfolio_app.marketplace.sought import Sought
from portfolio_app.pathways.keeping import tell_fit
from portfolio_app.skills.answering import answer
from portfolio_app.skills.interests_now import theme_names
from portfolio_app.skills.questionnaire import questionnaire
from tests.marketplace.test_sought import a_visit, offering, on, region_with_school
from tests.people import make_pupil, make_school

pytestmark = pytest.mark.usefixtures("database")


async def somebody(school: UUID, **yes: int) -> Actor:
    """A pupil who said this to every statement of a theme, and no to all others."""
    pupil = await make_pupil(school)
    themes = questionnaire("interests").themes
    if yes:
        answers = {said.code: yes.get(theme.code, 1) for theme in themes for said in theme.statements}
        await answer(pupil, "interests", 1, answers)
    return pupil


async def seen(who: Actor, **query: str) -> MarketplaceView:
    return await load_marketplace(who, sought=Sought.of({"show": "offers", **query}))


async def a_region() -> tuple[Actor, Actor, UUID, UUID]:
    """Its coordinator, a teacher, their school, and a host of building beside one of care, with an offer each."""
    sirpa, tuula, school = await region_with_school()
    await offering(sirpa, a_visit("A day of care", on(10)), name="Care", field="care")
    building = await offering(sirpa, a_visit("A day of building", on(11)), name="Building", field="building")
    return sirpa, tuula, school, building


def named(href: str) -> str:
    """The offer that an address names."""
    return parse_qs(urlsplit(href).query)["offer"][0]


async def test_an_offer_says_to_a_pupil_alone_how_it_fits_and_why() -> None:
    _sirpa, tuula, school, _building = await a_region()
    siiri = await somebody(school, help=4, order=3)
    care, building = (await seen(siiri)).offers
    assert care.fit.startswith("This fits 1 of your 2 interests, because there is something of “")
    assert theme_names()["help"] in care.fit
    assert building.fit == ""
    hosts = (await load_marketplace(siiri)).hosts
    assert {one.name: bool(one.fit) for one in hosts} == {"Building": False, "Care": True}
    view = await seen(tuula)
    assert (view.told, view.not_said, view.surprise_href) == (False, False, "")
    assert all(not one.fit for one in view.offers)


async def test_only_what_fits_can_be_asked_for_and_nothing_is_said_kindly() -> None:
    _sirpa, tuula, school, _building = await a_region()
    siiri = await somebody(school, help=4)
    view = await seen(siiri, fits="yes")
    assert ([one.title for one in view.offers], view.nothing_fits) == (["A day of care"], "")
    hosts = await load_marketplace(siiri, sought=Sought.of({"fits": "yes"}))
    assert [one.name for one in hosts.hosts] == ["Care"]
    starter = await somebody(school, start=4)
    view = await seen(starter, fits="yes")
    assert view.offers == ()
    assert "nothing about you" in view.nothing_fits
    assert len((await seen(tuula, fits="yes")).offers) == 2  # of others nothing is known, and nothing left out


async def test_whoever_has_said_nothing_is_asked_and_whoever_wants_no_telling_is_not() -> None:
    _sirpa, _tuula, school, _building = await a_region()
    new = await somebody(school)
    view = await seen(new)
    assert (view.told, view.not_said) == (False, True)
    siiri = await somebody(school, help=4)
    await tell_fit(siiri, shown=False)
    view = await seen(siiri)
    assert (view.told, view.not_said) == (False, False)
    assert all(not one.fit for one in view.offers)
    assert len((await seen(siiri, fits="yes")).offers) == 2


async def test_a_surprise_is_of_another_field_and_stands_in_the_address() -> None:
    sirpa, tuula, school, building = await a_region()
    siiri = await somebody(school, help=4)
    drawn = {named((await seen(siiri)).surprise_href) for _time in range(6)}
    assert len(drawn) == 1  # there is one of another field
    (offer,) = drawn
    for who in (siiri, siiri, tuula):
        view = await seen(who, offer=offer)
        assert [one.title for one in view.looked_at] == ["A day of building"]
    await pause_host(sirpa, building, "to be cleared up")
    view = await seen(siiri, offer=offer)
    assert (view.looked_at, view.gone, view.surprise_href) == ((), True, "")


@pytest.mark.parametrize("nonsense", ["x", "'; --", "5f0c8a52-2f57-4b0e-9d3a-3c1f5d1f9a10"])
async def test_an_address_that_names_no_offer_says_so(nonsense: str) -> None:
    _sirpa, _tuula, school, _building = await a_region()
    assert (await seen(await make_pupil(school), offer=nonsense)).gone


async def test_offers_of_another_region_are_no_surprise() -> None:
    _sirpa, _tuula, school, _building = await a_region()
    offer = named((await seen(await make_pupil(school))).surprise_href)
    elsewhere = await make_pupil(await make_school())
    view = await seen(elsewhere, offer=offer)
    assert (view.looked_at, view.gone, view.surprise_href) == ((), True, "")


def test_every_field_of_work_has_interests_that_the_questionnaire_knows() -> None:
    fields = themes_of_fields()
    assert set(fields) == set(FieldOfWork)
    known = set(theme_names())
    assert all(set(one.interests) <= known and len(one.interests) >= 2 for one in fields.values())
    assert {theme for one in fields.values() for theme in one.interests} == known
