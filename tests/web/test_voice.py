"""The form for an adult outside school works without scripts, and its address is worth nothing afterwards."""

from uuid import uuid4

import pytest

from portfolio_app.skills.queries import load_capability
from portfolio_app.skills.voice_links import make_link
from portfolio_app.web.voice import routes
from tests.people import make_class, make_pupil, make_school
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_the_form_is_shown_again_with_what_was_wrong_and_answers_once() -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri <Niemi>")
    path = await make_link(siiri, "Jussi", ["S1"], uuid4())
    async with browser(routes) as page:
        shown = await page.get(path)
        assert shown.status_code == 200
        assert "Siiri asks how you see them" in shown.text
        assert "Niemi" not in shown.text
        assert shown.headers["cache-control"] == "private, no-store"
        assert shown.headers["referrer-policy"] == "no-referrer"
        wrong = await page.post(path, data={"name": "<Jussi>", "reason:S1": "a & b"})
        assert wrong.status_code == 422
        assert "&lt;Jussi&gt;" in wrong.text
        assert "a &amp; b" in wrong.text
        right = {"step:S1": "3", "reason:S1": "Kept calm", "name": "Jussi", "organisation": "Theatre"}
        assert "Thank you" in (await page.post(path, data=right)).text
        for answer in (await page.get(path), await page.post(path, data=right)):
            assert (answer.status_code, "Nothing to answer here" in answer.text) == (404, True)
        assert (await page.get("/voice/" + "x" * 43)).status_code == 404
    assert (await load_capability(siiri, "S1")).voices[0].who == "Jussi, Theatre"
