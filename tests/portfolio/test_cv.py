"""One's own CV: proposed, chosen, saved once, read by nobody else."""

import asyncio
import io
import json
from dataclasses import replace
from uuid import UUID, uuid4

import docx
import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.portfolio import (
    corner,
    shareable,  # noqa: F401 - lets entries be shared
)
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.cv.actions import DRAFT, CvForm, save_cv
from portfolio_app.portfolio.cv.own_cv import measure, own_cv_docx, own_cv_json, own_cv_pdf
from portfolio_app.portfolio.cv.queries import load_cv
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.skills.about_me import say_about_me
from tests.pdfs import in_one_line, text_of
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

JOB = EntryForm("Kiosk", happened="I sold ice cream.", kind=EntryKind.WORK, began="2026-06", place="Rantakioski")


async def a_pupil(name: str = "Siiri") -> Actor:
    school = await make_school("Harju")
    return await make_pupil(school, await make_class(school, "8B"), name=name)


async def entry(owner: Actor, form: EntryForm = JOB) -> UUID:
    return await make_entry(owner, form, uuid4())


async def test_a_cv_begins_with_a_sensible_proposal_and_nothing_to_download() -> None:
    siiri = await a_pupil()
    await entry(siiri)
    await entry(siiri, EntryForm("A thought", kind=EntryKind.REFLECTION, began="2026"))
    await entry(siiri, EntryForm("A day", happened="Nice."))
    await entry(siiri, EntryForm("A camp", began="2025"))
    hidden = await entry(siiri, replace(JOB, title="Hidden"))
    await corner.move_into_corner(siiri, hidden)
    view = await load_cv(siiri)
    assert {one.title: one.chosen for one in view.offered} == {
        "Kiosk": True,
        "A camp": True,
        "A day": False,
        "A thought": False,
    }
    assert (view.saved, view.version, view.downloads, view.fits, view.empty) == (False, 0, (), "", False)
    for make in (own_cv_pdf, own_cv_docx, own_cv_json):
        with pytest.raises(NotFound):
            await make(siiri, "en")
    assert (await load_cv(await a_pupil())).empty


async def test_what_is_chosen_is_saved_and_stands_in_every_form() -> None:
    siiri = await a_pupil()
    job, camp = await entry(siiri), await entry(siiri, EntryForm("A camp", began="2025"))
    await say_about_me(siiri, ["I keep a cool head."], uuid4())
    await save_draft(siiri.person_id, DRAFT, {"email": "half typed"}, 0)
    assert (await load_cv(siiri)).email == "half typed"
    await save_cv(siiri, CvForm((job,), layout="side", email="siiri@example.org", town=" Tampere "), 0)
    assert await kept_draft(siiri.person_id, DRAFT) is None
    view = await load_cv(siiri)
    assert (view.saved, view.version, view.layout, view.email, view.town) == (
        True, 1, "side", "siiri@example.org", "Tampere",
    )  # fmt: skip
    assert {one.id for one in view.offered if one.chosen} == {str(job)}
    assert [one.language for one in view.downloads] == ["en", "fi", "nb", "nl"]
    said = in_one_line(text_of(await own_cv_pdf(siiri, "fi")))
    for words in ("Siiri", "siiri@example.org", "Tampere", "I keep a cool head.", "Harju", "Työkokemus", "Kiosk"):
        assert words in said
    assert "A camp" not in said
    told = [one.text for one in docx.Document(io.BytesIO(await own_cv_docx(siiri, "en"))).paragraphs]
    assert "Kiosk" in told
    document = json.loads(await own_cv_json(siiri, "en"))
    assert [one["position"] for one in document["work"]] == ["Kiosk"]
    async with reading() as session:
        rows = await session.execute(select(col(Audit.action)).where(col(Audit.about_id) == siiri.person_id))
        actions = [action for (action,) in rows]
    assert actions.count("portfolio.save_cv") == 1
    assert actions.count("portfolio.download_cv") == 3
    await delete_entry(siiri, camp)


async def test_a_double_click_saves_once_and_another_tab_is_not_overwritten() -> None:
    siiri = await a_pupil()
    job = await entry(siiri)
    form = CvForm((job,), email="siiri@example.org")
    await asyncio.gather(*(save_cv(siiri, form, 0) for _ in range(3)))
    assert (await load_cv(siiri)).version == 1
    with pytest.raises(Conflict):
        await save_cv(siiri, replace(form, email="other@example.org"), 0)
    await save_cv(siiri, replace(form, email="other@example.org"), 1)
    assert (await load_cv(siiri)).email == "other@example.org"


async def test_nobody_elses_entries_and_nobody_without_a_portfolio() -> None:
    siiri, venla = await a_pupil(), await a_pupil("Venla")
    job, theirs = await entry(siiri), await entry(venla)
    hidden = await entry(siiri)
    await corner.move_into_corner(siiri, hidden)
    for wrong in (theirs, hidden, uuid4()):
        with pytest.raises(NotFound):
            await save_cv(siiri, CvForm((job, wrong)), 0)
    school = await make_school()
    for one in (await make_teacher(school), await make_coordinator(school)):
        for refused in (save_cv(one, CvForm(), 0), load_cv(one), own_cv_pdf(one, "en"), measure(one, "en")):
            with pytest.raises(Refused):
                await refused
    await save_cv(venla, CvForm((theirs,), phone="040 555 0123"), 0)
    assert (await load_cv(siiri)).phone == ""


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (CvForm(email="x" * 121), "email"),
        (CvForm(link="x" * 201), "link"),
        (CvForm(layout="loud"), "layout"),
        (CvForm(pages=3), "layout"),
        (CvForm(tuple(UUID(int=n) for n in range(61))), "entries"),
    ],
)
async def test_what_no_form_should_send_is_refused(form: CvForm, field: str) -> None:
    siiri = await a_pupil()
    with pytest.raises(Invalid) as told:
        await save_cv(siiri, form, 0)
    assert told.value.field == field
    assert not (await load_cv(siiri)).saved


async def test_what_did_not_fit_is_told_while_nothing_has_changed() -> None:
    siiri = await a_pupil()
    long = "I counted the till every evening and said at once when it was wrong. " * 3
    made = [await entry(siiri, replace(JOB, title=f"Job {n:02}", happened=long, learned=long)) for n in range(14)]
    await save_cv(siiri, CvForm(tuple(made)), 0)
    assert (await load_cv(siiri)).fits == ""
    await measure(siiri, "en")
    view = await load_cv(siiri)
    assert view.left_out
    assert "“Job 00”" in view.fits
    told = [one.text for one in docx.Document(io.BytesIO(await own_cv_docx(siiri, "en"))).paragraphs]
    assert "Job 13" in told
    assert "Job 00" not in told
    assert len(json.loads(await own_cv_json(siiri, "en"))["work"]) == 14
    await save_cv(siiri, CvForm(tuple(made[:3])), 1)
    assert (await load_cv(siiri)).fits == ""  # not as it is now
    await measure(siiri, "en")
    assert (await load_cv(siiri)).fits == "It fits on 1 page."
    await corner.move_into_corner(siiri, made[0])
    view = await load_cv(siiri)
    assert view.fits == ""
    assert "Job 00" not in {one.title for one in view.offered}
    assert "Job 00" not in in_one_line(text_of(await own_cv_pdf(siiri, "en")))
