"""The ids of a page's forms: new for the one that was answered, the same for those that somebody may be typing into."""

from typing import Any
from uuid import uuid4

import pytest

from portfolio_app.pages.pupil.capability import CapabilityState
from portfolio_app.pages.regional.region import RegionPageState
from portfolio_app.pages.teacher.year_plan import YearPlanState
from tests.events import OpenTab, tab
from tests.people import make_class, make_pupil, make_region, make_regional, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")


async def view_of(page: OpenTab, state: Any) -> Any:
    return (await page.state(state)).view


async def test_a_form_that_was_answered_begins_anew_and_the_others_stay() -> None:
    region = await make_region()
    _sirpa, key = await signed_in(await make_regional(region))
    async with tab(key, address=f"/en/region?id={region}") as page:
        await page.send(RegionPageState.load)
        before = await view_of(page, RegionPageState)
        assert len({before.request, before.key_request, ""}) == 3
        sent: dict[str, str | None] = {"region": str(region), "partner_name": "Library", "request": before.request}
        sent["does"] = "Lends tools"
        await page.send(RegionPageState.add_partner, form=sent)
        after = await view_of(page, RegionPageState)
        assert [one.name for one in after.partners] == ["Library"]
        assert (after.request != before.request, after.key_request) == (True, before.key_request)

        await page.send(RegionPageState.end_partner, partner=after.partners[0].id)  # no form at all
        later = await view_of(page, RegionPageState)
        assert (later.request, later.key_request) == (after.request, after.key_request)

        await page.send(RegionPageState.add_partner, form=sent)  # the first once more, late
        assert (await view_of(page, RegionPageState)).request == after.request
        assert not (await view_of(page, RegionPageState)).partners, "it was made and taken away"


async def test_a_form_that_was_refused_keeps_its_id() -> None:
    school = await make_school()
    class_id = await make_class(school)
    _tuula, key = await signed_in(await make_teacher(school, class_id))
    async with tab(key, address=f"/en/year-plan?class={class_id}") as page:
        await page.send(YearPlanState.load)
        before = await view_of(page, YearPlanState)
        ids = (before.request, before.external_request, before.deadline_request)
        assert len({*ids, ""}) == 4
        form = {"kind": "deadline", "title": "", "day": "2026-12-01", "request": before.deadline_request}
        await page.send(YearPlanState.add_day, form=form)
        assert page.notice.field
        refused = await view_of(page, YearPlanState)
        assert (refused.request, refused.external_request, refused.deadline_request) == ids

        await page.send(YearPlanState.add_day, form=form | {"title": "Apply by noon"})
        kept = await view_of(page, YearPlanState)
        assert (kept.request, kept.external_request) == ids[:2]
        assert kept.deadline_request not in ids


async def test_a_file_that_went_another_way_has_used_up_its_id() -> None:
    """What is nested in a view has its id kept, too, until its form's file has arrived."""
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.load)
        before = await view_of(page, CapabilityState)
        await page.send(CapabilityState.read_comments)
        same = await view_of(page, CapabilityState)
        assert (same.request, same.adding.request) == (before.request, before.adding.request)
        await page.send(CapabilityState.added, _sent=before.adding.request)
        after = await view_of(page, CapabilityState)
        assert (after.request, after.adding.request != before.adding.request) == (before.request, True)


async def test_another_thing_has_ids_of_its_own() -> None:
    """A page that is opened anew asks for new ids, whatever it showed before."""
    _siiri, key = await signed_in(await make_pupil(await make_school()))
    async with tab(key, address="/en/capability?code=S1") as page:
        await page.send(CapabilityState.load)
        before = await view_of(page, CapabilityState)
        await page.send(CapabilityState.load)
        after = await view_of(page, CapabilityState)
        assert not {after.request, after.adding.request} & {before.request, before.adding.request}
        await page.send(CapabilityState.added, _sent=str(uuid4()))
        assert (await view_of(page, CapabilityState)).request == after.request
