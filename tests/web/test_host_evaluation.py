"""A host says in a minute how the days went, without an account or a script: looking changes nothing, what was typed is
kept, and outside of a session there is no form."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portfolio_app.core.database import reading
from portfolio_app.marketplace.evaluations.handing import hand_on, hold_back
from portfolio_app.marketplace.evaluations.models import HostEvaluation
from portfolio_app.web.cookie import host_cookie_name
from portfolio_app.web.host_evaluation import PATH, routes
from portfolio_app.web.host_placements import PATH as COMING
from portfolio_app.web.host_placements import routes as coming
from tests.conftest import Configure
from tests.marketplace.evaluations.said import SAID, a_past_visit, evaluation_row
from tests.marketplace.hosting.guests import Visit, come_in
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def visit(configure: Configure) -> Visit:
    """A week that ended yesterday."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    return await a_past_visit()


async def test_from_the_list_to_thank_you_and_back(visit: Visit) -> None:
    at_home = {"key": visit.key, "language": "en"}
    here = at_home | {"placement": str(visit.week.placement)}
    async with browser([*coming, *routes]) as page:
        page.cookies.set(host_cookie_name(), await come_in(visit), domain="polku.test")
        listed = await page.get(COMING, params=at_home)
        assert PATH in listed.text
        assert "Say how it went" in listed.text
        shown = await page.get(PATH, params=here)
        assert (shown.status_code, "How did the days of Siiri go?" in shown.text) == (200, True)
        assert shown.headers["cache-control"] == "private, no-store"
        async with reading() as session:
            assert (await session.execute(select(HostEvaluation))).all() == []
        words = {"went_well": "Buns & <bread>", "practise_next": ""}
        wrong = await page.post(PATH, data=here | SAID | words | {"care": "", "version": "0"})
        assert (wrong.status_code, "Choose what you saw" in wrong.text) == (422, True)
        assert "Buns &amp; &lt;bread&gt;" in wrong.text
        assert 'value="4" required checked' in wrong.text
        answers = [await page.post(PATH, data=here | SAID | words | {"version": "0"}) for _time in range(2)]
        assert [one.status_code for one in answers] == [303, 303]
        thanks = (await page.get(answers[0].headers["location"])).text
        assert "Thank you. The school reads it first" in thanks
        assert "Change what you said" in thanks
        old = await page.post(PATH, data=here | SAID | {"went_well": "Other", "version": "0"})
        assert (old.status_code, "Other" in old.text) == (422, True)
        row = await evaluation_row(visit.week.placement)
        await hold_back(visit.week.tuula, row.id, 1, "Say <it> kindly")
        assert "look once more" in (await page.get(COMING, params=at_home)).text
        assert "Say &lt;it&gt; kindly" in (await page.get(PATH, params=here)).text
        await hand_on(visit.week.tuula, row.id, 1)
        assert (await page.get(PATH, params=here)).status_code == 303
        late = await page.post(PATH, data=here | SAID | {"went_well": "Late", "version": "1"})
        assert (late.status_code, (await evaluation_row(visit.week.placement)).went_well) == (303, "Buns & <bread>")


async def test_without_a_session_there_is_no_form(visit: Visit) -> None:
    here = {"key": visit.key, "language": "en", "placement": str(visit.week.placement)}
    async with browser(routes) as page:
        for said in (here, here | {"key": "forged"}, here | {"placement": str(uuid4())}, {}):
            shown, sent = await page.get(PATH, params=said), await page.post(PATH, data=said | SAID)
            assert [one.status_code for one in (shown, sent)] == [303, 303]
            assert "Siiri" not in shown.text + sent.text
    async with reading() as session:
        assert (await session.execute(select(HostEvaluation))).all() == []
