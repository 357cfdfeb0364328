"""The page of notices: read one by one or all at once, and the bell follows."""

from uuid import uuid4

import pytest

from portfolio_app.pages.account.notices import NoticesState
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from portfolio_app.web.tab import Tab
from tests.events import tab
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")


async def test_the_bell_follows_what_is_read_and_a_double_click_harms_nothing() -> None:
    school = await make_school()
    class_8b = await make_class(school)
    siiri, tuula = await make_pupil(school, class_8b), await make_teacher(school, class_8b)
    entry = str(await make_entry(siiri, EntryForm("Café"), uuid4()))
    await set_audience(siiri, Kind.ENTRY, entry, CLASS_TEACHERS)
    for _ in range(3):
        await comment(tuula, siiri.person_id, Kind.ENTRY, entry, "Well done", uuid4())
    async with tab((await signed_in(siiri))[1], address="/en/notices?show=new") as page:
        await page.send(NoticesState.load)
        frame = (await page.state(Tab)).frame
        assert (frame.new_notices, frame.notices_said) == ("3", "Notices, 3 new")
        view = (await page.state(NoticesState)).view
        assert len(view.lines) == 3
        for _ in range(2):
            await page.send(NoticesState.read, notice=view.lines[0].id)
        assert page.notice.kind != "problem"
        assert len((await page.state(NoticesState)).view.lines) == 2
        assert (await page.state(Tab)).frame.new_notices == "2"
        await page.send(NoticesState.read_all)
        assert page.notice.text == "All notices are marked as read."
        assert (await page.state(Tab)).frame.notices_said == "Notices"
        assert (await page.state(NoticesState)).view.lines == ()
