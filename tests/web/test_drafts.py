"""Drafts over HTTP, as assets/polku.js sends them."""

import pytest

from tests.people import make_pupil, make_school
from tests.served import Served


async def test_a_draft_is_saved_loaded_and_dropped(served: Served) -> None:
    """Confirmed with its version and the time of day."""
    siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    async with served.forms(cookie) as browser:
        body = {"fields": {"title": "A bridge", "skill:S1": ["on", "on"]}, "version": 0}
        saved = await browser.put("/drafts/entry:new", json=body, headers={"x-person": str(siiri.person_id)})
        assert saved.status_code == 200
        assert saved.json()["version"] == 1
        assert ":" in saved.json()["at"]
        assert (await browser.get("/drafts/entry:new")).json() == {"version": 1, "fields": body["fields"]}
        other_tab = await browser.put("/drafts/entry:new", json={"fields": {"title": "B"}, "version": 0})
        assert other_tab.status_code == 409
        assert other_tab.json() == {"version": 1, "fields": body["fields"]}
        assert (await browser.delete("/drafts/entry:new")).status_code == 204
        assert (await browser.get("/drafts/entry:new")).json()["version"] == 0


async def test_without_a_session_or_as_somebody_else_there_is_no_draft(served: Served) -> None:
    """A page that still shows the pupil before saves nothing into the next one's drafts."""
    school = await make_school()
    siiri, _cookie = await served.sign_in(await make_pupil(school))
    _otso, cookie = await served.sign_in(await make_pupil(school))
    _newcomer, choosing = await served.sign_in(await make_pupil(school), must_choose=True)
    body = {"fields": {"title": "A"}, "version": 0}
    async with served.forms() as nobody:
        assert (await nobody.put("/drafts/entry", json=body)).status_code == 401
    async with served.forms(cookie) as other:
        late = await other.put("/drafts/entry", json=body, headers={"x-person": str(siiri.person_id)})
        assert late.status_code == 401
        assert (await other.get("/drafts/entry")).json()["version"] == 0
    async with served.forms(choosing) as newcomer:
        assert (await newcomer.put("/drafts/entry", json=body)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"fields": {}, "version": "1"}',
        b'{"fields": {}, "version": -1}',
        b'{"fields": {"a": 1}, "version": 0}',
        b'{"fields": {"a": {"b": "c"}}, "version": 0}',
        b'{"fields": {}, "version": 0, "person_id": "x"}',
        b'{"fields": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b"\xff\xfe",
    ],
)
async def test_what_no_form_sends_is_refused(served: Served, body: bytes) -> None:
    """In one status, without a traceback."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
    async with served.forms(cookie) as browser:
        answer = await browser.put("/drafts/entry", content=body)
    assert answer.status_code == 422
