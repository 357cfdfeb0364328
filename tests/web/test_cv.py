"""A CV over HTTP: its owner's alone, in three forms, through signing in for whoever is not."""

import json
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.cv.actions import CvForm, save_cv
from portfolio_app.web import cv
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")
FORMS = ("pdf", "docx", "json")


async def test_it_comes_in_three_forms_and_nothing_on_the_way_keeps_it() -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school), name="Siiri Niemi")
    entry = await make_entry(siiri, EntryForm("Kiosk", happened="Ice cream.", kind="work"), uuid4())
    await save_cv(siiri, CvForm((entry,)), 0)
    begins = {"pdf": b"%PDF", "docx": b"PK", "json": b"{"}
    async with browser(cv.routes, siiri) as client:
        for form in FORMS:
            answer = await client.get(f"/documents/cv.{form}", params={"language": "fi"})
            assert answer.headers["cache-control"] == "private, no-store"
            assert answer.headers["content-disposition"].startswith(f'attachment; filename="cv.{form}"')
            assert "Ansioluettelo" in answer.headers["content-disposition"]
            assert answer.content.startswith(begins[form])
        answer = await client.get("/documents/cv.json")
        assert json.loads(answer.content)["basics"]["name"] == "Siiri Niemi"


async def test_whoever_has_none_is_led_to_where_it_is_made_and_others_home() -> None:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    for person, place in (
        (siiri, "/nb/cv"),
        (await make_teacher(school), "/nb/home"),
        (await make_coordinator(school), "/nb/home"),
    ):
        async with browser(cv.routes, person) as client:
            for form in FORMS:
                answer = await client.get(f"/documents/cv.{form}", params={"language": "nb"})
                assert (answer.status_code, answer.headers["location"]) == (303, place)
    async with browser(cv.routes) as client:
        answer = await client.get("/documents/cv.docx", params={"language": "nl"})
        assert parse_qs(urlsplit(answer.headers["location"]).query)["next"] == ["/documents/cv.docx?language=nl"]
