"""Home says a few things that would make a profile better, by the rules of the CV, until nothing is left."""

from uuid import uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.cv.actions import CvForm, save_cv
from portfolio_app.portfolio.cv.checklist import MOST
from portfolio_app.portfolio.cv.queries import load_cv
from portfolio_app.portfolio.home import load_home
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.skills.about_me import say_about_me
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

GOOD = EntryForm("Kiosk", happened="I sold ice cream.", kind=EntryKind.WORK, began="2026-06", place="Rantakioski")


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


async def test_whoever_has_written_nothing_reads_of_no_lack() -> None:
    assert (await load_home(await a_pupil())).better == ()
    school = await make_school()
    assert (await load_home(await make_teacher(school))).better == ()


async def test_there_are_three_points_at_most_and_they_are_the_first_of_the_cvs() -> None:
    siiri = await a_pupil()
    for number in range(4):
        await make_entry(siiri, EntryForm(f"Prize {number}", kind=EntryKind.ACHIEVEMENT), uuid4())
    better, looks = (await load_home(siiri)).better, (await load_cv(siiri)).looks
    assert len(better) == MOST
    codes = [one.code for one in looks if one.code != "no-contact"]  # of the paper, and there is none yet
    assert [one.code for one in better] == codes[:MOST]


async def test_a_point_of_the_cv_leads_to_its_page_and_all_are_gone_when_nothing_is_left() -> None:
    siiri = await a_pupil()
    entry = await make_entry(siiri, GOOD, uuid4())
    assert [one.code for one in (await load_home(siiri)).better] == ["no-about"]
    await say_about_me(siiri, ["I like early mornings"], uuid4())
    assert (await load_home(siiri)).better == ()
    await save_cv(siiri, CvForm((entry,)), 0)
    (point,) = (await load_home(siiri)).better
    assert (point.code, point.href) == ("no-contact", "/en/cv#email")
    await save_cv(siiri, CvForm((entry,), email="siiri@example.org"), 1)
    assert (await load_home(siiri)).better == ()
