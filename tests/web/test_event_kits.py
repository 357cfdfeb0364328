"""Kits over HTTP: PDFs to keep, and slides that a browser shows without a script."""

import re

import pytest

from portfolio_app.web import event_kits
from tests.ambassadors.rows import an_ambassador
from tests.people import make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")
ASKED = "event=evening&day=2026-12-03&place=Hall+%3Cb%3E&contact=%22Kalle%22&language=en"


async def test_an_ambassador_takes_the_documents_along() -> None:
    school = await make_school("مدرسة <School>")
    siiri = await make_pupil(school)
    await an_ambassador(siiri, school)
    async with browser(event_kits.routes, siiri) as client:
        for document in ("poster", "slides", "handout", "script"):
            got = await client.get(f"/documents/event-{document}.pdf?{ASKED}&size=a3")
            assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
            assert got.headers["cache-control"] == "private, no-store"
            assert got.content.startswith(b"%PDF-")
        shown = (await client.get(f"/event-slides?{ASKED}")).text
    assert '<html lang="en">' in shown
    assert shown.count('<section class="slide') == 7
    assert len(re.findall("<h1", shown)) == 1
    assert "Hall &lt;b&gt;" in shown
    assert "&lt;School&gt;" in shown
    assert "&quot;Kalle&quot;" in shown
    assert "polku.test/<wbr>en/<wbr>sign-in" in shown
    assert "/en/event-kit?event=evening&amp;" in shown


async def test_others_are_led_home_or_to_sign_in() -> None:
    school = await make_school()
    siiri = await make_pupil(school)
    removed = await make_pupil(school)
    await an_ambassador(removed, school, ended=True)
    for path in ("/documents/event-poster.pdf", "/event-slides"):
        for who in (siiri, removed):
            async with browser(event_kits.routes, who) as client:
                got = await client.get(f"{path}?{ASKED}")
            assert (got.status_code, got.headers["location"]) == (303, "/en/home")
        async with browser(event_kits.routes, await make_teacher(school)) as client:
            action = "action=6f9619ff-8b86-d011-b42d-00c04fc964ff&language=en"
            got = await client.get(f"{path}?{action}")
            assert (got.status_code, got.headers["location"]) == (303, "/en/home")
        async with browser(event_kits.routes) as client:
            got = await client.get(f"{path}?{ASKED}")
        assert got.headers["location"].startswith("/en/sign-in?next=")
        assert "evening" in got.headers["location"]
